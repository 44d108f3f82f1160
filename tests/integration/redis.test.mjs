// Rate limits that several nodes share through Redis, and a Redis that goes away and comes back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { Client, ok, refused } from "./support/http.mjs";
import { newOwner } from "./support/people.mjs";
import { freePort } from "./support/ports.mjs";
import { hasRedis, Redis } from "./support/redis.mjs";
import { metricsToken } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

const redis = hasRedis ? await Redis.create() : undefined;
const guarded = hasRedis ? await Redis.create({ password: "the-password-of-redis" }) : undefined;
after(async () => {
  await redis?.stop();
  await guarded?.stop();
});

const allowed = 20;
const settings = {
  REDIS_URL: redis?.url,
  RATE_LIMIT_GENERAL: `${allowed}/1h`,
  RATE_LIMIT_SIGNED_IN: "100/1h",
  TRUSTED_PROXIES: "127.0.0.1",
};

let places = 0;
const newPlace = () => `203.0.113.${(places += 1)}`;

/** A client behind the proxy. */
function from(node, address, options) {
  const client = new Client(node, options);
  const { headersFor } = client;
  client.headersFor = (method, extra) => ({ "x-forwarded-for": address, ...headersFor.call(client, method, extra) });
  return client;
}

/** What is left of an allowance, as an answer says. */
function left(answer, policy) {
  const [, rest] = new RegExp(`"${policy}";r=(\\d+)`).exec(answer.headers.ratelimit) ?? [];
  assert.notEqual(rest, undefined, answer.headers.ratelimit);
  return Number(rest);
}

const visit = (client) => client.get("/api/v1/auth/config");
const readiness = async (here) => ok(await here.nobody.get("/readyz"));
const redisIs = (here, state) => until(`Redis is ${state}`, async () => (await readiness(here)).redis === state, { seconds: 20 });

async function degradedMetric(node) {
  const { text } = await new Client(node, { token: metricsToken }).get("/metrics");
  return Number(/^rate_limiter_degraded (\d)/m.exec(text)?.[1]);
}

function logged(here, message) {
  return readFileSync(here.installation.log, "utf8").split("\n").filter((line) => line.includes(message)).length;
}
const degradations = (here) => logged(here, "counted in this process only");
const returns = (here) => logged(here, "counted in Redis again");

if (hasRedis) {
  onEachDatabase("two nodes over one Redis", (here) => {
    let other;
    test("share the allowance of an address", async () => {
      other = await here.installation.start({ settings: { PORT: String(await freePort()) } });
      const address = newPlace();
      const nodes = [from(here.server, address), from(other, address)];
      for (let i = 0; i < allowed; i += 1) {
        const answer = await visit(nodes[i % 2]);
        ok(answer);
        assert.equal(left(answer, "general"), allowed - 1 - i);
      }
      for (const node of nodes) {
        const answer = await visit(node);
        refused(answer, 429, "rate_limit_exceeded");
        assert.ok(Number(answer.headers["retry-after"]) > 0);
      }
      ok(await visit(from(other, newPlace())));
    });

    test("share the allowance of a member, also when all requests come at once", async () => {
      const owner = await newOwner(here.server, "Olga", from(here.server, newPlace()));
      const begin = left(await owner.get("/api/v1/auth/me"), "signed-in");
      const { key } = ok(await owner.post("/api/v1/api-keys", { name: "program", role: "viewer" }), 201);
      const nodes = [here.server, other].map((node) => new Client(node, { token: key }));
      const answers = await Promise.all(Array.from({ length: 130 }, (_, i) => nodes[i % 2].get("/api/v1/connections")));
      assert.equal(answers.filter((answer) => answer.status === 200).length, 100);
      assert.equal(answers.filter((answer) => answer.status === 429).length, 30);
      assert.equal(left(await owner.get("/api/v1/auth/me"), "signed-in"), begin - 2, "the user's own is another");
    });

    test("and a restart gives nothing back", async () => {
      const address = newPlace();
      for (let i = 0; i < 5; i += 1) ok(await visit(from(other, address)));
      await other.stop();
      other = await here.installation.start({ settings: { PORT: String(await freePort()) } });
      assert.equal(left(await visit(from(other, address)), "general"), allowed - 6);
    });
  }, { settings, only: "postgresql", sandbox: "apart" });

  onEachDatabase("a Redis that goes away", (here) => {
    test("is used while it is there, and keeps nothing for ever", async () => {
      const address = newPlace();
      ok(await visit(from(here.server, address)));
      assert.deepEqual(await readiness(here), { status: "ready", database: "ok", redis: "ok" });
      assert.equal(await degradedMetric(here.server), 0);
      const keys = await redis.keys(`rostrum:rate:*${address}*`);
      assert.equal(keys.length, 1, keys.join());
      const [, seconds] = /^:(\d+)/.exec(await redis.say(`TTL ${keys[0]}`)) ?? [];
      assert.ok(Number(seconds) > 0 && Number(seconds) <= 3600, seconds);
    });

    test("leaves a server that answers, limits by itself and says so", async () => {
      const address = newPlace();
      const client = from(here.server, address);
      for (let i = 0; i < 5; i += 1) ok(await visit(client));
      await redis.stop();
      const began = Date.now();
      assert.equal(left(await visit(client), "general"), allowed - 1, "counted anew, in the process");
      for (let i = 1; i < allowed; i += 1) ok(await visit(client));
      refused(await visit(client), 429, "rate_limit_exceeded");
      assert.ok(Date.now() - began < 5000, `nothing waits for Redis: it took ${Date.now() - began} ms`);
      assert.deepEqual(await readiness(here), { status: "ready", database: "ok", redis: "degraded" });
      assert.equal(await degradedMetric(here.server), 1);
      assert.equal(degradations(here), 1, "said once");
      assert.equal(returns(here), 0);
    });

    test("is used again when it is back, without a restart of ours", async () => {
      const client = from(here.server, newPlace());
      await redis.start();
      await redisIs(here, "ok");
      assert.equal(await degradedMetric(here.server), 0);
      assert.equal(left(await visit(client), "general"), allowed - 1);
      assert.equal(left(await visit(client), "general"), allowed - 2);
      assert.equal((await redis.keys("rostrum:rate:general:*")).length, 1);
      assert.equal(degradations(here), 1);
      assert.equal(returns(here), 1, "said once");
    });

    test("or that hangs costs a moment, once, and not for each request", async () => {
      ok(await visit(from(here.server, newPlace())));
      redis.hold();
      try {
        const began = Date.now();
        const answers = await Promise.all(Array.from({ length: 60 }, () => visit(from(here.server, newPlace()))));
        for (const answer of answers) ok(answer);
        assert.ok(Date.now() - began < 5000, `it took ${Date.now() - began} ms`);
        assert.equal((await readiness(here)).redis, "degraded");
        assert.equal(degradations(here), 2);
      } finally {
        redis.letGo();
      }
      await redisIs(here, "ok");
      assert.equal(returns(here), 2);
    });
  }, { settings });

  onEachDatabase("a Redis with a password", (here) => {
    test("is told it", async () => {
      assert.equal((await readiness(here)).redis, "ok");
    });

    test("refuses a wrong one: the server starts, is degraded, and repeats no password", async () => {
      await here.server.stop();
      const wrong = guarded.url.replace(guarded.password, "a-wrong-password-4711");
      here.server = await here.installation.start({ settings: { REDIS_URL: wrong } });
      assert.equal((await readiness(here)).redis, "degraded");
      const log = readFileSync(here.installation.log, "utf8");
      assert.match(log, /refuses AUTH: WRONGPASS/);
      assert.ok(!log.includes("a-wrong-password-4711"));
      assert.ok(!log.includes(guarded.password));
    });

    test("may be missing at the start and come later", async () => {
      await here.server.stop();
      const late = await Redis.create();
      await late.stop();
      here.server = await here.installation.start({ settings: { REDIS_URL: late.url } });
      assert.equal((await readiness(here)).redis, "degraded");
      ok(await visit(from(here.server, newPlace())));
      await late.start();
      await redisIs(here, "ok");
      await late.stop();
    });
  }, { settings: { ...settings, REDIS_URL: guarded.url } });
}
