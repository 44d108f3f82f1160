// No token in plain text: not in the database, not in the log, not in an answer.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { afterEach, test } from "node:test";
import { ok } from "./support/http.mjs";
import { authorize, connect, connectAndSync, newMember, newOwner, runEnded, sync } from "./support/people.mjs";
import { findSecrets } from "./support/secrets.mjs";
import { onEachDatabase } from "./support/suite.mjs";

onEachDatabase("secrets", (here) => {
  afterEach(() => here.sandbox.clearFaults());

  test("no token is found after all that can happen to tokens", async () => {
    const owner = await newOwner(here.server);
    const ids = [];
    for (const account of ["ada.bakes", "tiny.pottery", "layers.studio", "leaving.soon", "quiet.cellar", "mind.the.gaps"]) ids.push(await connectAndSync(owner, account));
    await connectAndSync(owner, "ada.bakes");
    await newMember(owner, "editor");
    ok(await owner.post("/api/v1/api-keys", { name: "k", role: "viewer" }, { headers: { "idempotency-key": "planted" } }), 201);

    // Every way to fail, at every step.
    for (const endpoint of ["token", "exchange", "profile"]) {
      for (const fault of [{ kind: "status", value: 500 }, { kind: "status", value: 400 }, { kind: "html" }, { kind: "truncate" }, { kind: "drop_after_effect" }, { kind: "rate_limit", value: 30 }]) {
        await here.sandbox.fault({ endpoint, ...fault });
        assert.ok((await authorize(owner, { account: "loop.cinema" })).status >= 400, `${endpoint} ${fault.kind}`);
        await here.sandbox.clearFaults();
      }
    }
    await here.sandbox.advance(2 * 86_400);
    for (const fault of [{ kind: "status", value: 500 }, { kind: "truncate" }, { kind: "html" }, { kind: "drop_after_effect" }]) {
      await here.sandbox.fault({ endpoint: "refresh", ...fault });
      await owner.post(`/api/v1/connections/${ids[0]}/refresh`);
      await here.sandbox.clearFaults();
    }
    for (const id of ids.slice(0, 3)) ok(await owner.post(`/api/v1/connections/${id}/refresh`));
    for (const fault of [{ endpoint: "media", kind: "status", value: 400 }, { endpoint: "media", kind: "truncate" }, { endpoint: "insights", kind: "status", value: 403 }, { endpoint: "media", kind: "rate_limit", value: 30 }]) {
      await here.sandbox.fault(fault);
      await sync(owner, ids[0]);
      await here.sandbox.clearFaults();
    }
    await sync(owner, ids[3]);
    await owner.delete(`/api/v1/connections/${ids[4]}`);
    await owner.delete(`/api/v1/connections/${ids[5]}?purge=true`);
    // The first account waits for the limit that it met.
    assert.equal((await sync(owner, ids[1])).status, "success");

    here.installation.platformTokens = await here.installation.platformSecrets();
    assert.ok(here.installation.platformTokens.length > 20, `there are tokens to look for: ${here.installation.platformTokens.length}`);
    await here.installation.checkSecrets();
  });

  test("the search would find one", async () => {
    const owner = await newOwner(here.server);
    const planted = `IGAA${randomBytes(60).toString("base64url")}`;
    const secrets = [{ what: "planted", text: planted }];
    assert.deepEqual(findSecrets(secrets, [...(await here.installation.stored()), ...here.installation.answers()]), []);

    // In the database, through a field that holds text; and in the answer to it.
    ok(await owner.patch(`/api/v1/workspaces/${owner.workspace.id}`, { name: planted.slice(0, 90) }));
    const stored = await here.installation.store.contents();
    assert.ok(findSecrets([{ what: "planted", text: planted.slice(0, 90) }], stored).length > 0, "in the database");
    assert.ok(findSecrets([{ what: "planted", text: planted.slice(0, 90) }], here.installation.answers()).length > 0, "in the answers");

    // In the log.
    await here.nobody.get(`/api/v1/nothing/${planted}`);
    const [log] = (await here.installation.stored()).slice(-1);
    assert.ok(findSecrets(secrets, [log]).length > 0, "in the log");

    // In any spelling, and when it was cut.
    const bytes = Buffer.from(planted);
    for (const text of [planted, planted.slice(0, 40), bytes.toString("hex"), bytes.toString("base64"), `x${planted}x`, `"${planted}"`]) {
      assert.ok(findSecrets(secrets, [{ name: "a file", bytes: Buffer.from(`before ${text} after`) }]).length > 0, text);
    }
  });

  test("a token that the platform repeats in an error is cut out", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "sunny.side.emoji");
    await here.sandbox.fault({ kind: "revoke", value: "sunny.side.emoji" });
    await sync(owner, id);
    const again = await connect(owner, "sunny.side.emoji");
    await runEnded(owner, again);
    here.installation.platformTokens = await here.installation.platformSecrets();
    await here.installation.checkSecrets();
  });
}, { allowedErrors: [/platform_unavailable/] });
