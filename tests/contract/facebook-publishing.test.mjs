// Publishing to Facebook's pages and to Instagram, as Meta's own client for Node.js does it.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import meta from "facebook-nodejs-business-sdk";
import { apps } from "./support/apps.mjs";
import { callback, failure, onSandbox } from "./support/suite.mjs";

const { FacebookAdsApi, IGUser, Page, Post, User } = meta;
const { id: appId, secret: appSecret } = apps.facebook;
const scopes = ["pages_show_list", "pages_read_engagement", "pages_manage_posts", "instagram_basic", "instagram_content_publish", "instagram_manage_contents"];

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
/** The head of a square JPEG, and something of its own. */
const jpeg = Buffer.concat([Buffer.from("ffd8ffe000040000ffc0001108043804380301", "hex"), Buffer.from("a picture")]);
const mp4 = Buffer.concat([Buffer.from("000000186674797069736f6d", "hex"), Buffer.alloc(100_000, 7)]);

onSandbox("facebook", (here) => {
  let files;
  let address;
  before(async () => {
    files = createServer((request, response) => response.setHeader("content-type", "image/jpeg").end(request.url.endsWith(".mp4") ? mp4 : jpeg));
    await new Promise((ready) => files.listen(0, "127.0.0.1", ready));
    address = `http://127.0.0.1:${files.address().port}`;
  });
  after(() => files.close());

  const api = (token) => new FacebookAdsApi(token, "en_US", false);
  const published = async () => (await here.sandbox.control("GET", "published")).data;

  async function firstPage() {
    const query = { client_id: appId, redirect_uri: callback, state: "s", response_type: "code", scope: scopes.join(",") };
    const { code } = await here.sandbox.visit(`https://www.facebook.com/v26.0/dialog/oauth?${new URLSearchParams(query)}`, { account: "ada.lindqvist" });
    const app = api(`${appId}|${appSecret}`);
    const params = { client_id: appId, client_secret: appSecret };
    const { access_token: user } = await app.call("GET", ["oauth", "access_token"], { ...params, redirect_uri: callback, code });
    const proof = (token) => createHmac("sha256", appSecret).update(token).digest("hex");
    const [found] = await new User("me", {}, null, api(user)).getAccounts(["id", "access_token", "instagram_business_account{id}"], { appsecret_proof: proof(user) });
    const token = found.access_token;
    const with_ = (more = {}) => ({ ...more, appsecret_proof: proof(token) });
    const client = api(token);
    return { token, with_, client, page: new Page(found.id, {}, null, client), instagram: new IGUser(found.instagram_business_account.id, {}, null, client) };
  }

  test("a post with a link is published, told and deleted", async () => {
    const { page, client, with_ } = await firstPage();
    const made = await page.createFeed([], with_({ message: "Fresh bread", link: "https://example.org/" }));
    assert.match(made.id, new RegExp(`^${page.id}_\\d+$`));
    const post = await new Post(made.id, {}, null, client).get(["message", "permalink_url"], with_());
    assert.equal(post.message, "Fresh bread");
    assert.match(post.permalink_url, /facebook\.com/);
    assert.deepEqual((await published()).map(({ id, kind, text }) => [id, kind, text]), [[made.id, "link", "Fresh bread"]]);
    const twice = await failure(page.createFeed([], with_({ message: "Fresh bread", link: "https://example.org/" })));
    assert.equal(twice.response.code, 506);
    await new Post(made.id, {}, null, client).delete([], with_());
    assert.equal((await published())[0].deleted, true);
    assert.equal((await failure(new Post(made.id, {}, null, client).get(["message"], with_()))).response.error_subcode, 33);
  });

  test("a photo that is fetched becomes part of a post", async () => {
    const { page, with_ } = await firstPage();
    const photo = await page.createPhoto([], with_({ url: `${address}/a.jpg`, published: false }));
    assert.deepEqual(await published(), []);
    await page.createFeed([], with_({ message: "Look", "attached_media[0]": JSON.stringify({ media_fbid: photo.id }) }));
    const [{ kind, media }] = await published();
    assert.equal(kind, "image");
    assert.deepEqual(media, [{ mime: "image/jpeg", bytes: jpeg.length, sha256: sha256(jpeg) }]);
  });

  test("a reel in three phases", async () => {
    const { page, client, token, with_ } = await firstPage();
    const edge = [page.id, "video_reels"];
    const start = await client.call("POST", edge, with_({ upload_phase: "start" }));
    const path = new URL(start.upload_url).pathname.slice(1);
    const send = (offset, body) => here.sandbox.ask("POST", `https://${path}`, { headers: { authorization: `OAuth ${token}`, offset: String(offset), file_size: String(mp4.length) }, body });
    assert.equal((await send(5, mp4.subarray(5))).status, 400, "not from the beginning");
    assert.equal((await send(0, mp4)).status, 200);
    await client.call("POST", edge, with_({ upload_phase: "finish", video_id: start.video_id, video_state: "PUBLISHED", description: "A reel" }));
    const status = async () => (await client.call("GET", [start.video_id], with_({ fields: "status" }))).status;
    assert.equal((await status()).video_status, "processing");
    await here.sandbox.advance(10);
    const done = await status();
    assert.equal(done.video_status, "ready");
    assert.equal(done.publishing_phase.publish_status, "published");
    const [{ kind, media }] = await published();
    assert.equal(kind, "reel");
    assert.equal(media[0].sha256, sha256(mp4));
  });

  test("a picture at Instagram: container, status, publishing, deleting", async () => {
    const { instagram, client, with_ } = await firstPage();
    const container = await instagram.createMedia([], with_({ image_url: `${address}/a.jpg`, caption: "Fresh bread" }));
    const early = await failure(instagram.createMediaPublish([], with_({ creation_id: container.id })));
    assert.deepEqual([early.response.code, early.response.error_subcode], [9007, 2207027]);
    await here.sandbox.advance(2);
    const status = await client.call("GET", [container.id], with_({ fields: "status_code,status" }));
    assert.equal(status.status_code, "FINISHED");
    const post = await instagram.createMediaPublish([], with_({ creation_id: container.id }));
    const [entry] = await published();
    assert.deepEqual([entry.platform, entry.id, entry.account, entry.text], ["instagram", post.id, "ada.bakes", "Fresh bread"]);
    const [limit] = await instagram.getContentPublishingLimit(["quota_usage", "config"], with_());
    assert.equal(limit.quota_usage, 1);
    assert.equal(limit.config.quota_total, 50);
    await client.call("DELETE", [post.id], with_());
    assert.equal((await published())[0].deleted, true);
  });

  test("what is no JPEG, and what cannot be fetched, is refused by Instagram", async () => {
    const { instagram, with_ } = await firstPage();
    const video = await failure(instagram.createMedia([], with_({ image_url: `${address}/a.mp4` })));
    assert.equal(video.response.error_subcode, 2207005);
    const nothing = await failure(instagram.createMedia([], with_({ image_url: "http://127.0.0.1:1/a.jpg" })));
    assert.deepEqual([nothing.response.code, nothing.response.error_subcode], [9004, 2207052]);
  });
});
