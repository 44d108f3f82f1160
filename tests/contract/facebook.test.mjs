// Facebook's pages, and Instagram through them, as Meta's own client for Node.js understands them.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import meta from "facebook-nodejs-business-sdk";
import { apps } from "./support/apps.mjs";
import { callback, failure, onSandbox } from "./support/suite.mjs";

const { Business, FacebookAdsApi, IGMedia, IGUser, Page, PagePost, User } = meta;
const { id: appId, secret: appSecret } = apps.facebook;
const scopes = ["pages_show_list", "pages_read_engagement", "read_insights", "business_management", "instagram_basic", "instagram_manage_insights"];
const day = 86400;

const proofOf = (token) => createHmac("sha256", appSecret).update(token).digest("hex");

/** The client with a token; its reports of crashes would go to Meta. */
const api = (token) => new FacebookAdsApi(token, "en_US", false);
const appApi = () => api(`${appId}|${appSecret}`);

onSandbox("facebook", (here) => {
  const consent = (options) => {
    const query = { client_id: appId, redirect_uri: callback, state: "state of the test", response_type: "code", scope: scopes.join(",") };
    return here.sandbox.visit(`https://www.facebook.com/v26.0/dialog/oauth?${new URLSearchParams(query)}`, options);
  };
  const tokenFor = (params) => appApi().call("GET", ["oauth", "access_token"], { client_id: appId, client_secret: appSecret, ...params });
  const exchange = (code) => tokenFor({ redirect_uri: callback, code });
  const prolong = (token) => tokenFor({ grant_type: "fb_exchange_token", fb_exchange_token: token });

  /** Objects of the client, each with its token; `with_` adds the proof that the app insists on. */
  const holder = (token) => ({ token, client: api(token), with_: (params = {}) => ({ ...params, appsecret_proof: proofOf(token) }) });
  async function logIn(account, grant) {
    const { code } = await consent({ account, grant });
    const short = (await exchange(code)).access_token;
    const me = holder((await prolong(short)).access_token);
    return { ...me, short, user: new User("me", {}, null, me.client) };
  }
  const pageFields = ["id", "name", "username", "access_token", "tasks", "fan_count", "followers_count", "picture{url}", "instagram_business_account{id,username,name,profile_picture_url}"];
  async function firstPage(account, grant) {
    const me = await logIn(account, grant);
    const [found] = await me.user.getAccounts(pageFields, me.with_({ limit: 100 }));
    const held = holder(found.access_token);
    return { ...held, me, data: found, page: new Page(found.id, {}, null, held.client) };
  }
  const pageOf = async (account) => (await here.sandbox.account(account)).pages[0];

  test("a code gives a token of hours, which gives one of 60 days", async () => {
    const back = await consent({ account: "ada.lindqvist" });
    assert.deepEqual(Object.keys(back).sort(), ["code", "state"]);
    assert.equal(back.state, "state of the test");
    const short = await exchange(back.code);
    assert.equal(short.token_type, "bearer");
    assert.ok(short.expires_in > 3600 && short.expires_in < 2 * day, `hours: ${short.expires_in}`);
    const long = await prolong(short.access_token);
    assert.notEqual(long.access_token, short.access_token);
    assert.ok(Math.abs(long.expires_in - 60 * day) < day, `60 days: ${long.expires_in}`);
    const again = await failure(exchange(back.code));
    assert.equal(again.status, 400);
    assert.equal(again.response.code, 100);
    assert.equal(again.response.type, "OAuthException");
  });

  test("who says no is sent back with reasons", async () => {
    const back = await consent({ deny: true });
    assert.equal(back.error, "access_denied");
    assert.equal(back.error_reason, "user_denied");
    assert.match(back.error_description, /^Permissions error\.?$/);
  });

  test("the user, and what was granted", async () => {
    const { user, with_ } = await logIn("ada.lindqvist");
    const me = await user.get(["id", "name"], with_());
    assert.equal(me.name, "Ada Lindqvist");
    assert.match(me.id, /^\d+$/);
    const granted = await user.getPermissions([], with_());
    assert.deepEqual(granted.filter((row) => row.status === "granted").map((row) => row.permission).sort(), [...scopes].sort());
    const declining = await logIn("basil.basics");
    const rows = await declining.user.getPermissions([], declining.with_());
    const declined = rows.filter((row) => row.status === "declined").map((row) => row.permission);
    assert.deepEqual(declined.sort(), ["instagram_manage_insights", "read_insights"]);
  });

  test("what a token is, told to the app", async () => {
    const { token, short } = await logIn("ada.lindqvist");
    const app = appApi();
    const debug = async (input) => (await app.call("GET", ["debug_token"], { input_token: input, appsecret_proof: proofOf(app.accessToken) })).data;
    const user = await debug(token);
    assert.equal(String(user.app_id), appId);
    assert.equal(user.type, "USER");
    assert.equal(user.is_valid, true);
    assert.ok(user.application);
    assert.match(user.user_id, /^\d+$/);
    assert.deepEqual(user.granular_scopes.map((row) => row.scope).sort(), [...scopes].sort());
    assert.deepEqual([...user.scopes].sort(), [...scopes].sort());
    assert.ok(user.expires_at > (await debug(short)).expires_at);
    assert.ok(Math.abs(user.data_access_expires_at - user.issued_at - 90 * day) < day);
    const { token: pageToken } = await firstPage("ada.lindqvist");
    const page = await debug(pageToken);
    assert.equal(page.type, "PAGE");
    assert.equal(page.expires_at, 0, "never");
    assert.equal((await debug("EAAnonsense")).is_valid, false);
  });

  test("a call without its proof is refused", async () => {
    const { user, token } = await logIn("ada.lindqvist");
    const without = await failure(user.get(["id"]));
    assert.equal(without.name, "FacebookRequestError");
    assert.equal(without.status, 400);
    assert.equal(without.response.code, 100);
    assert.match(without.message, /appsecret_proof/);
    const wrong = await failure(user.get(["id"], { appsecret_proof: proofOf(`${token}x`) }));
    assert.match(wrong.message, /Invalid appsecret_proof/);
  });

  test("pages come with tokens of their own", async () => {
    const { data, page, with_ } = await firstPage("ada.lindqvist");
    const known = await pageOf("ada.lindqvist");
    assert.equal(data.id, known.id);
    assert.equal(data.name, known.name);
    assert.equal(data.username, known.username);
    assert.equal(data.followers_count, known.followers);
    assert.ok(data.tasks.includes("ANALYZE"));
    assert.match(data.picture.data.url, /^http/);
    assert.equal(data.instagram_business_account.username, "ada.bakes");
    assert.match(data.instagram_business_account.profile_picture_url, /^http/);
    const own = await page.get(["name", "followers_count", "fan_count", "category", "link"], with_());
    assert.equal(own.name, known.name);
    assert.equal(own.id, known.id, "the id comes unasked");
    assert.equal(own.category, "Bakery");
    assert.match(own.link, /^http/);
    assert.ok(Number.isInteger(own.fan_count));
  });

  test("a long list of pages has cursors, and addresses of next pages without the proof", async () => {
    const { user, with_ } = await logIn("many.hats");
    const first = await user.getAccounts(["id", "name"], with_({ limit: 100 }));
    assert.equal(first.length, 25);
    assert.ok(first.hasNext());
    const ids = first.map((page) => page.id);
    const { after } = first.paging.cursors;
    const refused = await failure(first.next());
    assert.match(refused.message, /appsecret_proof/);
    const second = await user.getAccounts(["id", "name"], with_({ limit: 100, after }));
    assert.ok(!second.hasNext());
    const all = [...ids, ...second.map((page) => page.id)];
    assert.equal(new Set(all).size, (await here.sandbox.account("many.hats")).pages.length);
    const none = await logIn("norma.pageless");
    assert.equal((await none.user.getAccounts(["id"], none.with_())).length, 0);
  });

  test("a page of a business is found through it", async () => {
    const { user, client, with_ } = await logIn("bea.business");
    assert.equal((await user.getAccounts(["id"], with_())).length, 0);
    const [business] = await user.getBusinesses(["id", "name"], with_());
    const owned = await new Business(business.id, {}, null, client).getOwnedPages(["id", "name", "access_token"], with_());
    assert.equal(owned.length, 1);
    assert.equal(owned[0].name, "Northwind Outdoor");
    assert.ok(owned[0].access_token);
  });

  test("the posts of a page are read to their end, the newest first", async () => {
    const { page, with_ } = await firstPage("ada.lindqvist");
    const fields = ["id", "message", "created_time", "permalink_url", "full_picture", "status_type", "is_published", "attachments{media_type,url}", "shares", "reactions.summary(true).limit(0)", "comments.summary(true).limit(0)"];
    const posts = [];
    let after;
    do {
      const cursor = await page.getPublishedPosts(fields, with_({ limit: 100, ...(after ? { after } : {}) }));
      posts.push(...cursor);
      after = cursor.hasNext() ? cursor.paging.cursors.after : undefined;
    } while (after);
    const known = await pageOf("ada.lindqvist");
    assert.equal(posts.length, known.postCount);
    assert.equal(new Set(posts.map((post) => post.id)).size, posts.length);
    for (const post of posts) {
      assert.ok(post.id.startsWith(`${known.id}_`));
      assert.match(post.created_time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
      assert.equal(post.is_published, true);
      assert.match(post.permalink_url, /^http/);
      if (post.attachments) assert.match(post.full_picture, /^http/);
      assert.ok(Number.isInteger(post.reactions.summary.total_count));
      assert.ok(Number.isInteger(post.comments.summary.total_count));
    }
    const times = posts.map((post) => Date.parse(post.created_time.replace("+0000", "Z")));
    assert.ok(times.every((time, i) => i === 0 || time <= times[i - 1]));
    assert.equal((await page.getPublishedPosts(["id"], with_())).length, 25);
    const tooMany = await failure(page.getPublishedPosts(["id"], with_({ limit: 101 })));
    assert.equal(tooMany.response.code, 100);
    assert.match(tooMany.message, /limit/);
  });

  test("posts need the page's token", async () => {
    const { me, data } = await firstPage("ada.lindqvist");
    const error = await failure(new Page(data.id, {}, null, me.client).getPublishedPosts(["id"], me.with_()));
    assert.equal(error.response.type, "OAuthException");
    assert.match(error.message, /Page Access Token/);
  });

  test("a page has figures of days", async () => {
    const { page, with_ } = await firstPage("ada.lindqvist");
    const until = Math.floor((await here.sandbox.now()) / 1000);
    const metric = ["page_media_view", "page_total_media_view_unique", "page_follows", "page_daily_follows", "page_daily_unfollows_unique", "page_post_engagements"];
    const rows = await page.getInsights([], with_({ metric, period: "day", since: until - 10 * day, until }));
    assert.deepEqual(rows.map((row) => row.name), metric);
    for (const row of rows) {
      assert.equal(row.period, "day");
      assert.ok(row.values.length >= 9 && row.values.length <= 10);
      for (const { value, end_time } of row.values) {
        assert.ok(Number.isInteger(value));
        assert.match(end_time, /\+0000$/);
      }
      assert.match(row.id, /\/insights\/.*\/day$/);
    }
    const commas = await page.getInsights([], with_({ metric: metric.join(","), period: "day", since: until - 10 * day, until }));
    assert.deepEqual(commas.map((row) => row.values), rows.map((row) => row.values));
    const dead = await failure(page.getInsights([], with_({ metric: "page_impressions", period: "day" })));
    assert.equal(dead.response.code, 100);
    const none = await failure(page.getInsights([], with_({ period: "day" })));
    assert.deepEqual([none.response.code, none.response.error_subcode], [3001, 1504028]);
    const wide = await failure(page.getInsights([], with_({ metric: "page_follows", period: "day", since: until - 91 * day, until })));
    assert.equal(wide.response.code, 100);
  });

  test("a post has figures of its life", async () => {
    const { page, client, with_ } = await firstPage("ada.lindqvist");
    const posts = await page.getPublishedPosts(["id"], with_());
    const metric = ["post_media_view", "post_total_media_view_unique", "post_clicks", "post_reactions_by_type_total"];
    const rows = await new PagePost(posts[3].id, {}, null, client).getInsights([], with_({ metric }));
    assert.deepEqual(rows.map((row) => row.name), metric);
    assert.ok(rows.every((row) => row.period === "lifetime" && row.values.length === 1));
    assert.equal(typeof rows[3].values[0].value, "object");
  });

  test("a page with few followers, and one whose user allows no figures", async () => {
    const tiny = await firstPage("tina.tiny");
    assert.equal((await tiny.page.getInsights([], tiny.with_({ metric: "page_follows", period: "day" }))).length, 0);
    const basil = await firstPage("basil.basics");
    const error = await failure(basil.page.getInsights([], basil.with_({ metric: "page_follows", period: "day" })));
    assert.ok(error.response.code === 10 || (error.response.code >= 200 && error.response.code < 300), String(error.response.code));
  });

  test("Instagram through the page", async () => {
    const { data, client, with_ } = await firstPage("ada.lindqvist");
    const account = new IGUser(data.instagram_business_account.id, {}, null, client);
    const profile = await account.get(["id", "username", "name", "biography", "profile_picture_url", "followers_count", "follows_count", "media_count"], with_());
    assert.equal(profile.username, "ada.bakes");
    const fields = ["id", "caption", "media_type", "media_product_type", "permalink", "timestamp", "like_count", "comments_count"];
    const media = [];
    let after;
    do {
      const cursor = await account.getMedia(fields, with_({ limit: 100, ...(after ? { after } : {}) }));
      media.push(...cursor);
      after = cursor.hasNext() ? cursor.paging.cursors.after : undefined;
    } while (after);
    assert.equal(media.length, profile.media_count);
    const until = Math.floor((await here.sandbox.now()) / 1000);
    const reach = await account.getInsights([], with_({ metric: ["reach", "views"], period: "day", metric_type: "total_value", since: until - day, until }));
    assert.deepEqual(reach.map((row) => row.name), ["reach", "views"]);
    assert.ok(Number.isInteger(reach[0].total_value.value));
    const feed = media.find((item) => item.media_product_type === "FEED");
    const insights = await new IGMedia(feed.id, {}, null, client).getInsights([], with_({ metric: ["views", "reach", "saved"] }));
    assert.deepEqual(insights.map((row) => row.name), ["views", "reach", "saved"]);
  });

  test("an unknown field fails the call", async () => {
    const { page, with_ } = await firstPage("ada.lindqvist");
    const error = await failure(page.get(["id", "shoe_size"], with_()));
    assert.equal(error.status, 400);
    assert.equal(error.response.code, 100);
    assert.match(error.message, /shoe_size/);
    assert.equal(error.response.type, "OAuthException");
    assert.ok(error.response.fbtrace_id);
    const { client } = await firstPage("ada.lindqvist");
    const unknown = await failure(client.call("GET", ["999999999999999"], with_({ fields: "id" })));
    assert.equal(unknown.status, 400);
  });

  test("who removes the app ends all tokens", async () => {
    const { page, with_, me } = await firstPage("ada.lindqvist");
    const removed = await me.client.call("DELETE", ["me", "permissions"], me.with_());
    assert.equal(removed.success ?? removed, true);
    for (const call of [page.get(["id"], with_()), me.user.get(["id"], me.with_())]) {
      const error = await failure(call);
      assert.deepEqual([error.status, error.response.code, error.response.error_subcode], [400, 190, 458]);
      assert.equal(error.response.type, "OAuthException");
    }
  });

  test("a role that is lost ends the page's token, not the user's", async () => {
    const { page, with_, me } = await firstPage("former.editor");
    await here.sandbox.advance(12 * 3600);
    const error = await failure(page.get(["id"], with_()));
    assert.deepEqual([error.response.code, error.response.error_subcode], [190, 492]);
    assert.equal((await me.user.getAccounts(["id"], me.with_())).length, 0);
  });

  test("a user's token ends after 60 days, the page's does not", async () => {
    const { page, with_, me } = await firstPage("ada.lindqvist");
    await here.sandbox.advance(61 * day);
    assert.equal((await page.get(["name"], with_())).name, "Ada Bakes");
    const error = await failure(me.user.get(["id"], me.with_()));
    assert.deepEqual([error.response.code, error.response.error_subcode], [190, 463]);
    assert.equal((await failure(prolong(me.token))).response.code, 190);
  });

  test("what is used of the allowance stands in a header", async () => {
    const { page, client, with_, me } = await firstPage("ada.lindqvist");
    await here.sandbox.limits({ callsPerHour: 4 });
    client.setShowHeader(true);
    const first = await client.call("GET", [page.id], with_({ fields: "id" }));
    assert.equal(first.headers["facebook-api-version"], "v24.0", "the one that was asked for");
    const usage = JSON.parse(first.headers["x-business-use-case-usage"]);
    assert.deepEqual(Object.keys(usage), [page.id]);
    const [row] = usage[page.id];
    assert.deepEqual(Object.keys(row).sort(), ["call_count", "estimated_time_to_regain_access", "total_cputime", "total_time", "type"]);
    assert.equal(row.type, "pages");
    assert.equal(row.call_count, 25);
    client.setShowHeader(false);
    for (let i = 0; i < 3; ++i) await page.get(["id"], with_());
    const error = await failure(page.get(["id"], with_()));
    assert.equal(error.response.code, 80001);
    assert.ok(JSON.parse(error.headers["x-business-use-case-usage"])[page.id][0].estimated_time_to_regain_access > 0);

    await here.sandbox.fault({ endpoint: "user", kind: "rate_limit", value: 600 });
    const user = await failure(me.user.get(["id"], me.with_()));
    assert.equal(user.response.code, 17);
    assert.equal(JSON.parse(user.headers["x-app-usage"]).call_count, 100);
  });
});
