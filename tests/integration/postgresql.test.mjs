// What only PostgreSQL has: a database server that goes away and comes back, and several nodes on one database.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { postgresRestart } from "./support/databases.mjs";
import { EventStream } from "./support/events.mjs";
import { Client, ok } from "./support/http.mjs";
import { connectAndSync, inBrowser, newOwner, runEnded, sync } from "./support/people.mjs";
import { freePort } from "./support/ports.mjs";
import { metricsToken } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

const run = promisify(execFile);
const cluster = (what) => run(postgresRestart, [what]);

onEachDatabase("a PostgreSQL that restarts", (here) => {
  const works = (client) => client.get("/api/v1/auth/me").then((answer) => answer.status === 200, () => false);

  test("is noticed, and found again without a restart of ours", { skip: !postgresRestart }, async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "ada.bakes");
    for (let round = 0; round < 3; round += 1) {
      await cluster("restart");
      await until("requests are answered again", () => works(owner), { seconds: 20 });
      const answers = await Promise.all(Array.from({ length: 40 }, () => owner.get("/api/v1/connections")));
      assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200], "also on all connections of the pool");
    }
    assert.equal((await sync(owner, id)).status, "success", "and jobs run");
    const live = await EventStream.open(owner);
    await live.waitFor("the stream is open", () => live.comments > 0);
    await sync(owner, id);
    await live.waitFor("news, which need LISTEN", (events) => events.some((event) => event.event === "sync.completed"), { seconds: 5 });
    live.close();
  });

  test("that is away makes the server not ready, and nothing hangs", { skip: !postgresRestart }, async () => {
    const owner = await newOwner(here.server);
    ok(await owner.get("/api/v1/connections"));
    await cluster("stop");
    try {
      await until("not ready", async () => (await here.nobody.get("/readyz")).status === 503, { seconds: 10 });
      assert.equal((await here.nobody.get("/healthz")).status, 200, "the process itself lives");
      const began = Date.now();
      const answer = await owner.get("/api/v1/connections");
      assert.ok(answer.status >= 500, String(answer.status));
      assert.equal(answer.json.error.retryable, true);
      assert.doesNotMatch(answer.text, /libpq|postgres|127\.0\.0\.1|connection to server/i, "the inside stays inside");
      assert.ok(Date.now() - began < 20_000, `it took ${Date.now() - began} ms`);
    } finally {
      await cluster("start");
    }
    await until("ready again", async () => (await here.nobody.get("/readyz")).status === 200, { seconds: 20 });
    await until("requests are answered again", () => works(owner), { seconds: 20 });
  });

  test("in the middle of a sync costs time and nothing else", { skip: !postgresRestart }, async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "fading.star");
    await here.sandbox.fault({ endpoint: "insights", kind: "latency", value: 4 });
    const { syncRun } = ok(await owner.post(`/api/v1/connections/${id}/sync`, { full: true }), 202);
    await until("it is under way", async () => ok(await owner.get(`/api/v1/connections/${id}/sync-runs?limit=1`)).data[0].progress.done >= 100);
    await cluster("restart");
    await here.sandbox.clearFaults();
    await until("requests are answered again", () => works(owner), { seconds: 20 });
    const ended = await runEnded(owner, id, { runId: syncRun.id, seconds: 120 });
    assert.equal(ended.status, "success", JSON.stringify(ended));
  });
}, { only: "postgresql", allowedErrors: [/./] });

onEachDatabase("two nodes on one database", (here) => {
  let second;
  const secondNode = async () => {
    if (second) return second;
    const port = String(await freePort());
    second = await here.installation.start({ settings: { PORT: port } });
    return second;
  };
  const on = (node, client) => Object.assign(new Client(node, { token: client.token, browser: client.browser }), { jar: client.jar });

  test("a session that ends on one ends on the other, at once", async () => {
    const other = await secondNode();
    const owner = await newOwner(here.server);
    const phone = await inBrowser(owner);
    const phoneThere = on(other, phone);
    ok(await phoneThere.get("/api/v1/auth/me"));
    const { data } = ok(await owner.get("/api/v1/sessions"));
    const began = Date.now();
    assert.equal((await owner.delete(`/api/v1/sessions/${data.find((session) => !session.current).id}`)).status, 204);
    await until("it ended there, too", async () => (await phoneThere.get("/api/v1/auth/me")).status === 401, { seconds: 3 });
    assert.ok(Date.now() - began < 3000);

    const key = ok(await owner.post("/api/v1/api-keys", { name: "k", role: "viewer" }), 201);
    const program = new Client(other, { token: key.key });
    ok(await program.get("/api/v1/connections"));
    assert.equal((await owner.delete(`/api/v1/api-keys/${key.id}`)).status, 204);
    await until("the key ended there, too", async () => (await program.get("/api/v1/connections")).status === 401, { seconds: 3 });
  });

  test("what happens on one is streamed by the other", async () => {
    const other = await secondNode();
    const owner = await newOwner(here.server);
    const live = await EventStream.open(on(other, owner));
    await live.waitFor("the stream is open", () => live.comments > 0);
    await connectAndSync(owner, "blank.canvas");
    await live.waitFor("the end of the sync", (events) => events.some((event) => event.event === "sync.completed"), { seconds: 5 });
    assert.deepEqual(live.durable.map((event) => event.event), ["connection.connected", "sync.started", "sync.completed"]);
    live.close();
  });

  test("a flow begun on one ends on the other", async () => {
    const other = await secondNode();
    const owner = await newOwner(here.server);
    const begun = ok(await owner.post("/api/v1/connections/instagram/authorize", {}));
    const back = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    const answers = await Promise.all([owner, on(other, owner), owner, on(other, owner)].map((client) => client.get(back.pathname + back.search)));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 400, 400, 400], "once");
  });

  test("one refresh of an account is under way over all nodes", async () => {
    const other = await secondNode();
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "ada.bakes");
    await here.sandbox.advance(2 * 86_400);
    await here.sandbox.fault({ endpoint: "refresh", kind: "latency", value: 800, times: 1 });
    const before = await here.sandbox.count(/refresh_access_token$/);
    const answers = await Promise.all([owner, on(other, owner), owner, on(other, owner)].map((client) => client.post(`/api/v1/connections/${id}/refresh`)));
    assert.equal((await here.sandbox.count(/refresh_access_token$/)) - before, 1, answers.map((answer) => answer.status).join());
  });

  test("one key has one effect over all nodes", async () => {
    const other = await secondNode();
    const owner = await newOwner(here.server);
    const options = { headers: { "idempotency-key": "both" } };
    const clients = [owner, on(other, owner), owner, on(other, owner)];
    const answers = await Promise.all(clients.map((client) => client.post("/api/v1/api-keys", { name: "once", role: "viewer" }, options)));
    assert.ok(answers.some((answer) => answer.status === 201));
    assert.equal(ok(await owner.get("/api/v1/api-keys")).data.length, 1);
  });

  test("a periodic job runs once however many nodes there are", async () => {
    const other = await secondNode();
    const jobsDone = async () => {
      let sum = 0;
      for (const node of [here.server, other]) {
        const { text } = await new Client(node, { token: metricsToken }).get("/metrics");
        for (const [, count] of text.matchAll(/^jobs_total\{[^}]*outcome="(?:done|dead|retried)"[^}]*\} (\d+)/gm)) sum += Number(count);
      }
      return sum;
    };
    // Jobs are counted on the node that ran them; every tick is a row.
    const started = await here.installation.store.query("SELECT count(*) FROM events WHERE type IN ('sync.started', 'connection.connected')");
    const [[ticks]] = await here.installation.store.query("SELECT count(*) FROM cron_ticks");
    assert.ok(Number(ticks) >= 3, `the periodic jobs were due: ${ticks}`);
    const wanted = Number(ticks) + Number(started[0][0]);
    let done;
    await until("every tick was one job", async () => (done = await jobsDone()) === wanted, { seconds: 10, show: () => ({ done, wanted }) });
  });

  test("when one node dies the other does its work", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "fading.star");
    // The run begins while there is only the node that is going to die.
    await (await secondNode()).stop();
    second = undefined;
    await here.sandbox.fault({ endpoint: "insights", kind: "latency", value: 10 });
    const { syncRun } = ok(await owner.post(`/api/v1/connections/${id}/sync`, { full: true }), 202);
    await until("it is under way", async () => ok(await owner.get(`/api/v1/connections/${id}/sync-runs?limit=1`)).data[0].progress.stage === "posts");
    const other = await secondNode();
    await here.server.kill();
    await here.sandbox.clearFaults();
    assert.equal(ok(await on(other, owner).get(`/api/v1/connections/${id}/sync-runs?limit=1`)).data[0].status, "running");
    const survivor = on(other, owner);
    const ended = await runEnded(survivor, id, { runId: syncRun.id, seconds: 120 });
    assert.equal(ended.status, "success", JSON.stringify(ended));
  });
}, { only: "postgresql", sandbox: "apart" });
