// What a sync brings in, what it does when the platform fails, and what stays when an account goes.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { eventsOf } from "./support/feed.mjs";
import { everything, ok, refused } from "./support/http.mjs";
import { authorize, connect, connectAndSync, connection, latestRun, newOwner, runEnded, sync } from "./support/people.mjs";
import { PlatformApi } from "./support/sandbox.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

const mediaTypes = { IMAGE: "image", VIDEO: "video", CAROUSEL_ALBUM: "carousel" };

function mediaTypeOf(item) {
  return item.media_product_type === "REELS" ? "reel" : mediaTypes[item.media_type];
}

onEachDatabase("syncing", (here) => {
  afterEach(() => here.sandbox.clearFaults());
  const postsOf = (client, id) => everything(client, `/api/v1/analytics/posts?connectionId=${id}`);
  const today = () => new Date().toISOString().slice(0, 10);

  test("the first sync comes by itself and says what it did", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "ada.bakes");
    const { data: [run, ...others] } = ok(await owner.get(`/api/v1/connections/${id}/sync-runs`));
    assert.deepEqual(others, []);
    assert.equal(run.type, "initial");
    assert.equal(run.connectionId, id);
    assert.equal(run.itemsSynced, 26, "the profile and 25 posts");
    assert.deepEqual(run.progress, { stage: "done", done: 25, total: 25 });
    assert.deepEqual([run.errorCode, run.errorMessage, run.rateLimitHit, run.rateLimitReset], [null, null, false, null]);
    assert.ok(Date.parse(run.completedAt) >= Date.parse(run.startedAt));
    const took = Date.parse(run.completedAt) - Date.parse(run.startedAt);
    assert.ok(Math.abs(run.durationMs - took) <= 1, "JavaScript's dates cut the microseconds");
    const now = await connection(owner, id);
    assert.equal(now.lastSyncStatus, "success");
    assert.ok(Math.abs(Date.parse(now.lastSyncedAt) - Date.parse(run.completedAt)) < 1000);
    const hours = (Date.parse(now.nextSyncAt) - Date.now()) / 3_600_000;
    assert.ok(hours >= 12 && hours <= 36, `the next one is planned, and not while this one is young: ${hours} h`);
  });

  test("profile and posts are what the platform says", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "dar.alhikma");
    const platform = await PlatformApi.of(here.sandbox, "dar.alhikma");
    const profile = await platform.profile();
    const account = ok(await owner.get(`/api/v1/analytics/platforms/instagram?connectionId=${id}`));
    assert.equal(account.handle, profile.username);
    assert.equal(account.profile.displayName, profile.name);
    assert.equal(account.profile.followingCount, profile.follows_count);
    assert.equal(account.profile.postCount, profile.media_count);
    assert.ok(Math.abs(account.profile.followerCount - profile.followers_count) <= 5);

    const fields = "id,caption,media_type,media_product_type,permalink,timestamp,like_count,comments_count,media_url";
    const theirs = await platform.media(fields, { atMost: 25 });
    assert.equal(account.posts.length, 25);
    for (const [i, item] of theirs.entries()) {
      const post = account.posts[i];
      assert.equal(post.externalId, item.id);
      assert.equal(post.caption, item.caption ?? null);
      assert.equal(post.mediaType, mediaTypeOf(item));
      assert.equal(post.permalink, item.permalink);
      assert.equal(Date.parse(post.postedAt), Date.parse(item.timestamp));
      assert.ok(post.likeCount <= item.like_count && post.likeCount >= item.like_count * 0.9 - 5, `${post.likeCount} of ${item.like_count} likes`);
      assert.ok(post.commentCount <= item.comments_count && post.commentCount >= item.comments_count * 0.9 - 5);
    }
  });

  test("insights are those of the kind of post", async () => {
    const owner = await newOwner(here.server);
    const seen = new Set();
    for (const account of ["northwind.outdoor", "loop.cinema", "layers.studio"]) {
      const id = await connectAndSync(owner, account);
      const platform = await PlatformApi.of(here.sandbox, account);
      for (const post of (await postsOf(owner, id)).filter((one) => Date.now() - Date.parse(one.postedAt) > 3_600_000)) {
        if (seen.has(`${account} ${post.mediaType}`)) continue;
        seen.add(`${account} ${post.mediaType}`);
        const insights = await platform.insights(post.externalId, ["views", "reach", "shares", "saved"]);
        const pairs = [[post.viewCount, insights.views], [post.reachCount, insights.reach], [post.shareCount, insights.shares], [post.saveCount, insights.saved]];
        for (const [ours, theirs] of pairs) {
          assert.ok(ours !== null && ours <= theirs && ours >= theirs * 0.9 - 5, `${account} ${post.mediaType}: ${JSON.stringify(pairs)}`);
        }
      }
    }
    for (const kind of ["northwind.outdoor image", "northwind.outdoor carousel", "northwind.outdoor reel", "loop.cinema reel", "layers.studio carousel"]) {
      assert.ok(seen.has(kind), `${kind} was there: ${[...seen]}`);
    }
  });

  test("daily figures reach back and end today", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "ada.bakes");
    const { metrics, profile } = ok(await owner.get(`/api/v1/analytics/platforms/instagram?connectionId=${id}&days=90`));
    const byType = new Map();
    for (const metric of metrics) byType.set(metric.metricType, [...(byType.get(metric.metricType) ?? []), metric]);
    for (const [type, points] of byType) {
      const dates = points.map((point) => point.snapshotDate);
      assert.equal(new Set(dates).size, dates.length, `${type}: one value a day`);
      assert.deepEqual([...dates].sort(), dates, `${type}: in order`);
    }
    for (const type of ["followers", "new_followers", "reach"]) assert.ok((byType.get(type) ?? []).length >= 25, `${type}: ${byType.get(type)?.length}`);
    const last = byType.get("followers").at(-1);
    assert.ok(last.snapshotDate >= today() || Date.now() % 86_400_000 < 60_000, last.snapshotDate);
    assert.equal(last.value, profile.followerCount);
    const week = ok(await owner.get(`/api/v1/analytics/platforms/instagram?connectionId=${id}&days=7`));
    const first = new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10);
    for (const point of week.metrics) assert.ok(point.snapshotDate >= first, point.snapshotDate);
  });

  test("what is optional may be missing", async () => {
    const owner = await newOwner(here.server);
    const half = await connectAndSync(owner, "half.there");
    assert.equal((await connection(owner, half)).avatarUrl, null);
    assert.equal((await connection(owner, half)).displayName, "half.there");
    const halfPosts = await postsOf(owner, half);
    assert.equal(halfPosts.length, 25);
    for (const post of halfPosts) assert.equal(post.caption, null);
    assert.ok(halfPosts.some((post) => post.mediaUrl === null));
    assert.ok(halfPosts.some((post) => post.mediaUrl !== null));

    for (const account of ["quiet.cellar", "numbers.are.private"]) {
      const posts = await postsOf(owner, await connectAndSync(owner, account));
      assert.equal(posts.length, 25, account);
      for (const post of posts) {
        assert.equal(post.reachCount, null, `${account}: an absent figure is no zero`);
        assert.notEqual(post.likeCount, null, account);
        assert.notEqual(post.engagementRate, null, `${account}: followers stand in for the reach`);
      }
    }
    const blank = await connectAndSync(owner, "blank.canvas");
    assert.deepEqual(await postsOf(owner, blank), []);
    const empty = ok(await owner.get(`/api/v1/analytics/platforms/instagram?connectionId=${blank}`));
    assert.equal(empty.profile.postCount, 0);
    assert.equal(empty.profile.engagementRate, null);
    const tiny = await connectAndSync(owner, "tiny.pottery");
    assert.equal((await postsOf(owner, tiny)).length, 25);
  });

  test("captions of all scripts and lengths arrive whole", async () => {
    const owner = await newOwner(here.server);
    for (const account of ["sunny.side.emoji", "tlv.street.eats", "the.unabridged.novel.of.everyt"]) {
      const id = await connectAndSync(owner, account);
      const platform = await PlatformApi.of(here.sandbox, account);
      const captions = new Map((await platform.media("id,caption", { atMost: 30 })).map((item) => [item.id, item.caption]));
      for (const post of await postsOf(owner, id)) assert.equal(post.caption, captions.get(post.externalId));
    }
  });

  test("syncing again updates and doubles nothing", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "tlv.street.eats");
    const before = await postsOf(owner, id);
    const run = await sync(owner, id);
    assert.deepEqual([run.type, run.status], ["manual", "success"]);
    const after = await postsOf(owner, id);
    assert.deepEqual(after.map((post) => post.id), before.map((post) => post.id));
    assert.equal(ok(await owner.get(`/api/v1/connections/${id}/sync-runs`)).data.length, 2);
    const bare = ok(await owner.post(`/api/v1/connections/${id}/sync`), 202);
    assert.equal((await runEnded(owner, id, { runId: bare.syncRun.id })).status, "success", "without a body it is a plain one");
  });

  test("one sync of an account runs at a time", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "blank.canvas");
    await here.sandbox.fault({ endpoint: "profile", kind: "latency", value: 1500, times: 1 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => owner.post(`/api/v1/connections/${id}/sync`, {})));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [202, 409, 409, 409, 409, 409]);
    for (const answer of answers.filter((one) => one.status === 409)) refused(answer, 409, "conflict");
    const running = await latestRun(owner, id);
    assert.equal(running.status, "running");
    assert.equal(running.completedAt, null);
    refused(await owner.post(`/api/v1/connections/${id}/sync`, { full: true }), 409, "conflict");
    assert.equal((await runEnded(owner, id)).status, "success");
    assert.equal((await sync(owner, id)).status, "success");
  });

  test("what is no sync is refused", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "blank.canvas");
    for (const body of [{ full: "yes" }, { full: 1 }, { all: true }, []]) {
      refused(await owner.post(`/api/v1/connections/${id}/sync`, body), 422, "validation_failed", JSON.stringify(body));
    }
    assert.equal(ok(await owner.get(`/api/v1/connections/${id}/sync-runs`)).data.length, 1);
  });

  test("a full sync brings all 3,000 posts, without gaps or doubles", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "archive.of.things");
    const platform = await PlatformApi.of(here.sandbox, "archive.of.things");
    const before = await platform.media("id");
    const run = await sync(owner, id, { full: true, seconds: 240 });
    const after = await platform.media("id");
    assert.deepEqual([run.type, run.status, run.progress.stage], ["full", "success", "done"], JSON.stringify(run));
    const ours = (await postsOf(owner, id)).map((post) => post.externalId);
    assert.ok(before.length >= 3000, `the account is large: ${before.length}`);
    assert.equal(new Set(ours).size, ours.length, "no post is doubled");
    const known = new Set(ours);
    assert.deepEqual(before.filter((item) => !known.has(item.id)), [], "no post is missing");
    const theirs = new Set(after.map((item) => item.id));
    assert.deepEqual(ours.filter((one) => !theirs.has(one)), [], "no post is made up");
    assert.equal(run.progress.done, ours.length);
    assert.equal(run.itemsSynced, ours.length + 1);
  });

  test("an empty page in the middle does not end the list", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "mind.the.gaps");
    const run = await sync(owner, id, { full: true });
    assert.equal(run.status, "success");
    const theirs = (await (await PlatformApi.of(here.sandbox, "mind.the.gaps")).media("id")).map((item) => item.id);
    assert.ok(theirs.length >= 120);
    assert.deepEqual((await postsOf(owner, id)).map((post) => post.externalId).sort(), theirs.sort());
  });

  test("a rate limit in the middle keeps what came before and says until when", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "fading.star");
    await here.sandbox.fault({ endpoint: "insights", kind: "latency", value: 4 });
    ok(await owner.post(`/api/v1/connections/${id}/sync`, { full: true }), 202);
    await until("some pages are in", async () => (await latestRun(owner, id)).progress.done >= 100);
    await here.sandbox.fault({ kind: "rate_limit", value: 120 });
    const run = await runEnded(owner, id);
    assert.equal(run.status, "partial", JSON.stringify(run));
    assert.equal(run.rateLimitHit, true);
    assert.equal(run.errorCode, "platform_rate_limited");
    assert.match(run.errorMessage, /^[A-Z][^{}]*\.$/);
    const seconds = (Date.parse(run.rateLimitReset) - Date.now()) / 1000;
    assert.ok(seconds > 50 && seconds <= 181, `the limit ends in about two minutes: ${seconds} s`);
    const now = await connection(owner, id);
    assert.equal(now.status, "active", "a limit is no reason to connect again");
    assert.equal(now.lastSyncStatus, "partial");
    const late = Date.parse(now.nextSyncAt) - Date.parse(run.rateLimitReset);
    assert.ok(late >= 0 && late < 60_000, `it goes on when the limit has moved: ${late} ms`);
    const kept = await postsOf(owner, id);
    assert.ok(kept.length >= run.progress.done && run.progress.done >= 100, `${kept.length} kept, ${run.progress.done} done`);
    const event = (await eventsOf(owner)).findLast((one) => one.type === "sync.completed");
    assert.deepEqual([event.data.runId, event.data.status], [run.id, "partial"]);
  });

  test("a rate limit at the beginning fails the run and says until when", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "blank.canvas");
    await here.sandbox.fault({ endpoint: "profile", kind: "rate_limit", value: 600 });
    const run = await sync(owner, id);
    assert.deepEqual([run.status, run.rateLimitHit, run.errorCode], ["failed", true, "platform_rate_limited"]);
    const minutes = (Date.parse(run.rateLimitReset) - Date.now()) / 60_000;
    assert.ok(minutes > 8 && minutes < 12, `${minutes} minutes`);
    assert.equal((await connection(owner, id)).status, "active");
  });

  test("errors of the platform that pass are tried again", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "ada.bakes");
    await here.sandbox.fault({ endpoint: "profile", kind: "status", value: 500, times: 4 });
    await here.sandbox.fault({ endpoint: "media", kind: "truncate", times: 1 });
    await here.sandbox.fault({ endpoint: "media", kind: "html", times: 1 });
    await here.sandbox.fault({ endpoint: "insights", kind: "drop_after_effect", times: 1 });
    const run = await sync(owner, id);
    assert.equal(run.status, "success", JSON.stringify(run));
    assert.equal(run.itemsSynced, 26);
  });

  test("errors of the platform that stay fail the run in plain words", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "ada.bakes");
    const table = [{ kind: "status", value: 500 }, { kind: "html" }, { kind: "truncate" }, { kind: "huge" }];
    for (const fault of table) {
      const before = await here.sandbox.count(/\/me$/);
      await here.sandbox.fault({ endpoint: "profile", ...fault });
      const run = await sync(owner, id);
      await here.sandbox.clearFaults();
      assert.equal(run.status, "failed", `${fault.kind}: ${JSON.stringify(run)}`);
      assert.equal(run.errorCode, "platform_unavailable", fault.kind);
      assert.match(run.errorMessage, /^[A-Z][^{}<>]*\.$/, fault.kind);
      assert.doesNotMatch(run.errorMessage, /500|json|html|curl|parse/i, fault.kind);
      assert.ok((await here.sandbox.count(/\/me$/)) - before >= 3 || fault.kind === "huge", `${fault.kind}: it was tried again`);
      const now = await connection(owner, id);
      assert.deepEqual([now.status, now.lastSyncStatus], ["active", "failed"], `${fault.kind}: a failure is no reason to connect again`);
      const event = (await eventsOf(owner)).findLast((one) => one.type.startsWith("sync."));
      assert.deepEqual([event.type, event.data.runId, event.data.errorCode], ["sync.failed", run.id, "platform_unavailable"], fault.kind);
    }
    assert.equal((await sync(owner, id)).status, "success");
  });

  test("an account that took the access back has to be connected again, and is then as before", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "quiet.cellar");
    const posts = await postsOf(owner, id);
    await here.sandbox.fault({ kind: "revoke", value: "quiet.cellar" });
    const run = await sync(owner, id);
    assert.deepEqual([run.status, run.errorCode], ["failed", "needs_reauth"], JSON.stringify(run));
    const broken = await connection(owner, id);
    assert.equal(broken.status, "needs_reauth");
    assert.match(broken.errorMessage, /again/i);
    assert.equal(broken.nextSyncAt, null, "no sync is planned");
    const [event, ...more] = (await eventsOf(owner)).filter((one) => one.type === "connection.needs_reauth");
    assert.equal(event.subject, id);
    assert.deepEqual(more, []);
    const row = ok(await owner.get("/api/v1/connections/status")).data.find((one) => one.platform === "instagram");
    assert.deepEqual([row.connected, row.broken], [0, 1]);
    refused(await owner.post(`/api/v1/connections/${id}/sync`, {}), 409, "needs_reauth");
    refused(await owner.post(`/api/v1/connections/${id}/refresh`), 409, "needs_reauth");
    assert.deepEqual((await postsOf(owner, id)).length, posts.length, "the data stays");

    assert.equal(await connectAndSync(owner, "quiet.cellar"), id);
    const healed = await connection(owner, id);
    assert.deepEqual([healed.status, healed.errorCode, healed.errorMessage], ["active", null, null]);
    assert.deepEqual((await postsOf(owner, id)).map((post) => post.id), posts.map((post) => post.id));
  });

  test("why an account has to be connected again is said", async () => {
    const owner = await newOwner(here.server);
    const table = { 458: /removed/i, 460: /password/i, 463: /expired/i };
    for (const [code, words] of Object.entries(table)) {
      const id = await connectAndSync(owner, "sunny.side.emoji");
      await here.sandbox.fault({ kind: "revoke", value: "sunny.side.emoji", code: Number(code) });
      await sync(owner, id);
      const broken = await connection(owner, id);
      assert.equal(broken.status, "needs_reauth", code);
      assert.match(broken.errorMessage, words, code);
    }
  });

  test("disconnecting forgets the token and keeps the data", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "layers.studio");
    const posts = await postsOf(owner, id);
    assert.equal((await owner.delete(`/api/v1/connections/${id}`)).status, 204);
    const gone = await connection(owner, id);
    assert.deepEqual([gone.status, gone.tokenExpiresAt, gone.nextSyncAt], ["disconnected", null, null]);
    assert.deepEqual((await postsOf(owner, id)).map((post) => post.id), posts.map((post) => post.id));
    assert.equal(ok(await owner.get(`/api/v1/connections/${id}/sync-runs`)).data.length, 1);
    refused(await owner.post(`/api/v1/connections/${id}/sync`, {}), 409, "needs_reauth");
    refused(await owner.post(`/api/v1/connections/${id}/refresh`), 409, "needs_reauth");
    const [summary] = ok(await owner.get("/api/v1/analytics/connections")).connections;
    assert.equal(summary.connected, false);
    const event = (await eventsOf(owner)).at(-1);
    assert.deepEqual([event.type, event.subject, event.data.purged], ["connection.disconnected", id, false]);
    if (here.installation.store.query) {
      const rows = await here.installation.store.query(`SELECT access_token IS NULL, refresh_token IS NULL FROM connections WHERE id = '${id}'`);
      assert.deepEqual(rows, [["t", "t"]]);
    }
    assert.equal(await connectAndSync(owner, "layers.studio"), id, "connecting again finds it");
  });

  test("purging deletes everything that hangs on the account", async () => {
    const owner = await newOwner(here.server);
    const stays = await connectAndSync(owner, "tiny.pottery");
    const id = await connectAndSync(owner, "layers.studio");
    const address = `/api/v1/connections/${id}`;
    refused(await owner.delete(`${address}?purge=perhaps`), 422, "validation_failed");
    assert.equal((await owner.delete(`${address}?purge=true`)).status, 204);
    refused(await owner.get(address), 404, "not_found");
    refused(await owner.get(`${address}/sync-runs`), 404, "not_found");
    refused(await owner.delete(address), 404, "not_found");
    refused(await owner.get(`/api/v1/analytics/platforms/instagram?connectionId=${id}`), 404, "not_found");
    assert.deepEqual(await postsOf(owner, id), []);
    const overview = ok(await owner.get("/api/v1/analytics"));
    assert.deepEqual(overview.platforms.map((row) => row.connectionId), [stays]);
    assert.equal(overview.totalPosts, (await connection(owner, stays)).postCount);
    for (const post of overview.recentPosts) assert.equal(post.connectionId, stays);
    const event = (await eventsOf(owner)).at(-1);
    assert.deepEqual([event.type, event.subject, event.data.purged], ["connection.disconnected", id, true]);
    if (here.installation.store.query) {
      for (const table of ["platform_posts", "profiles", "metric_snapshots", "sync_runs"]) {
        assert.deepEqual(await here.installation.store.query(`SELECT count(*) FROM ${table} WHERE connection_id = '${id}'`), [["0"]], table);
      }
    }
    assert.equal(ok(await owner.get("/api/v1/analytics/posts")).data.length, 25);
    assert.notEqual(await connect(owner, "layers.studio"), id, "connecting again begins anew");
  });

  test("an account may go while it is being synced", async () => {
    const owner = await newOwner(here.server);
    for (const query of ["", "?purge=true"]) {
      const id = await connectAndSync(owner, "loop.cinema");
      await here.sandbox.fault({ endpoint: "insights", kind: "latency", value: 10, account: "loop.cinema" });
      ok(await owner.post(`/api/v1/connections/${id}/sync`, { full: true }), 202);
      await until("the sync is under way", async () => (await latestRun(owner, id)).progress.stage === "posts");
      assert.equal((await owner.delete(`/api/v1/connections/${id}${query}`)).status, 204);
      await here.sandbox.clearFaults();
      if (query === "") {
        await runEnded(owner, id);
        assert.equal((await connection(owner, id)).status, "disconnected");
        assert.equal((await connection(owner, id)).nextSyncAt, null, "no sync of it is planned");
      } else {
        refused(await owner.get(`/api/v1/connections/${id}`), 404, "not_found");
      }
    }
  });

  test("a token is not refreshed before it is a day old, and that breaks nothing", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "tiny.pottery");
    const answer = await owner.post(`/api/v1/connections/${id}/refresh`);
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${answer.text}`);
    assert.notEqual(answer.json.error.code, "needs_reauth");
    assert.equal((await connection(owner, id)).status, "active");
    assert.equal((await sync(owner, id)).status, "success");
  });

  // The last ones: from here on the platform's clock is days ahead.
  test("accounts that leave by themselves are noticed", async () => {
    const owner = await newOwner(here.server);
    const leaving = await connectAndSync(owner, "leaving.soon");
    const nina = await connectAndSync(owner, "new.password.nina");
    await here.sandbox.advance(7 * 3600);
    assert.equal((await sync(owner, leaving)).errorCode, "needs_reauth");
    assert.equal((await sync(owner, nina)).errorCode, "needs_reauth");
    assert.match((await connection(owner, leaving)).errorMessage, /removed/i);
    assert.match((await connection(owner, nina)).errorMessage, /password/i);
  });

  test("a token is refreshed by hand once it may be", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "ada.bakes");
    const before = await connection(owner, id);
    await here.sandbox.advance(2 * 86_400);
    const given = (await here.sandbox.tokens()).length;
    const after = ok(await owner.post(`/api/v1/connections/${id}/refresh`));
    assert.equal(after.id, id);
    assert.ok(Date.parse(after.tokenExpiresAt) > Date.parse(before.tokenExpiresAt), `${before.tokenExpiresAt} -> ${after.tokenExpiresAt}`);
    assert.equal((await here.sandbox.tokens()).length, given + 1, "the platform gave a new token");
    const event = (await eventsOf(owner)).at(-1);
    assert.deepEqual([event.type, event.subject], ["connection.updated", id]);
    assert.equal((await sync(owner, id)).status, "success", "and the new token works");
  });

  test("many refreshes of one account at once send one request", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "tlv.street.eats");
    await here.sandbox.advance(2 * 86_400);
    await here.sandbox.fault({ endpoint: "refresh", kind: "latency", value: 800, times: 1 });
    const before = await here.sandbox.count(/refresh_access_token$/);
    const answers = await Promise.all(Array.from({ length: 6 }, () => owner.post(`/api/v1/connections/${id}/refresh`)));
    assert.equal((await here.sandbox.count(/refresh_access_token$/)) - before, 1, answers.map((answer) => answer.status).join());
    assert.ok(answers.some((answer) => answer.status === 200));
    for (const answer of answers) assert.ok([200, 409].includes(answer.status), `${answer.status} ${answer.text}`);
  });

  test("a refresh that fails for a while leaves the account as it was", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "tlv.street.eats");
    await here.sandbox.advance(2 * 86_400);
    for (const fault of [{ kind: "status", value: 500 }, { kind: "html" }, { kind: "truncate" }, { kind: "huge" }, { kind: "drop_after_effect" }, { kind: "rate_limit", value: 60 }]) {
      await here.sandbox.fault({ endpoint: "refresh", ...fault });
      const answer = await owner.post(`/api/v1/connections/${id}/refresh`);
      await here.sandbox.clearFaults();
      const code = fault.kind === "rate_limit" ? "platform_rate_limited" : "platform_unavailable";
      refused(answer, fault.kind === "rate_limit" ? 429 : 503, code, fault.kind);
      assert.equal(answer.json.error.retryable, true, fault.kind);
      assert.equal((await connection(owner, id)).status, "active", fault.kind);
    }
    ok(await owner.post(`/api/v1/connections/${id}/refresh`));
    await here.sandbox.fault({ endpoint: "refresh", kind: "revoke", times: 1 });
    refused(await owner.post(`/api/v1/connections/${id}/refresh`), 409, "needs_reauth");
    assert.equal((await connection(owner, id)).status, "needs_reauth");
    const page = await authorize(owner, { account: "tlv.street.eats" });
    assert.equal(page.status, 200);
    assert.equal((await connection(owner, id)).status, "active");
  });
}, { allowedErrors: [/platform_unavailable/] });
