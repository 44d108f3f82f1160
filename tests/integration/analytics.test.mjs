// The figures: totals, rates, histories, lists in every order, best times, the file.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { everything, ok, refused } from "./support/http.mjs";
import { connectAndSync, connection, newOwner, sync } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const accounts = ["half.there", "layers.studio", "numbers.are.private", "ada.bakes"];
const day = 86_400_000;
const engagementOf = (post) => (post.likeCount ?? 0) + (post.commentCount ?? 0) + (post.shareCount ?? 0) + (post.saveCount ?? 0);
const sum = (values) => values.reduce((total, value) => total + value, 0);
const percent = (part, whole) => Math.floor((part / whole) * 10_000 + 0.5) / 100;

/** Rows of a CSV file, as RFC 4180 has it. */
function parseCsv(text) {
  const rows = [[]];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') { field += '"'; i += 1; }
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") { rows.at(-1).push(field); field = ""; }
    else if (c === "\r" && text[i + 1] === "\n") { rows.at(-1).push(field); field = ""; rows.push([]); i += 1; }
    else field += c;
  }
  assert.equal(quoted, false, "the last quote is closed");
  assert.deepEqual(rows.pop(), [], "the last line is ended");
  return rows;
}

onEachDatabase("analytics", (here) => {
  let owner;
  let ids;
  let posts;

  before(async () => {
    owner = await newOwner(here.server);
    ids = {};
    for (const account of accounts) {
      ids[account] = await connectAndSync(owner, account);
      assert.equal((await sync(owner, ids[account], { full: true })).status, "success");
    }
    posts = await everything(owner, "/api/v1/analytics/posts");
  });

  test("the totals are the sums of what the platform says", async () => {
    const overview = ok(await owner.get("/api/v1/analytics"));
    const connections = ok(await owner.get("/api/v1/connections")).data;
    const theirs = await here.sandbox.accounts();
    assert.equal(overview.platforms.length, accounts.length);
    for (const row of overview.platforms) {
      const account = theirs.find((one) => one.username === row.handle);
      assert.ok(Math.abs(row.followers - account.followers) <= 5, `${row.handle}: ${row.followers} of ${account.followers}`);
      assert.equal(row.posts, account.mediaCount, row.handle);
      const own = connections.find((one) => one.id === row.connectionId);
      assert.deepEqual([row.platform, row.handle, row.engagementRate, row.lastSynced, row.profileImage], ["instagram", own.handle, own.engagementRate, own.lastSyncedAt, own.avatarUrl]);
    }
    assert.equal(overview.totalFollowers, sum(overview.platforms.map((row) => row.followers)));
    assert.equal(overview.totalPosts, sum(overview.platforms.map((row) => row.posts)));
    assert.equal(overview.totalPosts, posts.length, "all of them are here");
    assert.equal(overview.totalEngagement, sum(posts.map(engagementOf)));
    assert.deepEqual(overview.recentPosts, posts.slice(0, 10), "the ten newest of all");
  });

  test("the accounts in short are the connections", async () => {
    const { connections } = ok(await owner.get("/api/v1/analytics/connections"));
    const full = ok(await owner.get("/api/v1/connections")).data;
    assert.deepEqual(connections, full.map((one) => ({
      id: one.id, platform: one.platform, handle: one.handle, connected: one.status === "active", followerCount: one.followerCount,
      postCount: one.postCount, lastSynced: one.lastSyncedAt, expiresAt: one.tokenExpiresAt,
    })));
  });

  test("a workspace without accounts has zeros and empty lists", async () => {
    const empty = await newOwner(here.server);
    assert.deepEqual(ok(await empty.get("/api/v1/analytics")), { totalFollowers: 0, totalPosts: 0, totalEngagement: 0, platforms: [], recentPosts: [] });
    assert.deepEqual(ok(await empty.get("/api/v1/analytics/connections")), { connections: [] });
    assert.deepEqual(ok(await empty.get("/api/v1/analytics/posts")), { data: [], nextCursor: null });
    assert.deepEqual(ok(await empty.get("/api/v1/analytics/best-times")), { timezone: "UTC", cells: [] });
    const history = ok(await empty.get("/api/v1/analytics/followers"));
    assert.equal(history.change, null);
    assert.ok(history.points.every((point) => point.followers === null));
    refused(await empty.get("/api/v1/analytics/platforms/instagram"), 404, "not_found");
    assert.equal(parseCsv((await empty.get("/api/v1/analytics/export.csv")).text).length, 1);
  });

  test("rates follow the documented formulas", async () => {
    const followers = Object.fromEntries(await Promise.all(Object.entries(ids).map(async ([, id]) => [id, (await connection(owner, id)).followerCount])));
    for (const post of posts) {
      const audience = [post.reachCount, post.viewCount, followers[post.connectionId]].find((count) => count > 0);
      const wanted = percent(engagementOf(post), audience);
      // Followers may have been one fewer when the post was read.
      const slack = post.reachCount > 0 || post.viewCount > 0 ? 0.0001 : 0.02;
      assert.ok(Math.abs(post.engagementRate - wanted) <= slack, `${JSON.stringify(post)}: ${wanted}`);
    }
    for (const [account, id] of Object.entries(ids)) {
      const newest = posts.filter((post) => post.connectionId === id).slice(0, 50).map(engagementOf);
      const wanted = percent(sum(newest) / newest.length, followers[id]);
      assert.ok(Math.abs((await connection(owner, id)).engagementRate - wanted) <= 0.0101, account);
    }
  });

  test("one account is shown with its 50 newest posts", async () => {
    for (const [account, id] of Object.entries(ids)) {
      const shown = ok(await owner.get(`/api/v1/analytics/platforms/instagram?connectionId=${id}`));
      assert.deepEqual([shown.handle, shown.connectionId, shown.days, shown.platform], [account, id, 30, "instagram"]);
      assert.deepEqual(shown.posts, posts.filter((post) => post.connectionId === id).slice(0, 50));
      const own = await connection(owner, id);
      assert.deepEqual([shown.profile.followerCount, shown.profile.postCount, shown.profile.engagementRate], [own.followerCount, own.postCount, own.engagementRate]);
    }
    const any = ok(await owner.get("/api/v1/analytics/platforms/instagram"));
    assert.ok(Object.values(ids).includes(any.connectionId));
    refused(await owner.get("/api/v1/analytics/platforms/tiktok"), 404, "not_found");
    refused(await owner.get("/api/v1/analytics/platforms/instagram?connectionId=x"), 422, "validation_failed");
    for (const days of ["0", "366", "x", "-1"]) refused(await owner.get(`/api/v1/analytics/platforms/instagram?days=${days}`), 422, "validation_failed");
  });

  const keys = {
    postedAt: (post) => Date.parse(post.postedAt),
    engagement: engagementOf,
    likes: (post) => post.likeCount,
    comments: (post) => post.commentCount,
    views: (post) => post.viewCount,
  };
  for (const [sort, key] of Object.entries(keys)) {
    for (const order of ["desc", "asc"]) {
      test(`posts by ${sort}, ${order}, are whole and in order to the end`, async () => {
        for (const limit of [100, 37]) {
          const all = await everything(owner, `/api/v1/analytics/posts?sort=${sort}&order=${order}`, { limit });
          assert.deepEqual(all.map((post) => post.id).sort(), posts.map((post) => post.id).sort(), "each of them once");
          // What has no count comes last, whichever way the list goes.
          const last = order === "desc" ? -Infinity : Infinity;
          const values = all.map((post) => key(post) ?? last);
          const wanted = [...values].sort((a, b) => (a === b ? 0 : order === "desc" ? b - a : a - b));
          assert.deepEqual(values, wanted);
        }
      });
    }
  }

  test("posts are filtered by account, platform, kind and time", async () => {
    const list = (query) => everything(owner, `/api/v1/analytics/posts?${query}`);
    const idsOf = (some) => some.map((post) => post.id);
    for (const id of Object.values(ids)) assert.deepEqual(idsOf(await list(`connectionId=${id}`)), idsOf(posts.filter((post) => post.connectionId === id)));
    assert.equal((await list("platform=instagram")).length, posts.length);
    assert.deepEqual(await list("platform=tiktok"), []);
    const kinds = new Set(posts.map((post) => post.mediaType));
    assert.ok(kinds.size >= 3, [...kinds].join());
    for (const kind of kinds) assert.deepEqual(idsOf(await list(`mediaType=${kind}`)), idsOf(posts.filter((post) => post.mediaType === kind)), kind);
    assert.deepEqual(await list("mediaType=text"), []);

    const middle = posts[Math.floor(posts.length / 2)].postedAt;
    const at = Date.parse(middle);
    const encoded = encodeURIComponent(middle);
    assert.deepEqual(idsOf(await list(`from=${encoded}`)), idsOf(posts.filter((post) => Date.parse(post.postedAt) >= at)), "from is included");
    assert.deepEqual(idsOf(await list(`to=${encoded}`)), idsOf(posts.filter((post) => Date.parse(post.postedAt) < at)), "to is not");
    const date = middle.slice(0, 10);
    const next = new Date(Date.parse(date) + day).toISOString().slice(0, 10);
    assert.deepEqual(idsOf(await list(`from=${date}&to=${next}&sort=likes`)).sort(), idsOf(posts.filter((post) => post.postedAt.startsWith(date))).sort(), "a day");
    assert.deepEqual(await list(`from=${next}&to=${date}`), []);
    const both = await list(`connectionId=${ids["ada.bakes"]}&mediaType=reel&from=${encoded}&sort=comments&order=asc`);
    assert.deepEqual(idsOf(both).sort(), idsOf(posts.filter((post) => post.connectionId === ids["ada.bakes"] && post.mediaType === "reel" && Date.parse(post.postedAt) >= at)).sort());
    for (const query of ["sort=random", "order=up", "connectionId=x", "from=x", "sort=postedAt&order=DESC"]) {
      refused(await owner.get(`/api/v1/analytics/posts?${query}`), 422, "validation_failed", query);
    }
  });

  test("the follower history adds up the accounts, day by day", async () => {
    const single = {};
    for (const [account, id] of Object.entries(ids)) {
      const history = ok(await owner.get(`/api/v1/analytics/followers?days=90&connectionId=${id}`));
      assert.equal(history.points.length, 90);
      const shown = ok(await owner.get(`/api/v1/analytics/platforms/instagram?connectionId=${id}&days=90`));
      const known = new Map(shown.metrics.filter((metric) => metric.metricType === "followers").map((metric) => [metric.snapshotDate, metric.value]));
      assert.deepEqual(history.points.map((point) => point.followers), history.points.map((point) => known.get(point.date) ?? null), account);
      single[account] = history.points.map((point) => point.followers);
    }
    for (const days of [7, 30, 90, 365]) {
      const history = ok(await owner.get(`/api/v1/analytics/followers?days=${days}`));
      assert.equal(history.days, days);
      assert.equal(history.points.length, days);
      const dates = history.points.map((point) => Date.parse(point.date));
      for (let i = 1; i < days; i += 1) assert.equal(dates[i] - dates[i - 1], day, "no day is left out");
      let grown = null;
      for (const id of Object.values(ids)) {
        const own = ok(await owner.get(`/api/v1/analytics/followers?days=${days}&connectionId=${id}`));
        const known = own.points.map((point) => point.followers).filter((value) => value !== null);
        const change = known.length ? known.at(-1) - known[0] : null;
        assert.equal(own.change, change, `${days} days of ${id}`);
        if (change !== null) grown = (grown ?? 0) + change;
      }
      assert.equal(history.change, grown, "what each account brought along is no growth");
    }
    const all = ok(await owner.get("/api/v1/analytics/followers?days=90")).points.map((point) => point.followers);
    const filled = Object.values(single).map((series) => {
      const lastKnown = series.findLastIndex((value) => value !== null);
      let last = null;
      return series.map((value, i) => (last = value ?? (i <= lastKnown ? last : null)));
    });
    const wanted = all.map((_, i) => {
      const values = filled.map((series) => series[i]).filter((value) => value !== null);
      return values.length ? sum(values) : null;
    });
    assert.deepEqual(all, wanted);
    assert.equal(all.at(-1), ok(await owner.get("/api/v1/analytics")).totalFollowers, "today's sum is the total");
    refused(await owner.get("/api/v1/analytics/followers?days=0"), 422, "validation_failed");
  });

  test("best times are counted in the workspace's zone", async () => {
    for (const timezone of ["UTC", "America/New_York", "Asia/Kolkata"]) {
      ok(await owner.patch(`/api/v1/workspaces/${owner.workspace.id}`, { timezone }));
      const times = ok(await owner.get(`/api/v1/analytics/best-times?connectionId=${ids["ada.bakes"]}`));
      assert.equal(times.timezone, timezone);
      const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
      const cells = new Map();
      for (const post of posts) {
        if (post.connectionId !== ids["ada.bakes"] || post.engagementRate === null || Date.now() - Date.parse(post.postedAt) > 365 * day) continue;
        const parts = Object.fromEntries(format.formatToParts(new Date(post.postedAt)).map((part) => [part.type, part.value]));
        const key = `${["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(parts.weekday)} ${Number(parts.hour)}`;
        cells.set(key, [...(cells.get(key) ?? []), post.engagementRate]);
      }
      assert.equal(times.cells.length, cells.size, timezone);
      for (const cell of times.cells) {
        const rates = cells.get(`${cell.weekday} ${cell.hour}`);
        assert.ok(rates, `${timezone} ${cell.weekday} ${cell.hour}`);
        assert.equal(cell.posts, rates.length);
        assert.ok(Math.abs(cell.engagementRate - sum(rates) / rates.length) < 0.01);
      }
    }
    ok(await owner.patch(`/api/v1/workspaces/${owner.workspace.id}`, { timezone: "UTC" }));
  });

  test("the file holds every post, one line each", async () => {
    const answer = await owner.get("/api/v1/analytics/export.csv");
    assert.equal(answer.status, 200);
    assert.match(answer.headers["content-type"], /^text\/csv/);
    assert.match(answer.headers["content-disposition"], /^attachment; filename=/);
    const [header, ...rows] = parseCsv(answer.text);
    assert.equal(rows.length, posts.length);
    const column = (name) => header.indexOf(name);
    for (const [i, row] of rows.entries()) {
      const post = posts[i];
      assert.equal(row.length, header.length);
      assert.equal(row[column("id")], post.id);
      assert.equal(row[column("externalId")], post.externalId);
      assert.equal(row[column("caption")], post.caption ?? "");
      assert.equal(row[column("permalink")], post.permalink ?? "");
      assert.equal(row[column("likes")], post.likeCount === null ? "" : String(post.likeCount));
      assert.equal(row[column("reach")], post.reachCount === null ? "" : String(post.reachCount));
      assert.equal(Date.parse(row[column("postedAt")]), Date.parse(post.postedAt));
    }
    const one = parseCsv((await owner.get(`/api/v1/analytics/export.csv?connectionId=${ids["half.there"]}&order=asc`)).text);
    const wanted = posts.filter((post) => post.connectionId === ids["half.there"]).map((post) => post.id).reverse();
    assert.deepEqual(one.slice(1).map((row) => row[column("id")]), wanted);
  });
});
