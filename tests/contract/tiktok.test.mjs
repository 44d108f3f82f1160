// TikTok as its documents write it down: there is no client to let loose on it. Requests have the documented form,
// and answers are compared field by field.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { apps } from "./support/apps.mjs";
import { callback, onSandbox } from "./support/suite.mjs";

const form = "application/x-www-form-urlencoded";
const json = "application/json; charset=UTF-8";
const scopes = ["user.info.basic", "user.info.profile", "user.info.stats", "video.list"];
const api = "https://open.tiktokapis.com/v2";

const text = (value) => assert.ok(typeof value === "string" && value !== "", `a text: ${value}`);
const whole = (value) => assert.ok(Number.isSafeInteger(value) && value >= 0, `a number: ${value}`);
const flag = (value) => assert.equal(typeof value, "boolean");
const link = (value) => assert.match(value, /^https?:\/\//);
const is = (wanted) => (value) => assert.equal(value, wanted);

/** The object has these fields, each as it should be, and no other. */
function shaped(object, fields) {
  assert.deepEqual(Object.keys(object).sort(), Object.keys(fields).sort());
  for (const [name, check] of Object.entries(fields)) check(object[name]);
}

const tokens = {
  access_token: (value) => assert.match(value, /^act\./),
  expires_in: is(2 * 3600),
  open_id: text,
  refresh_expires_in: is(180 * 86400),
  refresh_token: (value) => assert.match(value, /^rft\./),
  scope: is(scopes.join(",")),
  token_type: is("Bearer"),
};

const video = {
  id: (value) => assert.match(value, /^[0-9]{19}$/),
  create_time: (value) => assert.ok(value > 1e9 && value < 1e10, "seconds"),
  cover_image_url: link,
  share_url: link,
  video_description: text,
  duration: whole,
  height: whole,
  width: whole,
  title: text,
  embed_html: text,
  embed_link: link,
  like_count: whole,
  comment_count: whole,
  share_count: whole,
  view_count: whole,
};

onSandbox("tiktok", (here) => {
  const visit = (account, more = {}) => {
    const query = { client_key: apps.tiktok.id, response_type: "code", scope: scopes.join(","), redirect_uri: callback, state: "b7f0e1", ...more };
    return here.sandbox.visit(`https://www.tiktok.com/v2/auth/authorize/?${new URLSearchParams(query)}`, account);
  };
  const post = (path, fields) => {
    const all = { client_key: apps.tiktok.id, client_secret: apps.tiktok.secret, ...fields };
    return here.sandbox.ask("POST", api + path, { headers: { "content-type": form, "cache-control": "no-cache" }, body: new URLSearchParams(all).toString() });
  };
  const exchange = (code) => post("/oauth/token/", { grant_type: "authorization_code", code, redirect_uri: callback });
  const refresh = (token) => post("/oauth/token/", { grant_type: "refresh_token", refresh_token: token });
  const logIn = async (account) => (await exchange((await visit({ account })).code)).json;
  const bearer = (token) => ({ authorization: `Bearer ${token}` });
  const user = (token, fields) => here.sandbox.ask("GET", `${api}/user/info/?fields=${fields}`, { headers: bearer(token) });
  const ask = (token, path, body) =>
    here.sandbox.ask("POST", api + path, { headers: { ...bearer(token), "content-type": json }, body: body === undefined ? undefined : JSON.stringify(body) });
  const listed = (token, body, fields = "id,create_time") => ask(token, `/video/list/?fields=${fields}`, body);

  /** A good answer: the data, beside an error that is none. */
  function data(answer) {
    assert.equal(answer.status, 200, answer.text);
    shaped(answer.json, { data: () => {}, error: (error) => shaped(error, { code: is("ok"), message: is(""), log_id: text }) });
    return answer.json.data;
  }
  function refused(answer, status, code) {
    assert.equal(answer.status, status, answer.text);
    shaped(answer.json.error, { code: is(code), message: text, log_id: text });
  }
  /** A failure of OAuth is flat, whatever its status: it may be 200. */
  function failed(answer, error) {
    shaped(answer.json, { error: is(error), error_description: text, log_id: text });
  }

  test("the callback tells code, scopes and state", async () => {
    shaped(await visit({ account: "ada.loafs" }), { code: text, scopes: is(scopes.join(",")), state: is("b7f0e1") });
    assert.deepEqual(await visit({ deny: true }), { error: "access_denied", error_description: "The user denied access", state: "b7f0e1" });
    const fewer = await visit({ account: "ada.loafs", grant: ["video.list"] });
    assert.equal(fewer.scopes, "user.info.basic,video.list", "the basic scope cannot be declined");
  });

  test("a code gives a pair of tokens, once", async () => {
    const { code } = await visit({ account: "ada.loafs" });
    const elsewhere = await post("/oauth/token/", { grant_type: "authorization_code", code, redirect_uri: "https://elsewhere.test/" });
    failed(elsewhere, "invalid_request");
    const answer = await exchange(code);
    assert.equal(answer.status, 200);
    shaped(answer.json, tokens);
    failed(await exchange(code), "invalid_grant");
  });

  test("a refresh replaces both tokens, and the old one is dead at once", async () => {
    const first = await logIn("ada.loafs");
    const second = (await refresh(first.refresh_token)).json;
    shaped(second, tokens);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal(second.open_id, first.open_id);
    failed(await refresh(first.refresh_token), "invalid_grant");
    shaped((await refresh(second.refresh_token)).json, tokens);
  });

  test("the app's faults have codes of their own", async () => {
    failed(await post("/oauth/token/", { client_secret: "guessed", grant_type: "refresh_token", refresh_token: "rft.x" }), "invalid_client");
    failed(await post("/oauth/token/", { grant_type: "password" }), "unsupported_grant_type");
    const asJson = await here.sandbox.ask("POST", `${api}/oauth/token/`, { headers: { "content-type": json }, body: "{}" });
    failed(asJson, "invalid_request");
  });

  test("revoking takes the access token, and ends the access", async () => {
    const { access_token: token, refresh_token: renewing } = await logIn("ada.loafs");
    const answer = await post("/oauth/revoke/", { token });
    assert.equal(answer.status, 200);
    assert.ok(["", "{}"].includes(answer.text), answer.text);
    refused(await user(token, "open_id"), 401, "access_token_invalid");
    failed(await refresh(renewing), "invalid_grant");
    failed(await post("/oauth/revoke/", { token: "act.unknown" }), "invalid_grant");
  });

  test("access lasts two hours", async () => {
    const { access_token: token, refresh_token: renewing } = await logIn("ada.loafs");
    await here.sandbox.advance(7199);
    data(await user(token, "open_id"));
    await here.sandbox.advance(1);
    refused(await user(token, "open_id"), 401, "access_token_invalid");
    data(await user((await refresh(renewing)).json.access_token, "open_id"));
  });

  test("a user has the fields that are asked for", async () => {
    const { access_token: token, open_id: id } = await logIn("ada.loafs");
    const fields = {
      open_id: is(id),
      union_id: text,
      avatar_url: link,
      avatar_url_100: link,
      avatar_large_url: link,
      display_name: text,
      bio_description: text,
      profile_deep_link: link,
      is_verified: flag,
      username: is("ada.loafs"),
      follower_count: whole,
      following_count: whole,
      likes_count: whole,
      video_count: whole,
    };
    const { user: all } = data(await user(token, Object.keys(fields).join(",")));
    shaped(all, fields);
    const account = await here.sandbox.account("ada.loafs");
    assert.equal(all.follower_count, account.followers);
    assert.equal(all.video_count, account.mediaCount);
    shaped(data(await user(token, "username")).user, { username: is("ada.loafs") });
    refused(await user(token, ""), 400, "invalid_params");
    refused(await user(token, "username,shoe_size"), 400, "invalid_params");
  });

  test("a field of a scope that was declined fails the call", async () => {
    const { code } = await visit({ account: "ada.loafs", grant: ["user.info.basic"] });
    const { access_token: token, scope } = (await exchange(code)).json;
    assert.equal(scope, "user.info.basic");
    shaped(data(await user(token, "display_name")).user, { display_name: text });
    refused(await user(token, "display_name,follower_count"), 401, "scope_not_authorized");
    refused(await listed(token, {}), 401, "scope_not_authorized");
  });

  test("videos come newest first, ten unless told, twenty at most", async () => {
    const { access_token: token } = await logIn("ada.loafs");
    const usual = data(await listed(token, undefined, Object.keys(video).join(",")));
    shaped(usual, { videos: (list) => assert.equal(list.length, 10), cursor: whole, has_more: is(true) });
    for (const item of usual.videos) shaped(item, video);
    assert.equal(data(await listed(token, { max_count: 20 })).videos.length, 20);
    for (const wrong of [0, 21]) refused(await listed(token, { max_count: wrong }), 400, "invalid_params");
    refused(await listed(token, {}, "id,shoe_size"), 400, "invalid_params");
    refused(await listed(token, {}, ""), 400, "invalid_params");
  });

  test("the cursor is a time in milliseconds and leads to the end", async () => {
    const { access_token: token } = await logIn("ada.loafs");
    const all = [];
    let page = data(await listed(token, { max_count: 20 }));
    for (;;) {
      all.push(...page.videos);
      const oldest = page.videos.at(-1).create_time;
      assert.ok(Math.abs(page.cursor / 1000 - oldest) <= 1, "the cursor is the time of the oldest one");
      if (!page.has_more) break;
      page = data(await listed(token, { max_count: 20, cursor: page.cursor }));
    }
    assert.equal(all.length, (await here.sandbox.account("ada.loafs")).mediaCount);
    assert.equal(new Set(all.map((item) => item.id)).size, all.length);
    assert.ok(all.every((item, i) => i === 0 || item.create_time <= all[i - 1].create_time));
  });

  test("videos by their ids; foreign and unknown ones are simply missing", async () => {
    const { access_token: token } = await logIn("ada.loafs");
    const query = (ids) => ask(token, "/video/query/?fields=id,title,view_count", { filters: { video_ids: ids } });
    const own = data(await listed(token, { max_count: 20 })).videos.map((item) => item.id);
    const { access_token: other } = await logIn("northpeak.gear");
    const [foreign] = data(await listed(other, { max_count: 1 })).videos;
    const { videos } = data(await query([own[3], foreign.id, "7000000000000000001", own[1]]));
    assert.deepEqual(videos.map((item) => item.id).sort(), [own[1], own[3]].sort());
    for (const item of videos) shaped(item, { id: text, title: text, view_count: whole });
    assert.equal(data(await query(own)).videos.length, 20);
    refused(await query([...own, "7000000000000000001"]), 400, "invalid_params");
  });

  test("600 calls a minute to an endpoint", async () => {
    const { access_token: token } = await logIn("ada.loafs");
    for (let i = 0; i < 600; ++i) assert.equal((await user(token, "open_id")).status, 200);
    refused(await user(token, "open_id"), 429, "rate_limit_exceeded");
    data(await listed(token, {}));
    await here.sandbox.advance(60);
    data(await user(token, "open_id"));
  });

  test("what is broken there is an internal error", async () => {
    const { access_token: token } = await logIn("ada.loafs");
    await here.sandbox.fault({ endpoint: "user_info", kind: "status", value: 500, times: 1 });
    refused(await user(token, "open_id"), 500, "internal_error");
    data(await user(token, "open_id"));
  });

  test("without the slash at its end a path is another", async () => {
    const { access_token: token } = await logIn("ada.loafs");
    const answer = await here.sandbox.ask("GET", `${api}/user/info?fields=open_id`, { headers: bearer(token) });
    assert.equal(answer.status, 404);
  });

  // ---- Content Posting API, with the examples of its documents

  const posting = [...scopes, "video.publish", "video.upload"];
  const mayPost = async (account, granted = posting) =>
    (await exchange((await visit({ account, grant: granted }, { scope: granted.join(",") })).code)).json.access_token;
  const film = (size) => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypmp42"), Buffer.alloc(size - 12, 7)]);
  const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
  const published = async () => (await here.sandbox.control("GET", "published?platform=tiktok")).data;
  const fetched = async (token, id) => data(await ask(token, "/post/publish/status/fetch/", { publish_id: id }));
  const about = (more = {}) => ({
    title: "this will be a funny #cat video on your @tiktok #fyp", privacy_level: "PUBLIC_TO_EVERYONE",
    disable_duet: false, disable_comment: true, disable_stitch: false, video_cover_timestamp_ms: 1000, ...more,
  });
  const file = (size, chunk, count) => ({ source: "FILE_UPLOAD", video_size: size, chunk_size: chunk, total_chunk_count: count });
  const upload = (url, bytes, first, total) => {
    const { pathname, search } = new URL(url);
    return here.sandbox.ask("PUT", `https:/${pathname}${search}`, {
      headers: { "content-type": "video/mp4", "content-range": `bytes ${first}-${first + bytes.length - 1}/${total}` }, body: bytes,
    });
  };

  test("what a creator may is told before anything is posted", async () => {
    const info = data(await ask(await mayPost("ada.loafs"), "/post/publish/creator_info/query/"));
    shaped(info, {
      creator_avatar_url: link, creator_username: is("ada.loafs"), creator_nickname: text,
      privacy_level_options: (list) => assert.deepEqual(list, ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]),
      comment_disabled: flag, duet_disabled: flag, stitch_disabled: flag, max_video_post_duration_sec: whole,
    });
    refused(await ask(await mayPost("ada.loafs", scopes), "/post/publish/creator_info/query/"), 401, "scope_not_authorized");
    refused(await ask(await mayPost("locked.out"), "/post/publish/creator_info/query/"), 200, "spam_risk_user_banned_from_posting");
  });

  test("a video is sent in chunks, processed, looked over and listed", async () => {
    const token = await mayPost("ada.loafs");
    const bytes = film(10_000_123);
    const begun = data(await ask(token, "/post/publish/video/init/", { post_info: about(), source_info: file(bytes.length, 5_000_000, 2) }));
    shaped(begun, { publish_id: (id) => assert.match(id, /^v_pub_file~v2-1\./), upload_url: link });
    assert.ok(begun.publish_id.length <= 64 && begun.upload_url.length <= 256);
    const first = await upload(begun.upload_url, bytes.subarray(0, 5_000_000), 0, bytes.length);
    assert.equal(first.status, 206, first.text);
    const again = await upload(begun.upload_url, bytes.subarray(0, 5_000_000), 0, bytes.length);
    assert.equal(again.status, 416);
    assert.equal(again.headers["content-range"], `bytes 0-5000000/${bytes.length}`);
    const waiting = await fetched(token, begun.publish_id);
    assert.equal(waiting.status, "PROCESSING_UPLOAD");
    assert.equal(waiting.uploaded_bytes, 5_000_000);
    const last = await upload(begun.upload_url, bytes.subarray(5_000_000), 5_000_000, bytes.length);
    assert.equal(last.status, 201, last.text);
    await here.sandbox.advance(10);
    const complete = await fetched(token, begun.publish_id);
    assert.equal(complete.status, "PUBLISH_COMPLETE");
    assert.deepEqual(complete.publicaly_available_post_id, []);
    await here.sandbox.advance(10);
    assert.equal((await fetched(token, begun.publish_id)).publicaly_available_post_id.length, 1);
    const [post] = await published();
    assert.equal(post.media[0].sha256, hash(bytes));
    const [newest] = data(await listed(token, { max_count: 1 }, "id,video_description,share_url")).videos;
    assert.equal(newest.id, post.id);
    assert.equal(newest.video_description, about().title);
    assert.equal((await here.sandbox.ask("GET", newest.share_url.replace(here.sandbox.url, "https:/"))).status, 200);
  });

  test("a draft waits in the inbox, and photos are fetched", async () => {
    const token = await mayPost("ada.loafs");
    const bytes = film(900);
    const draft = data(await ask(token, "/post/publish/inbox/video/init/", { source_info: file(bytes.length, bytes.length, 1) }));
    assert.equal((await upload(draft.upload_url, bytes, 0, bytes.length)).status, 201);
    const photos = (more = {}, info = {}) => ask(token, "/post/publish/content/init/", {
      post_info: { title: "funny cat", description: "this will be a #funny photo on your @tiktok #fyp", disable_comment: true, privacy_level: "SELF_ONLY", auto_add_music: true, ...info },
      source_info: { source: "PULL_FROM_URL", photo_cover_index: 1, photo_images: [`${here.sandbox.url}/nothing/1.jpg`, `${here.sandbox.url}/nothing/2.jpg`] },
      post_mode: "DIRECT_POST", media_type: "PHOTO", ...more,
    });
    const begun = data(await photos());
    shaped(begun, { publish_id: (id) => assert.match(id, /^p_pub_url~v2-1\./) });
    await here.sandbox.advance(10);
    assert.equal((await fetched(token, draft.publish_id)).status, "SEND_TO_USER_INBOX");
    const failed = await fetched(token, begun.publish_id);
    assert.equal(failed.status, "FAILED");
    assert.equal(failed.fail_reason, "photo_pull_failed");
    refused(await photos({ post_mode: "DIRECT POST" }), 400, "invalid_param");
    refused(await photos({}, { title: "x".repeat(91) }), 400, "invalid_param");
    refused(await photos({}, { privacy_level: "FOLLOWER_OF_CREATOR" }), 403, "privacy_level_option_mismatch");
    assert.deepEqual(await published(), []);
  });

  test("what cannot be posted has a code of its own", async () => {
    const token = await mayPost("ada.loafs");
    const init = (who, info, source = file(900, 900, 1)) => ask(who, "/post/publish/video/init/", { post_info: about(info), source_info: source });
    refused(await init(token, {}, file(50_000_123, 10_000_000, 6)), 400, "invalid_param");
    refused(await init(token, {}, { source: "PULL_FROM_URL", video_url: "https://unverified.example/a.mp4" }), 403, "url_ownership_unverified");
    refused(await init(await mayPost("not.audited")), 403, "unaudited_client_can_only_post_to_private_accounts");
    refused(await init(await mayPost("locked.out")), 403, "spam_risk_user_banned_from_posting");
    refused(await ask(token, "/post/publish/status/fetch/", { publish_id: "v_pub_file~v2-1.0" }), 400, "invalid_publish_id");
    const { publish_id: id } = data(await init(token));
    refused(await ask(await mayPost("emoji.lab"), "/post/publish/status/fetch/", { publish_id: id }), 400, "token_not_authorized_for_specified_publish_id");
    for (let i = 0; i < 3; ++i) data(await init(token));
    refused(await init(token), 429, "rate_limit_exceeded");
  });
});
