// One simulated day of several nodes with thousands of connections over six simulated platforms, while nodes are killed.
// Ends with a table; the exit status says whether every connection was synced, no quota overdrawn and no token lost.
//
//   tools/with-services --postgres --fast -- node tests/soak/soak.mjs [--connections 20000] [--nodes 3] [--hours 24]
//                                                                     [--kills HOURS] [--seed N]
//
// ROSTRUM_BIN names the server's binary. The clock of all processes is moved in steps; a step begins when the work of the
// one before is done, so that a day takes as long as its work. With fewer hours two days are skipped first, as after an
// outage.
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { until } from "../integration/support/wait.mjs";
import { inParallel, makeWorkspaces, signIn, signIns } from "./accounts.mjs";
import { Cluster } from "./cluster.mjs";
import { Session, figures, hasTicked, leftovers, needReauth, refreshing, workLeft, workingOwners } from "./database.mjs";
import { dice } from "./dice.mjs";
import { combine, faults, table } from "./report.mjs";

const minute = 60_000;
const hour = 60 * minute;
const step = 10 * minute;
/** X counts in stretches of 15 minutes. */
const betweenRounds = 20 * minute;
/** The leases of a dead node's jobs (30 s) and refreshes (120 s) are over. */
const pastLeases = 150_000;
/** SYNC_SKIP_YOUNGER. */
const skipYounger = 12 * hour;
const roundsMax = 200;
const drainSecondsMax = 1_800;

function options() {
  const number = (name, fallback) => ({ [name]: { type: "string", default: String(fallback) } });
  const { values } = parseArgs({
    options: { ...number("connections", 20_000), ...number("nodes", 3), ...number("hours", 24), ...number("seed", randomInt(2 ** 31)), kills: { type: "string" } },
  });
  const read = Object.fromEntries(Object.entries({ kills: values.hours, ...values }).map(([name, text]) => [name, Number(text)]));
  const limits = { connections: [160, 100_000], nodes: [1, 20], hours: [1, 24], kills: [0, 1_000], seed: [0, 2 ** 32] };
  for (const [name, [least, most]] of Object.entries(limits)) {
    if (!Number.isInteger(read[name]) || read[name] < least || read[name] > most) throw new Error(`--${name} is a number from ${least} to ${most}`);
  }
  if (read.kills > 0 && read.nodes < 2) throw new Error("--kills needs two nodes: one goes on while the other is dead");
  return read;
}

const began = Date.now();
const say = (text) => console.log(`[${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s] ${text}`);

class Soak {
  constructor(wanted) {
    this.wanted = wanted;
    this.random = dice(wanted.seed);
    this.kills = 0;
    this.caughtAtKills = new Set();
    this.putOff = 0;
  }

  async open() {
    this.cluster = await Cluster.create(this.wanted.nodes);
    this.clock = this.cluster.clock;
    this.session = new Session(this.cluster.store.url);
    say(`${this.wanted.nodes} nodes are up; logs in ${this.cluster.directory}`);
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  /** Waits until the living nodes have nothing more to do now. Answers how many jobs a dead node left behind. */
  async drained() {
    let left;
    await until(
      "the work is done",
      async () => {
        for (const node of this.cluster.nodes) if (node.child.isOver && !this.cluster.deadOwners.has(node.owner)) throw new Error(`${node.name} died by itself: ${node.log}`);
        left = await workLeft(this.session, this.clock.now(), this.cluster.deadOwners);
        return left.running === 0 && left.due === 0;
      },
      { seconds: drainSecondsMax, show: () => left },
    );
    return left.orphaned;
  }

  /** Moves the clock, and waits until the periodic work of the new time is under way. */
  async advance(by) {
    const before = this.clock.now();
    this.clock.advance(by);
    if (by >= step) await until("the periodic work begins", () => hasTicked(this.session, before), { seconds: 60 });
  }

  // ---- connecting

  async connect() {
    const queues = signIns(this.wanted.connections);
    const workspaces = 1 + Math.max(...queues.flatMap(({ waiting }) => waiting.map((one) => one.workspace)));
    this.keys = await makeWorkspaces(this.cluster.nodes[0], workspaces);
    say(`${workspaces} workspaces are made`);
    for (let round = 1; queues.some(({ waiting }) => waiting.length > 0); round += 1) {
      if (round > roundsMax) throw new Error(`after ${roundsMax} rounds some accounts are still not connected: ${this.lastRefusal}`);
      await this.connectRound(queues);
      await this.drained();
      const left = queues.reduce((sum, { waiting }) => sum + waiting.length, 0);
      say(`round ${round} of connecting: ${left} sign-ins are left`);
      await this.advance(betweenRounds);
      await this.drained();
    }
  }

  async connectRound(queues) {
    const now = queues.flatMap((queue) => queue.waiting.splice(0, queue.eachRound).map((one) => ({ queue, one })));
    await inParallel(now, async ({ queue, one }) => {
      const first = Math.floor(this.random() * this.cluster.nodes.length);
      const nodes = [...this.cluster.nodes.slice(first), ...this.cluster.nodes.slice(0, first)];
      try {
        await signIn(nodes, this.cluster, this.keys[one.workspace], one);
      } catch (error) {
        // A quota may be used up: in the next round it is not.
        this.putOff += 1;
        this.lastRefusal = error.message;
        queue.waiting.push(one);
      }
    });
  }

  // ---- the day

  async day() {
    if (this.wanted.hours < 24) {
      // Two: at the first of its times an account may have been synced less than twelve hours ago.
      await this.advance(48 * hour);
      await this.drained();
      say("two days are skipped: everything is due at once");
    }
    if (this.wanted.hours === 24) await this.growOld();
    const start = this.clock.now();
    const end = start + this.wanted.hours * hour;
    const killAt = Array.from({ length: this.wanted.kills }, (_, i) => start + ((i + 0.5) * (end - start)) / this.wanted.kills);
    for (let saidAt = 0; this.clock.now() < end; ) {
      await this.advance(step);
      if (this.clock.now() >= killAt[0]) {
        killAt.shift();
        await this.killOne();
      }
      await this.drained();
      const hours = Math.floor((this.clock.now() - start) / hour);
      if (hours > saidAt) say(`hour ${(saidAt = hours)} of ${this.wanted.hours}, ${this.kills} kills`);
    }
    // What was put off to the end of a stretch of a quota still belongs to the day.
    for (const _ of [1, 2]) {
      await this.advance(step);
      await this.drained();
    }
  }

  /** An account that was synced less than twelve hours ago is left out at its time of the day. */
  async growOld() {
    for (const end = this.clock.now() + skipYounger; this.clock.now() < end; ) {
      await this.advance(step);
      await this.drained();
    }
    say("the first syncs are twelve hours old");
  }

  /** SIGKILL in the middle of work. Another node finishes it, once the leases are over. */
  async killOne() {
    const victim = await this.victim();
    await pause(Math.floor(this.random() * 100));
    await this.cluster.kill(victim);
    this.kills += 1;
    for (const key of await refreshing(this.session)) this.caughtAtKills.add(key);
    const restarted = this.cluster.nodes.length > 1 ? this.drained().then(() => victim.start()) : victim.start();
    await restarted;
    // Only now: a jump ends the leases of the living, too.
    await this.drained();
    await this.advance(pastLeases);
    await this.drained();
  }

  /** A node that is working, if one is within seconds. */
  async victim() {
    const deadline = Date.now() + 3_000;
    while (Date.now() < deadline) {
      const owners = await workingOwners(this.session);
      const working = this.cluster.nodes.filter(({ owner }) => owners.includes(owner));
      if (working.length > 0) return this.pick(working);
    }
    return this.pick(this.cluster.nodes);
  }

  // ---- the end

  async report(dayBegan) {
    const rows = combine(
      await figures(this.session, { from: dayBegan, to: this.clock.now() }),
      (await this.cluster.sandbox.control("GET", "quotas")).data,
      await needReauth(this.session),
      this.caughtAtKills,
    );
    const left = await leftovers(this.session);
    const calls = (await this.cluster.sandbox.calls()).reduce((sum, call) => sum + call.count, 0);
    const seconds = (Date.now() - began) / 1000;
    console.log(`\n${table(rows)}\n`);
    console.log(`${this.wanted.nodes} nodes, ${this.wanted.hours} simulated hours, ${this.kills} kills, seed ${this.wanted.seed}`);
    console.log(`${calls} calls to the platforms in ${Math.round(seconds)} s (${Math.round(calls / seconds)} a second); ${this.putOff} sign-ins were put off`);
    return faults(rows, { wanted: this.wanted.connections, kills: this.kills, ...left });
  }

  async run() {
    await this.open();
    let failed = true;
    try {
      await this.connect();
      say("all are connected; the day begins");
      const dayBegan = this.clock.now();
      await this.day();
      const found = await this.report(dayBegan);
      for (const fault of found) console.log(`FAULT: ${fault}`);
      failed = found.length > 0;
      console.log(failed ? "soak: failed" : "soak: passed");
    } finally {
      this.session.close();
      await this.cluster.close({ keep: failed || process.env.ROSTRUM_KEEP });
      if (failed) console.log(`logs are kept in ${this.cluster.directory}`);
    }
    return failed ? 1 : 0;
  }
}

process.exitCode = await new Soak(options()).run();
