// The same Idempotency-Key and body have one effect and one answer.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { afterEach, test } from "node:test";
import { ok, refused } from "./support/http.mjs";
import { connectAndSync, newAddress, newOwner, password, runEnded } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const withKey = (key) => ({ headers: { "idempotency-key": key } });

onEachDatabase("idempotency", (here) => {
  afterEach(() => here.sandbox.clearFaults());
  const cases = {
    "/api/v1/api-keys": { body: () => ({ name: "once", role: "viewer" }), other: { name: "other", role: "viewer" }, status: 201, count: async (owner) => ok(await owner.get("/api/v1/api-keys")).data.length },
    "/api/v1/members": { body: () => ({ email: newAddress("once"), role: "viewer" }), other: { email: "other@example.com", role: "viewer" }, status: 201, count: async (owner) => ok(await owner.get("/api/v1/members")).data.length - 1 },
    "/api/v1/workspaces": { body: () => ({ name: "once" }), other: { name: "other" }, status: 201, count: async (owner) => ok(await owner.get("/api/v1/workspaces")).data.length - 1 },
  };

  test("every route that creates takes a key", () => {
    const { paths } = here.installation.contract.document;
    const taking = Object.entries(paths).filter(([, methods]) => methods.post?.parameters?.some((parameter) => parameter.name === "Idempotency-Key")).map(([path]) => path);
    const creating = Object.entries(paths).filter(([, methods]) => methods.post && ["201", "202"].some((status) => status in methods.post.responses)).map(([path]) => path);
    const operating = ["/api/v1/admin/jobs/{id}/retry", "/api/v1/jobs/{name}/run"];
    // An upload that nobody goes on with makes nothing, and expires: tus has no keys, and its clients send none.
    const begun = ["/api/v1/media/uploads"];
    assert.deepEqual(taking.sort(), creating.filter((path) => ![...operating, ...begun].includes(path)).sort());
  });

  for (const [path, { body, other, status, count }] of Object.entries(cases)) {
    test(`${path}: the same key and body give the same answer and one effect`, async () => {
      const owner = await newOwner(here.server);
      const key = randomUUID();
      const sent = body();
      const first = await owner.post(path, sent, withKey(key));
      ok(first, status);
      for (let i = 0; i < 3; i += 1) {
        const again = await owner.post(path, sent, withKey(key));
        assert.equal(again.status, status);
        assert.deepEqual(again.json, first.json);
        assert.notEqual(again.headers["x-request-id"], first.headers["x-request-id"]);
      }
      assert.equal(await count(owner), 1);
    });

    test(`${path}: the same key with another body is a conflict`, async () => {
      const owner = await newOwner(here.server);
      const key = randomUUID();
      ok(await owner.post(path, body(), withKey(key)), status);
      refused(await owner.post(path, other, withKey(key)), 409, "idempotency_conflict");
      assert.equal(await count(owner), 1);
    });

    test(`${path}: many at once with one key have one effect`, async () => {
      const owner = await newOwner(here.server);
      const key = randomUUID();
      const sent = body();
      const answers = await Promise.all(Array.from({ length: 10 }, () => owner.post(path, sent, withKey(key))));
      const good = answers.filter((answer) => answer.status === status);
      assert.ok(good.length >= 1, answers.map((answer) => answer.status).join());
      for (const answer of good) assert.deepEqual(answer.json, good[0].json);
      for (const answer of answers.filter((one) => one.status !== status)) {
        assert.equal(refused(answer, 409, "conflict").retryable, true, "the first is under way: come again");
      }
      assert.equal(await count(owner), 1);
      assert.deepEqual((await owner.post(path, sent, withKey(key))).json, good[0].json);
    });
  }

  test("a sync is started once for a key", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "blank.canvas");
    const path = `/api/v1/connections/${id}/sync`;
    const key = randomUUID();
    const first = ok(await owner.post(path, { full: false }, withKey(key)), 202);
    await runEnded(owner, id, { runId: first.syncRun.id });
    assert.deepEqual(ok(await owner.post(path, { full: false }, withKey(key)), 202), first);
    refused(await owner.post(path, { full: true }, withKey(key)), 409, "idempotency_conflict");
    assert.equal(ok(await owner.get(`/api/v1/connections/${id}/sync-runs`)).data.length, 2);
    ok(await owner.post(path, { full: false }, withKey(randomUUID())), 202);
    await runEnded(owner, id, { not: first.syncRun.id });
    assert.equal(ok(await owner.get(`/api/v1/connections/${id}/sync-runs`)).data.length, 3);
  });

  test("a registration that is sent again signs in again", async () => {
    const key = randomUUID();
    const body = { email: newAddress("once"), password, name: "Once" };
    const browser = here.nobody.stranger({ browser: true });
    const first = ok(await browser.post("/api/v1/auth/register", body, withKey(key)), 201);
    const again = await browser.post("/api/v1/auth/register", body, withKey(key));
    assert.deepEqual(ok(again, 201), first);
    refused(await here.nobody.post("/api/v1/auth/register", { ...body, password: `${password}!` }, withKey(key)), 409, "idempotency_conflict");
  });

  test("whoever did not get the first answer is signed in by the second, also by the cookie", async () => {
    const key = randomUUID();
    const body = { email: newAddress("lost"), password, name: "Lost" };
    ok(await here.nobody.post("/api/v1/auth/register", body, withKey(key)), 201);
    const browser = here.nobody.stranger({ browser: true });
    ok(await browser.post("/api/v1/auth/register", body, withKey(key)), 201);
    ok(await browser.get("/api/v1/auth/me"));
  });

  test("keys of different people, workspaces and routes do not meet", async () => {
    const key = randomUUID();
    const one = await newOwner(here.server, "One");
    const two = await newOwner(here.server, "Two");
    const body = { name: "same", role: "viewer" };
    const first = ok(await one.post("/api/v1/api-keys", body, withKey(key)), 201);
    const second = ok(await two.post("/api/v1/api-keys", body, withKey(key)), 201);
    assert.notEqual(first.id, second.id);
    const other = ok(await one.post("/api/v1/workspaces", { name: "Elsewhere" }), 201);
    const moved = one.stranger({ token: ok(await one.post("/api/v1/auth/switch", { workspaceId: other.id })).accessToken });
    assert.notEqual(ok(await moved.post("/api/v1/api-keys", body, withKey(key)), 201).id, first.id);
    refused(await two.post("/api/v1/workspaces", { name: "same" }, withKey(key)), 409, "idempotency_conflict");
  });

  test("an answer that says no is repeated, too", async () => {
    const owner = await newOwner(here.server);
    const key = randomUUID();
    const broken = { name: "", role: "viewer" };
    const first = refused(await owner.post("/api/v1/api-keys", broken, withKey(key)), 422, "validation_failed");
    const again = await owner.post("/api/v1/api-keys", broken, withKey(key));
    assert.equal(again.status, 422);
    assert.deepEqual(again.json.error.details, first.details);
    ok(await owner.post("/api/v1/api-keys", { name: "right", role: "viewer" }, withKey(randomUUID())), 201);
  });

  test("a key has a length that is kept to", async () => {
    const owner = await newOwner(here.server);
    const body = { name: "x", role: "viewer" };
    ok(await owner.post("/api/v1/api-keys", body, withKey("k".repeat(255))), 201);
    refused(await owner.post("/api/v1/api-keys", body, withKey("k".repeat(256))), 422, "validation_failed");
    const empty = [await owner.post("/api/v1/api-keys", body, withKey("")), await owner.post("/api/v1/api-keys", body, withKey(""))];
    assert.notEqual(ok(empty[0], 201).id, ok(empty[1], 201).id, "an empty key is none");
  });
});
