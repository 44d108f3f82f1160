// YouTube as Google's own clients understand it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { test } from "node:test";
import { auth, youtube } from "@googleapis/youtube";
import { youtubeAnalytics } from "@googleapis/youtubeanalytics";
import { apps } from "./support/apps.mjs";
import { callback, failure, onSandbox } from "./support/suite.mjs";

const readonly = "https://www.googleapis.com/auth/youtube.readonly";
const figures = "https://www.googleapis.com/auth/yt-analytics.readonly";

const newClient = (secret = apps.youtube.secret) => new auth.OAuth2({ clientId: apps.youtube.id, clientSecret: secret, redirectUri: callback });
const offline = { access_type: "offline", prompt: "consent", scope: [readonly, figures], state: "state of the test" };

onSandbox("youtube", (here) => {
  const consent = (options, account) => here.sandbox.visit(newClient().generateAuthUrl({ ...offline, ...options }), { account });

  /** A client with the tokens of a login, and the APIs that use it. */
  async function logIn(account, options = {}) {
    const client = newClient();
    const { code } = await consent(options, account);
    const { tokens } = await client.getToken(code);
    client.setCredentials(tokens);
    return { client, tokens, data: youtube({ version: "v3", auth: client, retry: false }), reports: youtubeAnalytics({ version: "v2", auth: client }).reports };
  }
  async function uploadsOf(data) {
    const { data: list } = await data.channels.list({ part: ["contentDetails"], mine: true });
    return list.items[0].contentDetails.relatedPlaylists.uploads;
  }
  const reasonOf = (error) => error.response.data.error.errors[0].reason;

  test("a login gives tokens and tells what was granted", async () => {
    const back = await consent({ include_granted_scopes: true }, "adabakesbread");
    assert.equal(back.state, "state of the test");
    assert.equal(back.scope, `${readonly} ${figures}`);
    const client = newClient();
    const issued = [];
    client.on("tokens", (tokens) => issued.push(tokens));
    const before = Date.now();
    const { tokens } = await client.getToken(back.code);
    assert.equal(issued.length, 1);
    assert.equal(tokens.token_type, "Bearer");
    assert.equal(tokens.scope, `${readonly} ${figures}`);
    assert.ok(tokens.refresh_token.startsWith("1//"));
    assert.ok(tokens.access_token.startsWith("ya29."));
    const life = (tokens.expiry_date - before) / 1000;
    assert.ok(life > 3500 && life <= 3605, `about an hour: ${life}`);
  });

  test("a verifier that was promised must be shown", async () => {
    const client = newClient();
    const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
    const { code } = await consent({ code_challenge_method: "S256", code_challenge: codeChallenge }, "adabakesbread");
    const without = await failure(client.getToken(code));
    assert.equal(without.message, "invalid_grant");
    assert.equal((await failure(client.getToken({ code, codeVerifier: `${codeVerifier}x` }))).message, "invalid_grant");
    const { tokens } = await client.getToken({ code, codeVerifier });
    assert.ok(tokens.access_token);
  });

  test("a code works once and at its address", async () => {
    const client = newClient();
    const { code } = await consent({}, "adabakesbread");
    const elsewhere = await failure(client.getToken({ code, redirect_uri: "https://elsewhere.test/" }));
    assert.equal(elsewhere.message, "redirect_uri_mismatch");
    assert.equal(elsewhere.status, 400);
    await client.getToken(code);
    const again = await failure(client.getToken(code));
    assert.equal(again.message, "invalid_grant");
    assert.equal(again.status, 400);
  });

  test("a wrong secret is invalid_client", async () => {
    const { code } = await consent({}, "adabakesbread");
    const error = await failure(newClient("guessed").getToken(code));
    assert.equal(error.message, "invalid_client");
    assert.equal(error.status, 401);
  });

  test("who says no is sent back with access_denied", async () => {
    const back = await here.sandbox.visit(newClient().generateAuthUrl({ ...offline }), { deny: true });
    assert.equal(back.error, "access_denied");
    assert.equal(back.state, "state of the test");
  });

  test("a scope can be unticked", async () => {
    const { tokens, data, reports } = await logIn("justthechannel");
    assert.equal(tokens.scope, readonly);
    assert.equal((await data.channels.list({ part: ["id"], mine: true })).status, 200);
    const error = await failure(reports.query({ ids: "channel==MINE", startDate: "2026-11-01", endDate: "2026-11-02", metrics: "views", dimensions: "day" }));
    assert.equal(error.status, 403);
    assert.equal(reasonOf(error), "insufficientPermissions");
    assert.equal(error.response.data.error.status, "PERMISSION_DENIED");
  });

  test("without offline there is no refresh token, and none the second time without a new consent", async () => {
    const online = await logIn("adabakesbread", { access_type: "online", prompt: undefined });
    assert.equal(online.tokens.refresh_token, undefined);
    const first = await logIn("adabakesbread", { prompt: undefined });
    assert.ok(first.tokens.refresh_token);
    const second = await logIn("adabakesbread", { prompt: undefined });
    assert.equal(second.tokens.refresh_token, undefined);
    assert.ok((await logIn("adabakesbread")).tokens.refresh_token);
  });

  test("the client renews what has expired, and keeps the refresh token", async () => {
    const { client, tokens, data } = await logIn("adabakesbread");
    await here.sandbox.advance(3600);
    // What it remembers of the life is the clock's of this machine; without it, a 401 makes it renew.
    client.setCredentials({ access_token: tokens.access_token, refresh_token: tokens.refresh_token });
    const renewed = [];
    client.on("tokens", (fresh) => renewed.push(fresh));
    const { data: list } = await data.channels.list({ part: ["snippet"], mine: true });
    assert.equal(list.items[0].snippet.customUrl, "@adabakesbread");
    assert.equal(renewed.length, 1);
    assert.equal(renewed[0].refresh_token, tokens.refresh_token, "kept by the client, for the answer has none");
    assert.notEqual(client.credentials.access_token, tokens.access_token);
    const { credentials, res } = await client.refreshAccessToken();
    assert.equal(credentials.refresh_token, tokens.refresh_token);
    assert.ok(!("refresh_token" in res.data) || res.data.refresh_token === tokens.refresh_token);
    assert.equal(res.data.scope, `${readonly} ${figures}`);
  });

  test("the client renews before the life it was told is over", async () => {
    const { client, tokens, data } = await logIn("adabakesbread");
    client.setCredentials({ ...tokens, expiry_date: Date.now() - 1000 });
    await data.channels.list({ part: ["id"], mine: true });
    assert.notEqual(client.credentials.access_token, tokens.access_token);
    assert.equal(await here.sandbox.count(/oauth2\.googleapis\.com\/token/), 2);
  });

  test("a refresh token that is dead is invalid_grant", async () => {
    const { client } = await logIn("adabakesbread");
    await here.sandbox.fault({ kind: "revoke", value: "adabakesbread" });
    const error = await failure(client.refreshAccessToken());
    assert.equal(error.message, "invalid_grant");
    assert.equal(error.status, 400);
    assert.deepEqual(error.response.data, { error: "invalid_grant", error_description: "Token has been expired or revoked." });
  });

  test("a refresh token dies when it is not used for half a year", async () => {
    const { client } = await logIn("adabakesbread");
    await here.sandbox.advance(100 * 86400);
    await client.refreshAccessToken();
    await here.sandbox.advance(181 * 86400);
    assert.equal((await failure(client.refreshAccessToken())).message, "invalid_grant");
  });

  test("revoking ends access and refresh token", async () => {
    const { client, tokens, data } = await logIn("adabakesbread");
    assert.equal((await client.revokeToken(tokens.refresh_token)).status, 200);
    assert.equal((await failure(client.revokeToken(tokens.refresh_token))).message, "invalid_token");
    const error = await failure(data.channels.list({ part: ["id"], mine: true }));
    assert.equal(error.status, 401);
    assert.equal(reasonOf(error), "authError");
    assert.equal(error.response.data.error.status, "UNAUTHENTICATED");
    assert.equal((await failure(client.refreshAccessToken())).message, "invalid_grant");

    const other = await logIn("adabakesbread");
    await other.client.revokeCredentials();
    assert.equal((await failure(newClientWith(other.tokens).refreshAccessToken())).message, "invalid_grant");
  });
  function newClientWith(tokens) {
    const client = newClient();
    client.setCredentials(tokens);
    return client;
  }

  test("a channel has the parts that are asked for", async () => {
    const { data } = await logIn("northpeakfilms");
    const { data: list } = await data.channels.list({ part: ["id", "snippet", "contentDetails", "statistics", "status"], mine: true });
    assert.equal(list.kind, "youtube#channelListResponse");
    assert.equal(list.pageInfo.totalResults, 1);
    const [channel] = list.items;
    assert.equal(channel.kind, "youtube#channel");
    assert.match(channel.id, /^UC[\w-]{22}$/);
    assert.equal(channel.snippet.title, "Northpeak Films");
    assert.equal(channel.snippet.customUrl, "@northpeakfilms");
    assert.ok(Date.parse(channel.snippet.publishedAt) < Date.now());
    for (const size of ["default", "medium", "high"]) assert.match(channel.snippet.thumbnails[size].url, /^http/);
    assert.ok(channel.contentDetails.relatedPlaylists.uploads);
    for (const name of ["viewCount", "subscriberCount", "videoCount"]) assert.match(channel.statistics[name], /^\d+$/, name);
    assert.equal(channel.statistics.subscriberCount.slice(3), "0".repeat(channel.statistics.subscriberCount.length - 3), "three digits");
    assert.equal(channel.statistics.hiddenSubscriberCount, false);
    assert.ok(["allowed", "eligible", "disallowed"].includes(channel.status.longUploadsStatus));

    const { data: bare } = await data.channels.list({ part: ["id"], mine: true });
    assert.deepEqual(Object.keys(bare.items[0]).sort(), ["etag", "id", "kind"]);
    const { data: byId } = await data.channels.list({ part: ["snippet"], id: [channel.id] });
    assert.equal(byId.items[0].snippet.title, "Northpeak Films");
  });

  test("an account without a channel", async () => {
    const { data: list } = await (await logIn("no.channel")).data.channels.list({ part: ["id"], mine: true });
    assert.equal(list.items, undefined);
    const error = await failure((await logIn("never.signed.up")).data.channels.list({ part: ["id"], mine: true }));
    assert.equal(error.status, 401);
    assert.equal(reasonOf(error), "youtubeSignupRequired");
  });

  test("a wrong filter and a wrong part are refused", async () => {
    const { data } = await logIn("adabakesbread");
    const both = await failure(data.channels.list({ part: ["id"], mine: true, id: ["UCx"] }));
    assert.equal(both.status, 400);
    assert.equal(reasonOf(both), "invalidCriteria");
    assert.equal((await failure(data.channels.list({ part: ["nonsense"], mine: true }))).status, 400);
  });

  test("a playlist is read to its end, each video once, the newest first", async () => {
    const { data } = await logIn("adabakesbread");
    const playlistId = await uploadsOf(data);
    const videos = [];
    let pageToken;
    do {
      const { data: page } = await data.playlistItems.list({ part: ["snippet", "contentDetails", "status"], playlistId, maxResults: 50, pageToken });
      assert.equal(page.kind, "youtube#playlistItemListResponse");
      assert.equal(page.pageInfo.resultsPerPage, 50);
      videos.push(...page.items);
      assert.equal(page.items.length === 50 || page.nextPageToken === undefined, true);
      pageToken = page.nextPageToken;
    } while (pageToken);
    const { mediaCount: posts } = await here.sandbox.account("adabakesbread");
    assert.equal(videos.length, posts);
    assert.equal(new Set(videos.map((item) => item.contentDetails.videoId)).size, posts);
    const times = videos.map((item) => Date.parse(item.contentDetails.videoPublishedAt));
    assert.ok(times.every((time, i) => i === 0 || time <= times[i - 1]));
    const [first] = videos;
    assert.equal(first.snippet.position, 0);
    assert.equal(first.snippet.playlistId, playlistId);
    assert.deepEqual(first.snippet.resourceId, { kind: "youtube#video", videoId: first.contentDetails.videoId });
    assert.equal(first.status.privacyStatus, "public");
  });

  test("five items unless told, and a way back", async () => {
    const { data } = await logIn("adabakesbread");
    const playlistId = await uploadsOf(data);
    const { data: first } = await data.playlistItems.list({ part: ["contentDetails"], playlistId });
    assert.equal(first.items.length, 5);
    assert.equal(first.prevPageToken, undefined);
    const { data: second } = await data.playlistItems.list({ part: ["contentDetails"], playlistId, pageToken: first.nextPageToken });
    assert.ok(second.prevPageToken);
    const { data: back } = await data.playlistItems.list({ part: ["contentDetails"], playlistId, pageToken: second.prevPageToken });
    assert.deepEqual(back.items, first.items);
    assert.equal(back.prevPageToken, undefined);
  });

  test("a playlist that is not there, and pages that are none", async () => {
    const empty = await logIn("quietnewcomer");
    const error = await failure(empty.data.playlistItems.list({ part: ["id"], playlistId: await uploadsOf(empty.data) }));
    assert.equal(error.status, 404);
    assert.equal(reasonOf(error), "playlistNotFound");
    const { data } = await logIn("adabakesbread");
    const playlistId = await uploadsOf(data);
    assert.equal((await failure(data.playlistItems.list({ part: ["id"], playlistId, maxResults: 51 }))).status, 400);
    assert.equal((await failure(data.playlistItems.list({ part: ["id"], playlistId, pageToken: "nonsense" }))).status, 400);
  });

  test("videos in a batch; unknown ones are silently absent", async () => {
    const { data } = await logIn("adabakesbread");
    const playlistId = await uploadsOf(data);
    const { data: page } = await data.playlistItems.list({ part: ["contentDetails"], playlistId, maxResults: 50 });
    const ids = page.items.map((item) => item.contentDetails.videoId);
    assert.ok(ids.every((id) => /^[\w-]{11}$/.test(id)));
    const { data: list } = await data.videos.list({ part: ["snippet", "contentDetails", "status", "statistics"], id: [...ids.slice(0, 49), "aaaaaaaaaaa"] });
    assert.equal(list.kind, "youtube#videoListResponse");
    assert.deepEqual(list.items.map((video) => video.id), ids.slice(0, 49));
    for (const video of list.items) {
      assert.match(video.contentDetails.duration, /^PT(\d+H)?(\d+M)?(\d+S)?$/);
      for (const name of ["viewCount", "likeCount", "commentCount", "favoriteCount"]) assert.match(video.statistics[name], /^\d+$/, name);
      assert.equal(video.statistics.favoriteCount, "0");
      assert.equal(video.status.privacyStatus, "public");
      assert.ok(video.snippet.title.length > 0 && video.snippet.title.length <= 100);
    }
    const tooMany = await failure(data.videos.list({ part: ["id"], id: [...ids, "aaaaaaaaaaa"] }));
    assert.equal(tooMany.status, 400);
  });

  test("hidden counts are absent", async () => {
    const { data } = await logIn("uncounted");
    const { data: list } = await data.channels.list({ part: ["statistics"], mine: true });
    assert.equal(list.items[0].statistics.hiddenSubscriberCount, true);
    const { data: page } = await data.playlistItems.list({ part: ["contentDetails"], playlistId: await uploadsOf(data) });
    const { data: videos } = await data.videos.list({ part: ["statistics"], id: [page.items[0].contentDetails.videoId] });
    assert.deepEqual(Object.keys(videos.items[0].statistics).sort(), ["favoriteCount", "viewCount"]);
  });

  test("figures of days come in a table", async () => {
    const { reports } = await logIn("adabakesbread");
    const day = (back) => new Date(Date.now() - back * 86400_000).toISOString().slice(0, 10);
    const metrics = ["views", "estimatedMinutesWatched", "averageViewDuration", "likes", "comments", "shares", "subscribersGained", "subscribersLost"];
    const { data: table } = await reports.query({ ids: "channel==MINE", startDate: day(20), endDate: day(0), metrics: metrics.join(","), dimensions: "day" });
    assert.equal(table.kind, "youtubeAnalytics#resultTable");
    assert.deepEqual(table.columnHeaders.map((column) => column.name), ["day", ...metrics]);
    assert.deepEqual(table.columnHeaders[0], { name: "day", columnType: "DIMENSION", dataType: "STRING" });
    assert.ok(table.columnHeaders.slice(1).every((column) => column.columnType === "METRIC"));
    assert.ok(table.rows.length >= 17 && table.rows.length <= 19, `the last days are late: ${table.rows.length}`);
    assert.equal(table.rows[0][0], day(20));
    for (const row of table.rows) assert.ok(row.slice(1).every((number) => typeof number === "number" && number >= 0));

    const { data: none } = await reports.query({ ids: "channel==MINE", startDate: day(1), endDate: day(0), metrics: "views", dimensions: "day" });
    assert.deepEqual(none.rows ?? [], []);
    const wrong = await failure(reports.query({ ids: "channel==MINE", startDate: day(5), endDate: day(3), metrics: "glances", dimensions: "day" }));
    assert.equal(wrong.status, 400);
    const foreign = await failure(reports.query({ ids: "channel==UCsomebodyelse", startDate: day(5), endDate: day(3), metrics: "views", dimensions: "day" }));
    assert.equal(foreign.status, 403);
  });

  test("the day's quota is used up", async () => {
    const { data } = await logIn("adabakesbread");
    await here.sandbox.fault({ kind: "rate_limit", value: 7200 });
    const error = await failure(data.channels.list({ part: ["id"], mine: true }));
    assert.equal(error.status, 403);
    assert.equal(reasonOf(error), "quotaExceeded");
    assert.equal(error.response.data.error.errors[0].domain, "youtube.quota");
    assert.equal(error.response.data.error.code, 403);
    assert.equal(error.code, 403);
    assert.match(error.message, /quota/);
  });

  test("too many calls at once", async () => {
    const { data } = await logIn("adabakesbread");
    await here.sandbox.limits({ callsPerHour: 1 });
    await data.channels.list({ part: ["id"], mine: true });
    const error = await failure(data.channels.list({ part: ["id"], mine: true }));
    assert.equal(error.status, 403);
    assert.equal(reasonOf(error), "userRateLimitExceeded");
  });

  test("what Google cannot answer is tried again by the client", async () => {
    const { client } = await logIn("adabakesbread");
    const patient = youtube({ version: "v3", auth: client });
    await here.sandbox.fault({ endpoint: "channels", kind: "status", value: 503, times: 1 });
    const { data: list } = await patient.channels.list({ part: ["id"], mine: true });
    assert.equal(list.items.length, 1);
    assert.equal(await here.sandbox.count(/\/channels$/), 2);
    await here.sandbox.fault({ endpoint: "channels", kind: "status", value: 500 });
    const error = await failure(youtube({ version: "v3", auth: client, retry: false }).channels.list({ part: ["id"], mine: true }));
    assert.equal(error.status, 500);
    assert.equal(reasonOf(error), "backendError");
  });

  const uploading = { scope: [readonly, "https://www.googleapis.com/auth/youtube.upload", "https://www.googleapis.com/auth/youtube.force-ssl"] };
  /** Bytes that look like a video. */
  const film = (size) => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypmp42"), Buffer.alloc(size - 12, 7)]);
  const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
  const published = async () => (await here.sandbox.control("GET", "published?platform=youtube")).data;

  test("a video is uploaded, processed, shown and deleted", async () => {
    const { data } = await logIn("adabakesbread", uploading);
    const bytes = film(70_000);
    const { status, data: video } = await data.videos.insert({
      part: ["snippet", "status"],
      requestBody: { snippet: { title: "Rye", description: "Two days.", tags: ["rye"], categoryId: "26" }, status: { privacyStatus: "unlisted", selfDeclaredMadeForKids: false } },
      media: { mimeType: "video/mp4", body: Readable.from(bytes) },
    });
    assert.equal(status, 201);
    assert.equal(video.kind, "youtube#video");
    assert.equal(video.status.uploadStatus, "uploaded");
    assert.equal(video.status.privacyStatus, "unlisted");
    const state = async () => (await data.videos.list({ part: ["status", "processingDetails"], id: [video.id] })).data.items[0];
    assert.equal((await state()).processingDetails.processingStatus, "processing");
    await here.sandbox.advance(60);
    assert.equal((await state()).status.uploadStatus, "processed");
    const [post] = await published();
    assert.equal(post.id, video.id);
    assert.equal(post.media[0].sha256, hash(bytes));
    const { data: page } = await data.playlistItems.list({ part: ["contentDetails"], playlistId: await uploadsOf(data), maxResults: 1 });
    assert.equal(page.items[0].contentDetails.videoId, video.id);
    assert.equal((await data.videos.delete({ id: video.id })).status, 204);
    assert.equal(reasonOf(await failure(data.videos.delete({ id: video.id }))), "videoNotFound");
    assert.equal((await published())[0].deleted, true);
  });

  test("a session takes a video in parts and tells where it is", async () => {
    const { client } = await logIn("adabakesbread", uploading);
    const bytes = film(262_144 + 1_000);
    const url = "https://www.googleapis.com/upload/youtube/v3/videos";
    const bearer = { authorization: `Bearer ${client.credentials.access_token}` };
    const about = JSON.stringify({ snippet: { title: "Parts" }, status: { privacyStatus: "private" } });
    const begun = await here.sandbox.ask("POST", `${url}?uploadType=resumable&part=snippet,status`, {
      headers: { ...bearer, "content-type": "application/json; charset=UTF-8", "x-upload-content-length": String(bytes.length), "x-upload-content-type": "video/mp4" },
      body: about,
    });
    assert.equal(begun.status, 200, begun.text);
    const session = new URL(begun.headers.location);
    assert.ok(session.searchParams.get("upload_id"));
    const there = `https://www.googleapis.com${session.pathname.replace("/www.googleapis.com", "")}${session.search}`;
    const put = (body, range) => here.sandbox.ask("PUT", there, { headers: { ...bearer, "content-range": range }, body });
    const first = await put(bytes.subarray(0, 262_144), `bytes 0-262143/${bytes.length}`);
    assert.equal(first.status, 308);
    assert.equal(first.headers.range, "bytes=0-262143");
    const asked = await put("", `bytes */${bytes.length}`);
    assert.equal(asked.status, 308);
    assert.equal(asked.headers.range, "bytes=0-262143");
    const last = await put(bytes.subarray(262_144), `bytes 262144-${bytes.length - 1}/${bytes.length}`);
    assert.equal(last.status, 201, last.text);
    assert.equal((await put("", `bytes */${bytes.length}`)).json.id, last.json.id, "asked once more, it is the same video");
    assert.equal((await published()).length, 1);
    assert.equal((await published())[0].media[0].sha256, hash(bytes));
  });

  test("a thumbnail is set, and bad titles and missing scopes are refused", async () => {
    const { data } = await logIn("adabakesbread", uploading);
    const insert = (api, title) =>
      api.videos.insert({ part: ["snippet"], requestBody: { snippet: { title } }, media: { mimeType: "video/mp4", body: Readable.from(film(2_000)) } });
    const { data: video } = await insert(data, "Rye");
    const picture = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(500)]);
    const { data: set } = await data.thumbnails.set({ videoId: video.id, media: { mimeType: "image/png", body: Readable.from(picture) } });
    assert.equal(set.kind, "youtube#thumbnailSetResponse");
    assert.equal(reasonOf(await failure(insert(data, "x".repeat(101)))), "invalidTitle");
    const reading = await logIn("adabakesbread");
    assert.equal(reasonOf(await failure(insert(reading.data, "Rye"))), "insufficientPermissions");
  });
});
