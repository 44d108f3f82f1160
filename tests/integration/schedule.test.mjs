// The periodic work that can be started by hand, what it leaves behind, and how it is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsOf } from "./support/feed.mjs";
import { everything, ok, refused } from "./support/http.mjs";
import { connectAndSync, connection, latestRun, newOwner, runEnded, sync } from "./support/people.mjs";
import { cronSecret } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

onEachDatabase("the schedule", (here) => {
  const cron = () => here.nobody.stranger({ token: cronSecret });
  const start = async (name, query = "") => {
    // One that the server began by itself may still be under way.
    await until(`${name} is started`, async () => (await cron().post(`/api/v1/jobs/${name}/run${query}`)).status === 202);
  };

  test("all accounts of a platform are synced when somebody asks for it, and no others", async () => {
    const owner = await newOwner(here.server);
    const two = [await connectAndSync(owner, "blank.canvas"), await connectAndSync(owner, "tiny.pottery")];
    const first = await Promise.all(two.map((id) => latestRun(owner, id)));
    await start("social-sync", "?platform=instagram");
    for (const [i, id] of two.entries()) {
      const run = await runEnded(owner, id, { not: first[i].id });
      assert.deepEqual([run.type, run.status], ["manual", "success"]);
    }
    await start("social-sync", "?platform=tiktok");
    await start("social-sync");
    for (const id of two) assert.equal(ok(await owner.get(`/api/v1/connections/${id}/sync-runs`)).data.length, 2, "none is due");
  });

  test("a trigger that cannot be meant is refused", async () => {
    for (const [path, field] of [["social-sync/run?platform=myspace", "platform"], ["clean-up/run?platform=instagram", "platform"]]) {
      const error = refused(await cron().post(`/api/v1/jobs/${path}`), 422, "validation_failed", path);
      assert.deepEqual(error.details.map((one) => one.field), [field]);
    }
    refused(await cron().post("/api/v1/jobs/nothing/run?platform=instagram"), 422, "validation_failed");
    refused(await cron().post("/api/v1/jobs/nothing/run"), 404, "not_found");
  });

  test("the other periodic jobs are started as well", async () => {
    for (const name of ["token-refresh", "clean-up", "inactive-accounts"]) await start(name);
  });

  test("a report tells who needs somebody, and how the week went", async () => {
    const owner = await newOwner(here.server);
    const well = await connectAndSync(owner, "ada.bakes");
    const broken = await connectAndSync(owner, "quiet.cellar");
    await here.sandbox.fault({ kind: "revoke", value: "quiet.cellar" });
    assert.equal((await sync(owner, broken)).status, "failed");
    await here.sandbox.clearFaults();
    assert.equal((await connection(owner, broken)).status, "needs_reauth");

    const known = (await everything(owner, "/api/v1/reports")).length;
    await start("report");
    const [report] = await until("the report is there", async () => {
      const all = await everything(owner, "/api/v1/reports");
      return all.length > known && all;
    });
    assert.equal(report.summary.accounts, 2);
    assert.equal(report.summary.needsReauth, 1);
    assert.deepEqual([report.summary.syncs, report.summary.succeeded, report.summary.failed], [3, 2, 1]);
    assert.equal(Date.parse(report.periodTo) - Date.parse(report.periodFrom), 7 * 86_400_000);

    const whole = ok(await owner.get(`/api/v1/reports/${report.id}`));
    assert.deepEqual(whole.summary, report.summary);
    assert.deepEqual(whole.accounts.needsReauth.map((one) => [one.connectionId, one.handle, one.platform]), [[broken, "quiet.cellar", "instagram"]]);
    assert.match(whole.accounts.needsReauth[0].reason, /^[A-Z][^{}<>]*\.$/);
    assert.ok(!JSON.stringify(whole.accounts).includes(well), "who is well is not named");
    const event = (await eventsOf(owner)).findLast((one) => one.type === "report.created");
    assert.deepEqual([event.subject, event.data.summary], [report.id, report.summary]);

    await start("report");
    await until("another one is there", async () => (await everything(owner, "/api/v1/reports", { limit: 1 })).length === known + 2);
    refused(await owner.get(`/api/v1/reports/${broken}`), 404, "not_found");
    refused(await owner.get("/api/v1/reports/none"), 404, "not_found");
    refused(await owner.get("/api/v1/reports?limit=0"), 422, "validation_failed");
  });

  test("the health of syncing is what the runs say", async () => {
    const owner = await newOwner(here.server);
    assert.deepEqual(ok(await owner.get("/api/v1/health/social-sync")), { healthy: true, platforms: [], window: "24h" });
    const id = await connectAndSync(owner, "blank.canvas");
    const { lastSyncedAt } = await connection(owner, id);
    assert.deepEqual(ok(await owner.get("/api/v1/health/social-sync")), {
      healthy: true,
      platforms: [{ platform: "instagram", success: 1, failed: 0, partial: 0, lastSuccessAt: lastSyncedAt }],
      window: "24h",
    });
    await here.sandbox.fault({ endpoint: "profile", kind: "rate_limit", value: 600 });
    await sync(owner, id);
    await here.sandbox.clearFaults();
    const now = ok(await owner.get("/api/v1/health/social-sync"));
    assert.deepEqual([now.healthy, now.platforms[0].success, now.platforms[0].failed], [false, 1, 1]);
  });
});
