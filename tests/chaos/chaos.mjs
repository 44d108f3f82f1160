// Thousands of posts over six simulated platforms by several nodes that are killed at random moments, while platforms lose answers,
// fail, hang and refuse. Ends with a table; the exit status says whether every target was published once, or says truly why not.
//
//   tools/with-services --postgres --fast -- node tests/chaos/chaos.mjs [--posts 2000] [--nodes 3] [--seed N] [--on postgresql|sqlite]
//
// ROSTRUM_BIN names the server's binary. When nothing is left to do now, the clock of all processes is moved to what comes next.
import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import { postgresRestart } from "../integration/support/databases.mjs";
import { send } from "../integration/support/http.mjs";
import { until } from "../integration/support/wait.mjs";
import { makeWorkspaces, signIn, inParallel } from "../soak/accounts.mjs";
import { Cluster } from "../soak/cluster.mjs";
import { dice } from "../soak/dice.mjs";
import { makeFiles, makePosts, optionsOf, plan } from "./load.mjs";
import { compare, faults, table } from "./report.mjs";

const run = promisify(execFile);
const second = 1_000;
const killEvery = [2 * second, 5 * second];
const createdAtOnce = 8;
const spreadSeconds = 60;
const quietSeconds = 3;
const tellSeconds = 30;
const leapMax = 30 * 60 * second;
const endSecondsMax = 3_600;
const final = new Set(["published", "failed", "needs_attention", "cancelled"]);

function options() {
  const { values } = parseArgs({
    options: {
      posts: { type: "string", default: "2000" },
      nodes: { type: "string" },
      seed: { type: "string", default: String(randomInt(2 ** 31)) },
      on: { type: "string", default: "postgresql" },
    },
  });
  if (!["postgresql", "sqlite"].includes(values.on)) throw new Error("--on is postgresql or sqlite");
  const read = { on: values.on, posts: Number(values.posts), nodes: Number(values.nodes ?? (values.on === "sqlite" ? 1 : 3)), seed: Number(values.seed) };
  const limits = { posts: [20, 100_000], nodes: [1, 20], seed: [0, 2 ** 32] };
  for (const [name, [least, most]] of Object.entries(limits)) {
    if (!Number.isInteger(read[name]) || read[name] < least || read[name] > most) throw new Error(`--${name} is a number from ${least} to ${most}`);
  }
  return read;
}

const began = Date.now();
const say = (text) => console.log(`[${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s] ${text}`);

class Chaos {
  constructor(wanted) {
    this.wanted = wanted;
    this.random = dice(wanted.seed);
    this.kills = 0;
  }

  async open() {
    this.cluster = await Cluster.create(this.wanted.nodes, { on: this.wanted.on });
    say(`${this.wanted.nodes} nodes are up on ${this.wanted.on}; logs in ${this.cluster.directory}`);
  }

  /** Asks some node, and another one when that is dead or broken; with the same key, so that nothing happens twice. */
  async ask(method, path, { body, raw, type = "application/json", key, seconds = 300 } = {}) {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const headers = { authorization: `Bearer ${this.token}` };
    if (payload !== undefined) Object.assign(headers, { "content-type": type, "content-length": Buffer.byteLength(payload) });
    if (key) headers["idempotency-key"] = key;
    let last;
    const deadline = Date.now() + seconds * second;
    while (Date.now() < deadline) {
      const node = this.cluster.nodes[Math.floor(Math.random() * this.cluster.nodes.length)];
      try {
        const answer = await send(node.url + path, { method, headers, body: payload });
        if (answer.status < 400) return answer.json;
        last = `${answer.status} ${answer.text.slice(0, 500)}`;
        if (answer.status < 500 && answer.status !== 409 && answer.status !== 429) throw Object.assign(new Error(`${method} ${path}: ${last}`), { final: true });
      } catch (error) {
        if (error.final) throw error;
        last = error.message;
      }
      await pause(100);
    }
    throw new Error(`${method} ${path}: not answered in ${seconds} s: ${last}`);
  }

  async connect() {
    [this.token] = await makeWorkspaces(this.cluster.nodes[0], 1);
    this.logins = new Map();
    for (const { platform, accounts, pick } of plan) {
      for (const account of accounts) {
        await this.signIn({ platform, account, pick, wanted: 1 });
      }
    }
    const data = await this.connections();
    this.accounts = Object.fromEntries(plan.map(({ platform }) => [platform, data.filter((one) => one.platform === platform)]));
    await until("the first syncs are done", async () => (await this.connections()).every((one) => one.lastSyncedAt), { seconds: 300 });
    say(`${data.length} accounts are connected`);
  }

  async connections() {
    return (await this.ask("GET", "/api/v1/connections?limit=100")).data;
  }

  async signIn(login) {
    await signIn(this.cluster.nodes, this.cluster, this.token, login);
    for (const { id } of await this.connections()) if (!this.logins.has(id)) this.logins.set(id, login);
  }

  /** A refresh token that was on its way when its node died is lost: the owner connects the account again. */
  async reconnect() {
    for (const { id, status } of await this.connections()) {
      if (status !== "needs_reauth") continue;
      await signIn(this.cluster.nodes, this.cluster, this.token, this.logins.get(id)).then(() => { this.reconnects = (this.reconnects ?? 0) + 1; }, () => {});
    }
  }

  async upload() {
    this.files = {};
    for (const [kind, { type, bytes }] of Object.entries(makeFiles(this.cluster.directory))) {
      this.files[kind] = await this.ask("POST", "/api/v1/media", { raw: bytes, type });
    }
  }

  async spoil() {
    for (const { platform } of plan) {
      for (const fault of [
        { kind: "drop_after_effect", chance: 0.02 },
        { kind: "status", value: 503, chance: 0.02 },
        { kind: "latency", value: 25_000, chance: 0.01 },
        { kind: "rate_limit", value: 5, chance: 0.01 },
      ]) {
        await this.cluster.sandbox.control("POST", "faults", { platform, ...fault });
      }
    }
  }

  async create() {
    const mark = `chaos ${this.wanted.seed}`;
    const start = this.cluster.clock.now() + 5 * second;
    this.posts = makePosts(this.wanted.posts, this.random, mark);
    await inParallel(this.posts.map((post, i) => ({ post, i })), async ({ post, i }) => {
      const of = this.accounts[post.platform];
      post.connection = of[post.account % of.length];
      const body = {
        content: post.text,
        ...(post.media ? { mediaIds: [this.files[post.media].id] } : {}),
        ...(post.platform === "youtube" ? { title: post.text } : {}),
        targets: [{ connectionId: post.connection.id, ...(optionsOf[post.platform] ? { options: optionsOf[post.platform] } : {}) }],
        // Some at once, the others spread over a minute.
        ...(i % 4 === 0 ? { publishNow: true } : { scheduledAt: new Date(start + (i * spreadSeconds * second) / this.posts.length).toISOString() }),
      };
      post.id = (await this.ask("POST", "/api/v1/posts", { body, key: `${mark}-${i}` })).id;
    }, createdAtOnce);
    say(`${this.posts.length} posts are created`);
  }

  /** SIGKILL of a random node at random moments, for as long as there is work. */
  async keepKilling() {
    while (!this.isOver) {
      await pause(killEvery[0] + this.random() * (killEvery[1] - killEvery[0]));
      if (this.isOver) return;
      const victim = this.cluster.nodes[Math.floor(this.random() * this.cluster.nodes.length)];
      await this.cluster.kill(victim);
      this.kills += 1;
      if (this.kills === 10 && postgresRestart && this.wanted.on === "postgresql") {
        await run(postgresRestart, ["restart"]);
        this.restarts = 1;
        say("PostgreSQL was restarted");
      }
      await victim.start();
    }
  }

  async states() {
    const targets = new Map();
    let cursor = "";
    do {
      const page = await this.ask("GET", `/api/v1/posts?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      for (const post of page.data) targets.set(post.id, post.targets[0]);
      cursor = page.nextCursor;
    } while (cursor);
    return targets;
  }

  /** A call that takes long in this world must not take hours in that one. */
  async isQuiet() {
    return (await this.cluster.sandbox.control("GET", "clock")).underWay === 0;
  }

  /** Until every target has come to an end. When nothing has changed for a while, time leaps to what comes next. */
  async finish() {
    let unchanged = Date.now();
    let told = Date.now();
    let seen = "";
    await until(
      "every target has come to an end",
      async () => {
        await pause(500);
        this.targets = await this.states();
        const all = [...this.targets.values()];
        const open = all.filter(({ status }) => !final.has(status));
        if (open.length === 0) return all.length === this.posts.length;
        if (Date.now() - told > tellSeconds * second) {
          told = Date.now();
          say(`${open.length} of ${all.length} are not over; ${this.kills} kills; the clock there is ${Math.round((this.cluster.clock.now() - told) / 60_000)} min ahead`);
        }
        const now = `${open.length} ${open.map(({ nextTryAt }) => nextTryAt).sort()[0]}`;
        if (now !== seen) {
          seen = now;
          unchanged = Date.now();
        } else if (Date.now() - unchanged > quietSeconds * second && (await this.isQuiet())) {
          const next = Math.min(...open.map(({ nextTryAt }) => (nextTryAt ? Date.parse(nextTryAt) : Infinity)));
          const leap = Math.min(leapMax, Math.max(second, next - this.cluster.clock.now()));
          await this.reconnect();
          this.cluster.clock.advance(Number.isFinite(leap) ? leap : leapMax);
          unchanged = Date.now();
        }
        return false;
      },
      { seconds: endSecondsMax, show: () => [...this.targets.values()].filter(({ status }) => !final.has(status)).slice(0, 5) },
    );
  }

  async report() {
    const published = (await this.cluster.sandbox.control("GET", "published")).data;
    const rows = compare(plan.map(({ platform }) => platform), this.posts, this.targets, published);
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`\n${table(rows)}\n`);
    for (const { id, text, platform } of rows.flatMap(({ wrong }) => wrong)) {
      const { data } = await this.ask("GET", `/api/v1/posts/${id}/attempts?limit=100`);
      console.log(`${platform}, ${text}:`);
      for (const { at, step, outcome, code, note } of data.reverse()) console.log(`  ${at} ${step} ${outcome} ${code ?? ""} ${note ?? ""}`);
    }
    console.log(`${this.wanted.nodes} nodes on ${this.wanted.on}, ${this.kills} kills, ${this.restarts ?? 0} restarts of the database, ${this.reconnects ?? 0} accounts connected again, seed ${this.wanted.seed}, ${seconds} s`);
    return faults(rows, this.posts.length);
  }
}

const chaos = new Chaos(options());
let found = ["it did not come to its end"];
try {
  await chaos.open();
  await chaos.connect();
  await chaos.upload();
  await chaos.spoil();
  const killing = chaos.keepKilling();
  try {
    await chaos.create();
    await chaos.finish();
  } finally {
    chaos.isOver = true;
    await killing;
  }
  found = await chaos.report();
} catch (error) {
  console.error(error);
}
for (const fault of found) console.log(`FAULT: ${fault}`);
console.log(found.length === 0 ? "chaos: passed" : "chaos: failed");
await chaos.cluster?.close({ keep: found.length > 0 });
if (found.length > 0) console.log(`logs are kept in ${chaos.cluster?.directory}`);
process.exitCode = found.length === 0 ? 0 : 1;
