// Exchanging the encryption key under a running server.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { Client, ok } from "./support/http.mjs";
import { connectAndSync, connection, newOwner, sync } from "./support/people.mjs";
import { keys } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";

onEachDatabase("rotating keys", (here) => {
  const restart = async (client, list) => {
    await here.server.stop();
    here.installation.settings.ENCRYPTION_KEYS = list;
    here.server = await here.installation.start();
    client.server = here.server;
  };

  test("seals everything again while the server works, so that the old key can go", async () => {
    const owner = await newOwner(here.server);
    const ids = [];
    for (const account of ["ada.bakes", "blank.canvas", "loop.cinema"]) ids.push(await connectAndSync(owner, account));
    const gone = await connectAndSync(owner, "tiny.pottery");
    await owner.delete(`/api/v1/connections/${gone}`);
    const key = { headers: { "idempotency-key": randomUUID() } };
    const made = ok(await owner.post("/api/v1/api-keys", { name: "before", role: "viewer" }, key), 201);

    await restart(owner, `${keys.second},${keys.first}`);
    // The server is not idle meanwhile.
    const syncs = ids.map((id) => sync(owner, id, { full: true }));
    const rotated = await here.installation.command(["rotate-keys"]);
    assert.deepEqual({ code: rotated.code, signal: rotated.signal }, { code: 0, signal: null });
    assert.match(here.installation.logText(), /sealed again: [1-9]/);
    for (const run of await Promise.all(syncs)) assert.equal(run.status, "success", JSON.stringify(run));
    const again = await here.installation.command(["rotate-keys"]);
    assert.equal(again.code, 0);
    assert.match(here.installation.logText(), /sealed again: 0/, "the second time there is nothing left to do");

    await restart(owner, keys.second);
    for (const id of ids) {
      assert.equal((await sync(owner, id)).status, "success");
      assert.equal((await connection(owner, id)).status, "active");
    }
    assert.deepEqual(ok(await owner.post("/api/v1/api-keys", { name: "before", role: "viewer" }, key), 201), made, "the answer to an Idempotency-Key is everything, too");
    const program = new Client(here.server, { token: made.key });
    ok(await program.get("/api/v1/connections"));
  });

  test("a key that is dropped too early keeps the server from starting, and breaks nothing", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "ada.bakes");
    await here.server.stop();
    const refused = await here.installation.command(["serve"], { ENCRYPTION_KEYS: keys.first });
    assert.deepEqual({ code: refused.code, signal: refused.signal }, { code: 1, signal: null });
    assert.match(here.installation.logText(), /written with the key 'second', which is not among the given ones/);
    here.installation.settings.ENCRYPTION_KEYS = `${keys.first},${keys.second}`;
    here.server = await here.installation.start();
    owner.server = here.server;
    assert.equal((await connection(owner, id)).status, "active", "nobody has to connect again");
    assert.equal((await sync(owner, id)).status, "success");
  });
}, { allowedErrors: [/cannot be opened|no key|unknown key|key/i] });
