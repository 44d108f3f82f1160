// X as `twitter-api-v2` understands it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ApiPartialResponseError, ApiRequestError, ApiResponseError, TwitterApi } from "twitter-api-v2";
import { apps } from "./support/apps.mjs";
import { callback, failure, onSandbox } from "./support/suite.mjs";

const scope = ["tweet.read", "users.read", "offline.access"];
const app = (secret = apps.x.secret) => new TwitterApi({ clientId: apps.x.id, clientSecret: secret });

onSandbox("x", (here) => {
  async function consent(account, options = {}) {
    const link = app().generateOAuth2AuthLink(callback, { scope, ...options });
    const back = await here.sandbox.visit(link.url, { account });
    return { link, back };
  }
  async function logIn(account) {
    const { link, back } = await consent(account);
    return app().loginWithOAuth2({ code: back.code, codeVerifier: link.codeVerifier, redirectUri: callback });
  }
  async function reader(account) {
    const { client } = await logIn(account);
    const { data } = await client.v2.me();
    return { client, id: data.id };
  }

  test("a login gives a pair of tokens, and the client that reads with them", async () => {
    const { link, back } = await consent("ada_loafs", { state: "state of the test" });
    assert.equal(link.state, "state of the test");
    assert.deepEqual(Object.keys(back).sort(), ["code", "state"]);
    assert.equal(back.state, link.state);
    const login = await app().loginWithOAuth2({ code: back.code, codeVerifier: link.codeVerifier, redirectUri: callback });
    assert.equal(login.expiresIn, 7200);
    assert.deepEqual(login.scope, scope);
    assert.ok(login.accessToken && login.refreshToken && login.accessToken !== login.refreshToken);
    const { data } = await login.client.v2.me();
    assert.equal(data.username, "ada_loafs");
    assert.match(data.id, /^[0-9]{1,19}$/);
  });

  test("who says no is sent back with access_denied", async () => {
    const link = app().generateOAuth2AuthLink(callback, { scope });
    const back = await here.sandbox.visit(link.url, { deny: true });
    assert.equal(back.error, "access_denied");
    assert.equal(back.state, link.state);
    assert.equal(back.code, undefined);
  });

  test("a code works once, with its verifier, for 30 seconds", async () => {
    const { link, back } = await consent("ada_loafs");
    const exchange = (code, codeVerifier) => app().loginWithOAuth2({ code, codeVerifier, redirectUri: callback });
    const other = app().generateOAuth2AuthLink(callback, { scope });
    const wrong = await failure(exchange(back.code, other.codeVerifier));
    assert.ok(wrong instanceof ApiResponseError);
    assert.equal(wrong.code, 400);
    assert.equal(wrong.data.error, "invalid_request");
    await exchange(back.code, link.codeVerifier);
    const again = await failure(exchange(back.code, link.codeVerifier));
    assert.equal(again.code, 400);
    assert.equal(again.data.error_description, "Value passed for the authorization code was invalid.");

    const late = await consent("ada_loafs");
    await here.sandbox.advance(31);
    const refused = await failure(exchange(late.back.code, late.link.codeVerifier));
    assert.equal(refused.data.error_description, "Value passed for the authorization code was invalid.");
  });

  test("a wrong secret is the app's fault and not the account's", async () => {
    const { link, back } = await consent("ada_loafs");
    const error = await failure(app("guessed").loginWithOAuth2({ code: back.code, codeVerifier: link.codeVerifier, redirectUri: callback }));
    assert.equal(error.code, 401);
    assert.equal(error.data.error, "invalid_client");
    assert.ok(error.isAuthError);
  });

  test("a refresh token works once; a second use ends the access", async () => {
    const login = await logIn("ada_loafs");
    const renewed = await app().refreshOAuth2Token(login.refreshToken);
    assert.notEqual(renewed.refreshToken, login.refreshToken);
    assert.notEqual(renewed.accessToken, login.accessToken);
    assert.equal(renewed.expiresIn, 7200);
    assert.equal((await renewed.client.v2.me()).data.username, "ada_loafs");

    const error = await failure(app().refreshOAuth2Token(login.refreshToken));
    assert.equal(error.code, 400);
    assert.equal(error.data.error, "invalid_request");
    assert.equal(error.data.error_description, "Value passed for the token was invalid.");
    assert.ok(!error.isAuthError, "whoever looks at the status alone does not see that a new login is needed");
    assert.ok((await failure(renewed.client.v2.me())).isAuthError);
    assert.equal((await failure(app().refreshOAuth2Token(renewed.refreshToken))).code, 400);
  });

  test("access ends after two hours and is renewed", async () => {
    const login = await logIn("ada_loafs");
    await here.sandbox.advance(7200);
    const error = await failure(login.client.v2.me());
    assert.ok(error instanceof ApiResponseError);
    assert.equal(error.code, 401);
    assert.ok(error.isAuthError);
    assert.deepEqual(error.data, { title: "Unauthorized", detail: "Unauthorized", type: "about:blank", status: 401 });
    const renewed = await app().refreshOAuth2Token(login.refreshToken);
    assert.equal((await renewed.client.v2.me()).data.username, "ada_loafs");
  });

  test("without offline.access there is nothing to renew with", async () => {
    const login = await logIn("two_hours_only");
    assert.equal(login.refreshToken, undefined);
    assert.deepEqual(login.scope, ["tweet.read", "users.read"]);
  });

  test("revoking ends the access", async () => {
    const login = await logIn("ada_loafs");
    assert.deepEqual(await app().revokeOAuth2Token(login.accessToken, "access_token"), { revoked: true });
    assert.equal((await failure(login.client.v2.me())).code, 401);
    assert.equal((await failure(app().refreshOAuth2Token(login.refreshToken))).code, 400);
  });

  test("a profile has the fields that are asked for", async () => {
    const { client } = await reader("northpeak_gear");
    const bare = await client.v2.me();
    assert.deepEqual(Object.keys(bare.data).sort(), ["id", "name", "username"]);
    const fields = ["description", "profile_image_url", "protected", "public_metrics", "verified", "verified_type"];
    const { data } = await client.v2.me({ "user.fields": fields });
    for (const field of fields) assert.ok(field in data, field);
    assert.equal(data.verified, true);
    assert.equal(data.protected, false);
    const account = await here.sandbox.account("northpeak_gear");
    assert.equal(data.public_metrics.followers_count, account.followers);
    for (const name of ["following_count", "post_count", "listed_count", "like_count", "media_count"]) {
      assert.ok(Number.isInteger(data.public_metrics[name]), name);
    }
    const old = await client.v2.me({ "user.fields": ["public_metrics"], "tweet.fields": ["created_at"] });
    assert.equal(old.data.public_metrics.tweet_count, account.mediaCount);
  });

  test("a timeline is read to its end, each post once, the newest first", async () => {
    const { client, id } = await reader("northpeak_gear");
    const timeline = await client.v2.userTimeline(id, { max_results: 100, "tweet.fields": ["created_at", "public_metrics"] });
    assert.equal(timeline.meta.result_count, 100);
    while (!timeline.done) await timeline.fetchNext(100);
    const posts = timeline.tweets;
    assert.equal(posts.length, (await here.sandbox.account("northpeak_gear")).mediaCount);
    assert.equal(timeline.meta.result_count, posts.length);
    assert.equal(new Set(posts.map((post) => post.id)).size, posts.length);
    const times = posts.map((post) => Date.parse(post.created_at));
    assert.ok(times.every((time, i) => i === 0 || time <= times[i - 1]));
    const counts = ["retweet_count", "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count"];
    assert.deepEqual(Object.keys(posts[0].public_metrics).sort(), counts.sort());
    for (const post of posts) assert.deepEqual(post.edit_history_tweet_ids, [post.id]);
  });

  test("a list reaches back 3,200 posts", async () => {
    const { client, id } = await reader("the_archive");
    const timeline = await client.v2.userTimeline(id, { max_results: 100 });
    await timeline.fetchLast();
    assert.equal(timeline.tweets.length, 3200);
    assert.ok(timeline.done);
  });

  test("pages lead forward and back", async () => {
    const { client, id } = await reader("ada_loafs");
    const first = await client.v2.userTimeline(id, { max_results: 20 });
    const second = await first.next();
    assert.ok(second.meta.previous_token);
    const back = await second.previous();
    assert.equal(first.meta.previous_token, undefined);
    assert.equal(first.meta.newest_id, first.tweets[0].id);
    assert.equal(first.meta.oldest_id, first.tweets.at(-1).id);
    assert.deepEqual(back.tweets.map((post) => post.id), first.tweets.map((post) => post.id));
    assert.ok(BigInt(second.meta.newest_id) < BigInt(first.meta.oldest_id));
  });

  test("what is left out makes pages short and keeps them going", async () => {
    const { client, id } = await reader("emoji_lab");
    const timeline = await client.v2.userTimeline(id, { max_results: 10, exclude: ["retweets"] });
    assert.ok(timeline.tweets.length < 10);
    assert.ok(timeline.meta.next_token);
    while (!timeline.done) await timeline.fetchNext();
    assert.ok(timeline.tweets.length < (await here.sandbox.account("emoji_lab")).mediaCount);
    assert.ok(timeline.tweets.every((post) => !post.text.startsWith("RT @")));
  });

  test("an account without posts has an empty page", async () => {
    const { client, id } = await reader("quiet_newcomer");
    const timeline = await client.v2.userTimeline(id, { max_results: 5 });
    assert.deepEqual(timeline.tweets, []);
    assert.equal(timeline.meta.result_count, 0);
    assert.ok(timeline.done);
  });

  test("only what is newer than a post", async () => {
    const { client, id } = await reader("ada_loafs");
    const { tweets } = await client.v2.userTimeline(id, { max_results: 10 });
    const newer = await client.v2.userTimeline(id, { max_results: 10, since_id: tweets[4].id });
    assert.deepEqual(newer.tweets.map((post) => post.id), tweets.slice(0, 4).map((post) => post.id));
    assert.ok(newer.done);
  });

  test("media and authors come beside the posts", async () => {
    const { client, id } = await reader("ada_loafs");
    const timeline = await client.v2.userTimeline(id, {
      max_results: 50,
      expansions: ["attachments.media_keys", "author_id"],
      "tweet.fields": ["attachments"],
      "media.fields": ["url", "preview_image_url", "type", "width", "height"],
      "user.fields": ["username"],
    });
    const illustrated = timeline.tweets.filter((post) => post.attachments?.media_keys?.length > 0);
    assert.ok(illustrated.length > 0);
    for (const post of illustrated) {
      const media = timeline.includes.medias(post);
      assert.equal(media.length, post.attachments.media_keys.length);
      for (const item of media) assert.ok((item.url ?? item.preview_image_url) && item.width > 0 && item.height > 0, item.type);
    }
    assert.equal(timeline.includes.author(timeline.tweets[0]).username, "ada_loafs");
  });

  test("posts by their ids; one that is not there is told beside the others", async () => {
    const { client, id } = await reader("ada_loafs");
    const { tweets } = await client.v2.userTimeline(id, { max_results: 5 });
    const wanted = tweets.slice(0, 2).map((post) => post.id);
    const answer = await client.v2.tweets([...wanted, "1"], { "tweet.fields": ["public_metrics", "non_public_metrics"] });
    assert.deepEqual(answer.data.map((post) => post.id), wanted);
    assert.equal(answer.errors.length, 1);
    const [error] = answer.errors;
    assert.equal(error.value, "1");
    assert.equal(error.resource_id, "1");
    assert.equal(error.parameter, "ids");
    assert.equal(error.title, "Not Found Error");
    assert.match(error.type, /\/problems\/resource-not-found$/);
    assert.equal(error.resource_type, "tweet");
    const counts = ["impression_count", "url_link_clicks", "user_profile_clicks", "engagements"];
    assert.deepEqual(Object.keys(answer.data[0].non_public_metrics).sort(), counts.sort());
  });

  test("every answer says what is left of the window", async () => {
    const { client, id } = await reader("ada_loafs");
    const first = await client.v2.userTimeline(id, { max_results: 5 });
    const second = await first.next();
    assert.equal(first.rateLimit.limit, 900);
    assert.equal(second.rateLimit.remaining, first.rateLimit.remaining - 1);
    const now = (await here.sandbox.now()) / 1000;
    assert.ok(first.rateLimit.reset > now && first.rateLimit.reset <= now + 900);
    const users = await client.v2.get("users/me", {}, { fullResponse: true });
    assert.equal(users.rateLimit.limit, 75);
  });

  test("a window that is used up says until when", async () => {
    const { client } = await reader("ada_loafs");
    const fresh = await client.v2.get("users/me", {}, { fullResponse: true });
    for (let left = fresh.rateLimit.remaining; left > 0; --left) await client.v2.me();
    const error = await failure(client.v2.me());
    assert.ok(error instanceof ApiResponseError);
    assert.equal(error.code, 429);
    assert.ok(error.rateLimitError);
    assert.ok(!error.isAuthError);
    assert.deepEqual(error.rateLimit, { limit: 75, remaining: 0, reset: fresh.rateLimit.reset });
    assert.equal(error.data.title, "Too Many Requests");
    assert.equal(client.getLastRateLimitStatus("https://api.x.com/2/users/me").remaining, 0);
    assert.ok(client.hasHitRateLimit("https://api.x.com/2/users/me"));
    await here.sandbox.advance(900);
    assert.equal((await client.v2.me()).data.username, "ada_loafs");
  });

  test("a parameter that is wrong is named", async () => {
    const { client, id } = await reader("ada_loafs");
    const error = await failure(client.v2.userTimeline(id, { max_results: 4 }));
    assert.equal(error.code, 400);
    assert.equal(error.data.title, "Invalid Request");
    assert.match(error.data.type, /\/problems\/invalid-request$/);
    assert.deepEqual(error.errors[0].parameters, { max_results: ["4"] });
    assert.match(error.errors[0].message, /max_results/);
    assert.match(error.message, /Invalid Request/);
    assert.ok(!error.isAuthError && !error.rateLimitError);
    const unknown = await failure(client.v2.me({ "user.fields": ["shoe_size"] }));
    assert.deepEqual(unknown.errors[0].parameters, { "user.fields": ["shoe_size"] });
  });

  test("no credits left", async () => {
    const { client } = await reader("ada_loafs");
    await here.sandbox.fault({ kind: "status", value: 402 });
    const error = await failure(client.v2.me());
    assert.equal(error.code, 402);
    assert.equal(error.data.title, "CreditsDepleted");
    assert.match(error.data.detail, /does not have any credits/);
    assert.equal(error.data.type, "https://api.twitter.com/2/problems/credits");
  });

  test("errors in the shape of the old API have a code", async () => {
    const { client } = await reader("ada_loafs");
    await here.sandbox.fault({ kind: "status", value: 403, code: 326, times: 1 });
    const locked = await failure(client.v2.me());
    assert.equal(locked.code, 403);
    assert.ok(locked.hasErrorCode(326));
    assert.match(locked.message, /Twitter code 326/);
    await here.sandbox.fault({ kind: "status", value: 400, code: 89, times: 1 });
    assert.ok((await failure(client.v2.me())).isAuthError, "89: an invalid or expired token");
    await here.sandbox.fault({ kind: "rate_limit", value: 300, code: 88, times: 1 });
    const limited = await failure(client.v2.me());
    assert.ok(limited.hasErrorCode(88) && limited.rateLimitError);
    assert.equal(limited.rateLimit.remaining, 0);
  });

  test("whoever takes the access back is not let in any more", async () => {
    const login = await logIn("ada_loafs");
    await here.sandbox.fault({ kind: "revoke", value: "ada_loafs" });
    assert.ok((await failure(login.client.v2.me())).isAuthError);
    assert.equal((await failure(app().refreshOAuth2Token(login.refreshToken))).code, 400);
  });

  test("an answer that breaks off is no answer", async () => {
    const { client } = await reader("ada_loafs");
    await here.sandbox.fault({ kind: "truncate", times: 1 });
    const partial = await failure(client.v2.me());
    assert.ok(partial instanceof ApiPartialResponseError, partial.constructor.name);
    await here.sandbox.fault({ kind: "drop_after_effect", times: 1 });
    const dropped = await failure(client.v2.me());
    assert.ok(dropped instanceof ApiRequestError || dropped instanceof ApiPartialResponseError, dropped.constructor.name);
    await here.sandbox.fault({ kind: "html", value: 503, times: 1 });
    const page = await failure(client.v2.me());
    assert.equal(page.code, 503);
    assert.match(page.data, /<html/i);
  });

  async function writer(account) {
    const link = app().generateOAuth2AuthLink(callback, { scope: [...scope, "tweet.write", "media.write"] });
    const { code } = await here.sandbox.visit(link.url, { account });
    return (await app().loginWithOAuth2({ code, codeVerifier: link.codeVerifier, redirectUri: callback })).client;
  }

  test("an image is uploaded in segments, posted, and deleted", async () => {
    const client = await writer("ada_loafs");
    const image = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_500_000, 7)]);
    const id = await client.v2.uploadMedia(image, { media_type: "image/jpeg" });
    await client.v2.createMediaMetadata(id, { alt_text: { text: "A loaf" } });
    const { data } = await client.v2.tweet("Rye, at example.com", { media: { media_ids: [id] } });
    assert.match(data.text, /^Rye, at https:\/\/t\.co\/\w+ https:\/\/t\.co\/\w+$/);
    const { data: published } = await here.sandbox.control("GET", "published");
    const post = published.find((each) => each.id === data.id);
    assert.equal(post.account, "ada_loafs");
    assert.equal(post.text, "Rye, at example.com");
    assert.deepEqual(post.media, [{ mime: "image/jpeg", bytes: image.length, sha256: createHash("sha256").update(image).digest("hex") }]);
    const { data: me } = await client.v2.me();
    const timeline = await client.v2.userTimeline(me.id, { max_results: 5 });
    assert.equal(timeline.tweets[0].id, data.id);
    assert.deepEqual(await client.v2.deleteTweet(data.id), { data: { deleted: true } });
    assert.equal((await failure(client.v2.deleteTweet(data.id))).code, 404);
  });

  test("a thread replies to itself, and nothing is posted twice", async () => {
    const client = await writer("ada_loafs");
    const posts = await client.v2.tweetThread(["one", "two", "three"]);
    assert.equal(posts.length, 3);
    const { data: published } = await here.sandbox.control("GET", "published");
    const thread = posts.map((post) => published.find((each) => each.id === post.data.id));
    assert.deepEqual(thread.map((post) => post.replyTo), ["", posts[0].data.id, posts[1].data.id]);
    const again = await failure(client.v2.tweet("two"));
    assert.equal(again.code, 403);
    assert.match(again.data.detail, /duplicate content/);
    assert.equal((await failure(client.v2.quote("look", posts[0].data.id))).code, 403);
  });

  test("who was not asked for the permission posts nothing", async () => {
    const { client } = await reader("ada_loafs");
    assert.equal((await failure(client.v2.tweet("no"))).code, 403);
  });
});
