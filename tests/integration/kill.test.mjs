// SIGKILL in the middle of a sync: nothing is lost, nothing stays running, nothing is doubled.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { eventsOf } from "./support/feed.mjs";
import { everything, ok } from "./support/http.mjs";
import { connectAndSync, newOwner } from "./support/people.mjs";
import { PlatformApi } from "./support/sandbox.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";
import { dice } from "../soak/dice.mjs";

const rounds = process.env.ROSTRUM_LONG ? 20 : 5;
const seed = Number(process.env.ROSTRUM_SEED ?? randomInt(2 ** 31));
const accounts = ["archive.of.things", "northwind.outdoor", "fading.star", "dar.alhikma", "ada.bakes"];
const lifeMsMax = 2500;
// Of the large accounts several are read at once in the end, which is no test of the platform's limits.
const plenty = { callsPerHour: 1_000_000, appCallsPerHour: 10_000_000 };

onEachDatabase("kill -9", (here) => {
  test(`in the middle of a sync, ${rounds} times, leaves everything to be finished`, async (context) => {
    context.diagnostic(`ROSTRUM_SEED=${seed} repeats the moments`);
    const random = dice(seed);
    const admin = await newOwner(here.server, "Admin");
    const owners = [];
    const syncs = [];
    await here.sandbox.fault({ endpoint: "insights", kind: "latency", value: 1 });

    for (let round = 0; round < rounds; round += 1) {
      if (round % accounts.length === 0) owners.push(await newOwner(here.server, `Owner${round}`));
      const owner = owners.at(-1);
      const account = accounts[round % accounts.length];
      const id = await connectAndSync(owner, account);
      const { syncRun } = ok(await owner.post(`/api/v1/connections/${id}/sync`, { full: true }), 202);
      syncs.push({ owner, account, id, runId: syncRun.id });
      const life = Math.floor(random() * lifeMsMax);
      // The moment is the point here, so this is a pause and not a wait for something.
      await pause(life);
      await here.server.kill();
      here.server = await here.installation.start();
      await here.sandbox.limits(plenty);
      for (const client of [admin, ...owners]) client.server = here.server;
      context.diagnostic(`round ${round + 1}: ${account} killed after ${life} ms`);
    }
    await here.sandbox.clearFaults();

    for (const { owner, account, id, runId } of syncs) {
      let runs;
      await until(
        `no run of ${account} is running`,
        async () => {
          runs = await everything(owner, `/api/v1/connections/${id}/sync-runs`);
          return runs.every((run) => run.status !== "running");
        },
        { seconds: 180, show: () => runs },
      );
      const run = runs.find((one) => one.id === runId);
      assert.equal(run.status, "success", `${account}: ${JSON.stringify(run)}`);
      assert.equal(runs.length, 2, `${account}: no run was added or lost`);

      const ours = (await everything(owner, `/api/v1/analytics/posts?connectionId=${id}`)).map((post) => post.externalId);
      assert.equal(new Set(ours).size, ours.length, `${account}: a post is doubled`);
      const theirs = (await (await PlatformApi.of(here.sandbox, account)).media("id")).map((item) => item.id);
      const known = new Set(ours);
      // A post that is younger than the run may be missing.
      const missing = theirs.filter((one) => !known.has(one));
      assert.ok(missing.length <= 1, `${account}: ${missing.length} posts are missing`);

      const ended = (await eventsOf(owner)).filter((event) => event.type === "sync.completed" && event.data.runId === runId);
      assert.equal(ended.length, 1, `${account}: the end of the run is told once`);
    }

    for (const state of ["available", "running"]) {
      await until(`no job is ${state}`, async () => (await everything(admin, `/api/v1/admin/jobs?state=${state}`)).length === 0, { seconds: 90, show: () => everything(admin, `/api/v1/admin/jobs?state=${state}`) });
    }
    assert.deepEqual(await everything(admin, "/api/v1/admin/jobs?state=dead"), [], "no job was given up");
  });

  test("at any moment of connecting leaves a connection that works or none", async (context) => {
    const random = dice(seed + 1);
    const connected = [];
    for (let round = 0; round < rounds; round += 1) {
      const owner = await newOwner(here.server, "Connects");
      const begun = ok(await owner.post("/api/v1/connections/instagram/authorize", {}));
      const back = new URL(await here.sandbox.consent(begun.url, { account: "ada.bakes" }));
      const life = Math.floor(random() * 25);
      const callback = owner.get(back.pathname + back.search).catch(() => undefined);
      await pause(life);
      await here.server.kill();
      await callback;
      here.server = await here.installation.start();
      owner.server = here.server;
      const { data } = ok(await owner.get("/api/v1/connections"));
      context.diagnostic(`round ${round + 1}: killed after ${life} ms: ${data.length} connections`);
      assert.ok(data.length <= 1);
      connected.push(...data.map(({ id }) => ({ owner, id })));
    }
    for (const { owner, id } of connected) {
      owner.server = here.server;
      await until("its first sync", async () => ok(await owner.get(`/api/v1/connections/${id}`)).lastSyncStatus === "success", { seconds: 120 });
    }
  });
}, { sandbox: "apart" });
