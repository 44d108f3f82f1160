// The change feed: as a list, and as a live stream.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { EventStream } from "./support/events.mjs";
import { readFeed } from "./support/feed.mjs";
import { ok, refused } from "./support/http.mjs";
import { connect, connectAndSync, newOwner, sync } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const feed = "/api/v1/events";

onEachDatabase("the change feed", (here) => {
  const open = [];
  const stream = async (...args) => {
    const opened = await EventStream.open(...args);
    open.push(opened);
    return opened;
  };
  afterEach(async () => {
    open.splice(0).forEach((one) => one.close());
    await here.sandbox.clearFaults();
  });

  test("tells what happened, the oldest first, page by page", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "blank.canvas");
    await sync(owner, id);
    await owner.delete(`/api/v1/connections/${id}`);
    const { events } = await readFeed(owner);
    assert.deepEqual(events.map((event) => event.type), ["connection.connected", "sync.started", "sync.completed", "sync.started", "sync.completed", "connection.disconnected"]);
    for (const event of events) {
      assert.equal(event.subject, id);
      assert.ok(Math.abs(Date.now() - Date.parse(event.occurredAt)) < 60_000);
    }
    assert.equal(new Set(events.map((event) => event.id)).size, events.length);
    for (const limit of [1, 2, 5]) assert.deepEqual((await readFeed(owner, { limit })).events, events, `limit ${limit}`);
  });

  test("has no end: the cursor of an empty page goes on later", async () => {
    const owner = await newOwner(here.server);
    const { cursor: start, events: none } = await readFeed(owner);
    assert.deepEqual(none, []);
    assert.notEqual(start, null);
    const id = await connectAndSync(owner, "blank.canvas");
    const { events, cursor } = await readFeed(owner, { cursor: start });
    assert.equal(events.length, 3);
    assert.deepEqual((await readFeed(owner, { cursor })).events, []);
    await sync(owner, id);
    assert.deepEqual((await readFeed(owner, { cursor })).events.map((event) => event.type), ["sync.started", "sync.completed"]);
  });

  test("streams what happens, as it happens", async () => {
    const owner = await newOwner(here.server);
    const live = await stream(owner);
    assert.equal(live.status, 200);
    assert.match(live.headers["content-type"], /^text\/event-stream/);
    assert.match(live.headers["cache-control"], /no-cache|no-store/);
    const id = await connectAndSync(owner, "ada.bakes");
    await live.waitFor("the end of the sync", (events) => events.some((event) => event.event === "sync.completed"));
    assert.deepEqual(live.durable.map((event) => event.event), ["connection.connected", "sync.started", "sync.completed"]);
    const { events } = await readFeed(owner);
    assert.deepEqual(live.durable.map((event) => event.data), events, "the same as in the list");
    for (const event of live.events) assert.equal(event.event, event.data.type);
    const hints = live.events.filter((event) => !event.id);
    assert.ok(hints.some((event) => event.event === "sync.progress"), "progress is shown while it happens");
    for (const hint of hints) {
      assert.equal(hint.data.subject, id);
      assert.ok(["profile", "posts", "insights", "done"].includes(hint.data.data.progress.stage), JSON.stringify(hint.data));
    }
  });

  test("a new stream begins with what is new", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "blank.canvas");
    const live = await stream(owner);
    await live.waitFor("the stream is open", () => live.comments > 0);
    const run = await sync(owner, id);
    await live.waitFor("the end of the sync", (events) => events.some((event) => event.event === "sync.completed"));
    assert.deepEqual(live.durable.map((event) => event.event), ["sync.started", "sync.completed"]);
    assert.equal(live.durable[0].data.data.runId, run.id);
  });

  test("a new stream begins so many seconds back, for who loaded something while it opened", async () => {
    const owner = await newOwner(here.server);
    await connectAndSync(owner, "blank.canvas");
    const { events } = await readFeed(owner);
    const back = await stream(owner, { path: `${feed}?since=60` });
    await back.waitFor("what was before", () => back.durable.length >= events.length);
    assert.deepEqual(back.durable.map((event) => event.data), events);
    const later = await stream(owner, { path: `${feed}?since=60`, lastEventId: back.durable.at(-2).id });
    await later.waitFor("what came after its last event", () => later.durable.length >= 1);
    assert.equal(later.durable[0].id, back.durable.at(-1).id, "the last event it has says more than a time");
    for (const since of ["-1", "301", "soon"]) {
      refused(await owner.get(`${feed}?since=${since}`, { headers: { accept: "text/event-stream" } }), 422, "validation_failed");
    }
  });

  test("a stream that broke goes on where it was, without loss and without doubles", async () => {
    const owner = await newOwner(here.server);
    const ids = [];
    for (const account of ["blank.canvas", "tiny.pottery", "half.there"]) ids.push(await connectAndSync(owner, account));
    const seen = [];
    let { cursor: lastEventId } = await readFeed(owner);
    const before = lastEventId;
    for (let round = 0; round < 6; round += 1) {
      const live = await stream(owner, { lastEventId });
      await Promise.all(ids.map((id) => sync(owner, id)));
      // Break it somewhere in the middle, as a network does.
      await live.waitFor("something new", () => live.durable.length >= 1 + (round % 5));
      live.close();
      seen.push(...live.durable.map((event) => event.data.id));
      lastEventId = live.durable.at(-1).id;
    }
    const last = await stream(owner, { lastEventId });
    const { events } = await readFeed(owner, { cursor: before });
    assert.equal(events.length, 6 * 3 * 2);
    await last.waitFor("the rest", () => seen.length + last.durable.length >= events.length);
    seen.push(...last.durable.map((event) => event.data.id));
    assert.deepEqual(seen, events.map((event) => event.id));
  });

  test("the cursor of the list and the id of the stream are the same", async () => {
    const owner = await newOwner(here.server);
    await connectAndSync(owner, "blank.canvas");
    await readFeed(owner);
    const first = ok(await owner.get(`${feed}?limit=1`));
    const live = await stream(owner, { path: `${feed}?cursor=${first.nextCursor}` });
    await live.waitFor("the rest", () => live.durable.length >= 2);
    assert.deepEqual(live.durable.map((event) => event.event), ["sync.started", "sync.completed"]);
    const next = ok(await owner.get(`${feed}?limit=1&cursor=${live.durable[0].id}`));
    assert.deepEqual(next.data.map((event) => event.type), ["sync.completed"]);
  });

  test("nobody sees the events of another workspace", async () => {
    const mine = await newOwner(here.server, "Mine");
    const theirs = await newOwner(here.server, "Theirs");
    const { cursor } = await readFeed(mine);
    const live = await stream(theirs);
    const fromTheStart = await stream(theirs, { lastEventId: "0-0" });
    const id = await connectAndSync(mine, "ada.bakes");
    const { cursor: end } = await readFeed(mine);
    const withTheirCursor = await stream(theirs, { lastEventId: cursor });
    await connectAndSync(theirs, "blank.canvas");
    for (const one of [live, fromTheStart, withTheirCursor]) {
      await one.waitFor("their own sync", (events) => events.some((event) => event.event === "sync.completed"));
      assert.ok(!one.raw.includes(id), "an event of the other workspace");
      assert.ok(!one.raw.includes("ada.bakes"));
    }
    assert.deepEqual(ok(await theirs.get(`${feed}?cursor=${cursor}`)).data.filter((event) => event.subject === id), []);
    assert.ok(end);
  });

  test("a stream needs a sign-in and a cursor that is one", async () => {
    const owner = await newOwner(here.server);
    assert.equal((await stream(here.nobody)).status, 401);
    assert.equal((await stream(owner, { lastEventId: "garbage" })).status, 422);
    refused(await owner.get(`${feed}?cursor=garbage`, { headers: { accept: "text/event-stream" } }), 422, "validation_failed");
  });

  test("a stream ends when the session behind it does", async () => {
    const owner = await newOwner(here.server);
    const live = await stream(owner);
    await live.waitFor("the stream is open", () => live.comments > 0);
    assert.equal((await owner.post("/api/v1/auth/logout")).status, 204);
    const again = await newOwner(here.server);
    await connect(again, "blank.canvas");
    await live.waitFor("the end of the stream", () => live.ended, { seconds: 20 });
  });

  test("streams end when the server stops, which does not wait for them", async () => {
    const owner = await newOwner(here.server);
    const live = await stream(owner);
    await live.waitFor("the stream is open", () => live.comments > 0);
    const began = Date.now();
    await here.server.stop();
    assert.ok(Date.now() - began < 8000, `it took ${Date.now() - began} ms`);
    await live.waitFor("the end of the stream", () => live.ended);
    here.server = await here.installation.start();
    owner.server = here.server;
    const { cursor } = await readFeed(owner);
    assert.notEqual(cursor, null, "the session and the feed are still there");
  });
});
