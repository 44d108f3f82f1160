// Each allowance of our own API, crossed; and the headers that tell of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bare, image } from "./support/files.mjs";
import { Client, ok, refused } from "./support/http.mjs";
import { connectAndSync, newAddress, newOwner, password } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const settings = {
  RATE_LIMIT_GENERAL: "20/1h",
  RATE_LIMIT_SIGNED_IN: "120/1h",
  RATE_LIMIT_SIGN_IN: "4/1h",
  RATE_LIMIT_SYNC: "2/1h",
  RATE_LIMIT_CONNECTIONS: "3/1h",
  RATE_LIMIT_UPLOAD: "3/1h",
  TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8",
  CRON_JOB_SECRET: "a secret of the operator for periodic jobs",
};

let places = 0;
/** A client behind the proxy, at an address that nobody has used. */
const from = (here, address = `203.0.113.${(places += 1)}`) => {
  const client = new Client(here.server);
  const { headersFor } = client;
  client.headersFor = (method, extra) => ({ "x-forwarded-for": address, ...headersFor.call(client, method, extra) });
  return client;
};

const newcomer = (here) => newOwner(here.server, "Olga", from(here));

function refusedFor(answer, policy) {
  const error = refused(answer, 429, "rate_limit_exceeded");
  assert.equal(error.retryable, true);
  assert.match(error.userMessage, /^Too many requests\. /);
  const wait = Number(answer.headers["retry-after"]);
  assert.ok(Number.isInteger(wait) && wait >= 1 && wait <= 3600, answer.headers["retry-after"]);
  assert.match(answer.headers.ratelimit, new RegExp(`"${policy}";r=0;t=\\d+`));
  return error;
}

onEachDatabase("rate limits", (here) => {
  test("sign-in: after four tries, right or wrong, there is a pause", async () => {
    const owner = await newcomer(here);
    const guesser = from(here);
    for (let left = 3; left >= 0; left -= 1) {
      const answer = await guesser.post("/api/v1/auth/login", { email: newAddress("nobody"), password: "wrong password" });
      refused(answer, 401, "unauthenticated");
      assert.match(answer.headers["ratelimit-policy"], /"general";q=20;w=3600, "sign-in";q=4;w=3600/);
      assert.match(answer.headers.ratelimit, new RegExp(`"sign-in";r=${left};t=\\d+`));
    }
    const right = { email: owner.email, password };
    refusedFor(await guesser.post("/api/v1/auth/login", right), "sign-in");
    refusedFor(await guesser.post("/api/v1/auth/register", { email: newAddress("new"), password, name: "New" }), "sign-in");
    ok(await from(here).post("/api/v1/auth/login", right));
  });

  test("general: whoever has no valid sign-in is counted by address, guessed tokens too", async () => {
    const stranger = from(here);
    for (let i = 0; i < 10; i += 1) ok(await stranger.get("/api/v1/auth/config"));
    stranger.token = "guessed";
    for (let i = 0; i < 10; i += 1) refused(await stranger.get("/api/v1/connections"), 401, "unauthenticated");
    refusedFor(await stranger.get("/api/v1/connections"), "general");
    stranger.token = undefined;
    refusedFor(await stranger.get("/api/v1/auth/config"), "general");
    ok(await stranger.get("/healthz"));
    ok(await stranger.get("/readyz"));
  });

  test("the operator's secrets are not compared any more for an address that guessed too often", async () => {
    const trigger = "/api/v1/jobs/clean-up/run";
    const guesser = from(here);
    for (let i = 0; i < 20; i += 1) {
      guesser.token = `guess ${i}`;
      refused(await guesser.post(trigger), 401, "unauthenticated");
    }
    guesser.token = settings.CRON_JOB_SECRET;
    refusedFor(await guesser.post(trigger), "general");
    const scheduler = from(here);
    scheduler.token = settings.CRON_JOB_SECRET;
    ok(await scheduler.post(trigger), 202);
  });

  test("what a member may not do is counted for the member, not for the address", async () => {
    const owner = await newcomer(here);
    const key = ok(await owner.post("/api/v1/api-keys", { name: "reader", role: "viewer" }), 201);
    const address = `203.0.113.${(places += 1)}`;
    const reader = from(here, address);
    reader.token = key.key;
    for (let i = 0; i < 25; i += 1) {
      refused(await reader.post("/api/v1/connections/instagram/authorize", {}), 403, "forbidden");
    }
    ok(await from(here, address).get("/api/v1/auth/config"));
  });

  test("the password that a change asks for cannot be guessed either", async () => {
    const owner = await newcomer(here);
    const change = { currentPassword: "wrong password", newPassword: "another long password" };
    for (let i = 0; i < 4; i += 1) {
      const answer = await owner.patch("/api/v1/auth/me", change);
      assert.ok([401, 403, 422].includes(answer.status), JSON.stringify(answer.body));
    }
    refused(await owner.patch("/api/v1/auth/me", { ...change, currentPassword: password }), 429, "rate_limit_exceeded");
    ok(await owner.patch("/api/v1/auth/me", { name: "Olga" }));
  });

  test("what a client writes into X-Forwarded-For itself does not count", async () => {
    const own = `203.0.113.${(places += 1)}`;
    for (let i = 0; i < 20; i += 1) ok(await from(here, `198.51.100.${i}, ${own}, 10.1.2.3`).get("/api/v1/auth/config"));
    refusedFor(await from(here, `198.51.100.99, ${own}`).get("/api/v1/auth/config"), "general");
  });

  test("an IPv6 subscriber is one, whatever address of the network is used", async () => {
    for (let i = 0; i < 20; i += 1) ok(await from(here, `2001:db8:7:7::${i + 1}`).get("/api/v1/auth/config"));
    refusedFor(await from(here, "2001:db8:7:7:ffff::1").get("/api/v1/auth/config"), "general");
    ok(await from(here, "2001:db8:7:8::1").get("/api/v1/auth/config"));
  });

  test("upload: files are counted when they begin, however they come", async () => {
    const one = await newcomer(here);
    const tus = { "tus-resumable": "1.0.0" };
    ok(await bare(one, image("png")), 201);
    refused(await bare(one, "no file at all"), 415, "unsupported_media_type");
    const begun = await one.request("POST", "/api/v1/media/uploads", { headers: { ...tus, "upload-length": "100" } });
    assert.equal(begun.status, 201);
    refusedFor(await bare(one, image("png")), "upload");
    refusedFor(await one.request("POST", "/api/v1/media/uploads", { headers: { ...tus, "upload-length": "100" } }), "upload");
    const goesOn = { ...tus, "upload-offset": "0", "content-type": "application/offset+octet-stream" };
    assert.equal((await one.request("PATCH", begun.headers.location, { raw: "x", headers: goesOn })).status, 204);
    ok(await bare(await newcomer(here), image("png")), 201);
  });

  test("sync and connections: each member has an allowance of their own", async () => {
    const [one, other] = [await newcomer(here), await newcomer(here)];
    const id = await connectAndSync(one, "tiny.pottery");
    for (const left of [1, 0]) {
      const begun = await one.post("/api/v1/connections/instagram/authorize", {});
      assert.match(ok(begun) && begun.headers.ratelimit, new RegExp(`"connections";r=${left};`));
    }
    refusedFor(await one.post("/api/v1/connections/instagram/authorize", {}), "connections");
    ok(await other.post("/api/v1/connections/instagram/authorize", {}));
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push(await one.post(`/api/v1/connections/${id}/sync`, {}));
    for (const answer of statuses.slice(0, 2)) assert.ok([202, 409].includes(answer.status), answer.text);
    refusedFor(statuses[2], "sync");
  });

  test("signed in: a user's requests end, another's and a key's go on", async () => {
    const [one, other] = [await newcomer(here), await newcomer(here)];
    const { key } = ok(await one.post("/api/v1/api-keys", { name: "program", role: "viewer" }), 201);
    let answer;
    for (let i = 0; i < 121; i += 1) answer = await one.get("/api/v1/auth/me");
    refusedFor(answer, "signed-in");
    ok(await other.get("/api/v1/auth/me"));
    ok(await new Client(here.server, { token: key }).get("/api/v1/connections"));
  });
}, { settings });
