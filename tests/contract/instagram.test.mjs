// Instagram with its own login. No client is made for it; Meta's for the Graph API can be sent to its host.
import assert from "node:assert/strict";
import { test } from "node:test";
import meta from "facebook-nodejs-business-sdk";
import { apps } from "./support/apps.mjs";
import { callback, failure, onSandbox } from "./support/suite.mjs";

const { FacebookAdsApi } = meta;
const { id: appId, secret: appSecret } = apps.instagram;
const host = "https://graph.instagram.com";
const scopes = ["instagram_business_basic", "instagram_business_manage_insights"];
const day = 86400;

onSandbox("instagram", (here) => {
  const consent = (options) => {
    const query = { client_id: appId, redirect_uri: callback, response_type: "code", scope: scopes.join(","), state: "state of the test" };
    return here.sandbox.visit(`https://www.instagram.com/oauth/authorize?${new URLSearchParams(query)}`, options);
  };
  const exchange = (code) => {
    const form = { client_id: appId, client_secret: appSecret, grant_type: "authorization_code", redirect_uri: callback, code };
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return here.sandbox.ask("POST", "https://api.instagram.com/oauth/access_token", { headers, body: new URLSearchParams(form).toString() });
  };
  const token = async (path, query) => (await here.sandbox.ask("GET", `${host}/${path}?${new URLSearchParams(query)}`)).json;
  const prolong = (short) => token("access_token", { grant_type: "ig_exchange_token", client_secret: appSecret, access_token: short });
  const refresh = (long) => token("refresh_access_token", { grant_type: "ig_refresh_token", access_token: long });

  async function logIn(account) {
    const { json } = await exchange((await consent({ account })).code);
    const { access_token: short } = json.data?.[0] ?? json;
    const { access_token: long } = await prolong(short);
    const client = new FacebookAdsApi(long, "en_US", false);
    const get = (path, params = {}) => client.call("GET", path, { ...params }, {}, false, host);
    return { short, long, client, get };
  }

  test("a code gives a token of an hour, which gives one of 60 days", async () => {
    const back = await consent({ account: "ada.bakes" });
    assert.deepEqual(Object.keys(back).sort(), ["code", "state"]);
    const answer = await exchange(back.code);
    assert.equal(answer.status, 200);
    const [row] = answer.json.data;
    assert.deepEqual(Object.keys(row).sort(), ["access_token", "permissions", "user_id"]);
    assert.deepEqual(row.permissions.split(","), scopes);
    const long = await prolong(row.access_token);
    assert.equal(long.token_type, "bearer");
    assert.ok(Math.abs(long.expires_in - 60 * day) < day, `${long.expires_in}`);
    const again = await exchange(back.code);
    assert.equal(again.status, 400);
    assert.deepEqual(Object.keys(again.json).sort(), ["code", "error_message", "error_type"]);
    assert.deepEqual([again.json.error_type, again.json.code], ["OAuthException", 400]);
  });

  test("who says no is sent back with reasons", async () => {
    const back = await consent({ deny: true });
    assert.deepEqual([back.error, back.error_reason], ["access_denied", "user_denied"]);
    assert.equal(back.error_description, "The user denied your request");
  });

  test("a token can be refreshed after a day", async () => {
    const { long } = await logIn("ada.bakes");
    assert.ok((await refresh(long)).error, "too young");
    await here.sandbox.advance(day);
    const renewed = await refresh(long);
    assert.ok(renewed.access_token);
    assert.ok(Math.abs(renewed.expires_in - 60 * day) < day);
    await here.sandbox.advance(61 * day);
    assert.equal((await refresh(renewed.access_token)).error.code, 190);
  });

  test("a profile", async () => {
    const { get } = await logIn("ada.bakes");
    const fields = "id,user_id,username,name,account_type,profile_picture_url,followers_count,follows_count,media_count";
    const me = await get(["me"], { fields });
    assert.deepEqual(Object.keys(me).sort(), fields.split(",").sort());
    assert.equal(me.username, "ada.bakes");
    assert.equal(me.followers_count, (await here.sandbox.account("ada.bakes")).followers);
    assert.match(me.account_type, /^(business|media_creator)$/i);
    assert.notEqual(me.id, me.user_id);
    const error = await failure(get(["me"], { fields: "id,shoe_size" }));
    assert.deepEqual([error.status, error.response.code, error.response.type], [400, 100, "IGApiException"]);
  });

  test("media are read to their end by the addresses of next pages", async () => {
    const { client, get, long } = await logIn("ada.bakes");
    const fields = "id,caption,media_type,media_product_type,permalink,timestamp,like_count,comments_count,children{id,media_type}";
    const media = [];
    let page = await get(["me", "media"], { fields, limit: 50 });
    for (;;) {
      media.push(...page.data);
      if (!page.paging?.next) break;
      assert.ok(page.paging.next.includes(encodeURIComponent(long)) || page.paging.next.includes(long), "the token stands in it");
      page = await client.call("GET", page.paging.next);
    }
    assert.equal(media.length, (await get(["me"], { fields: "media_count" })).media_count);
    assert.equal(new Set(media.map((item) => item.id)).size, media.length);
    for (const item of media) {
      assert.match(item.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
      assert.ok(["IMAGE", "VIDEO", "CAROUSEL_ALBUM"].includes(item.media_type));
      assert.ok(["FEED", "REELS"].includes(item.media_product_type));
      assert.equal(item.media_type === "CAROUSEL_ALBUM", (item.children?.data.length ?? 0) > 1);
    }
  });

  test("figures of posts and of the account", async () => {
    const { get } = await logIn("ada.bakes");
    const { data: media } = await get(["me", "media"], { fields: "id,media_product_type", limit: 50 });
    const feed = media.find((item) => item.media_product_type === "FEED");
    const metric = ["views", "reach", "likes", "comments", "saved", "shares", "total_interactions"];
    const { data: rows } = await get([feed.id, "insights"], { metric });
    assert.deepEqual(rows.map((row) => row.name).sort(), [...metric].sort());
    assert.ok(rows.every((row) => row.period === "lifetime" && Number.isInteger(row.values[0].value)));
    const foreign = await failure(get([feed.id, "insights"], { metric: ["ig_reels_avg_watch_time"] }));
    assert.equal(foreign.response.code, 100);

    const until = Math.floor((await here.sandbox.now()) / 1000);
    const { data: total } = await get(["me", "insights"], { metric: ["views", "reach", "likes"], period: "day", metric_type: "total_value", since: until - day, until });
    assert.ok(total.every((row) => Number.isInteger(row.total_value.value)));
    const { data: series } = await get(["me", "insights"], { metric: "reach", period: "day", metric_type: "time_series", since: until - 7 * day, until });
    assert.ok(series[0].values.length >= 6 && series[0].values.length <= 8);
    assert.match(series[0].values[0].end_time, /\+0000$/);
  });

  test("a token that is dead says why", async () => {
    const { get } = await logIn("ada.bakes");
    await here.sandbox.fault({ kind: "revoke", value: "ada.bakes" });
    const error = await failure(get(["me"], { fields: "id" }));
    assert.deepEqual([error.status, error.response.code, error.response.error_subcode], [400, 190, 458]);
    assert.equal(error.response.type, "OAuthException");
    const stranger = new FacebookAdsApi("IGnonsense", "en_US", false);
    assert.equal((await failure(stranger.call("GET", ["me"], {}, {}, false, host))).response.code, 190);
  });

  test("too many calls", async () => {
    const { get } = await logIn("ada.bakes");
    await here.sandbox.fault({ kind: "rate_limit", value: 600 });
    const error = await failure(get(["me"], { fields: "id" }));
    assert.equal(error.response.code, 80002);
    const [usage] = Object.values(JSON.parse(error.headers["x-business-use-case-usage"]))[0];
    assert.equal(usage.type, "instagram");
    assert.equal(usage.estimated_time_to_regain_access, 10, "minutes");
  });
});
