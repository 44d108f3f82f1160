// The processes under test: nodes over one database, the simulated platforms, and the clock of all of them.
import http from "node:http";
import { openSync, readFileSync, rmSync, mkdtempSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databases } from "../integration/support/databases.mjs";
import { send } from "../integration/support/http.mjs";
import { freePort } from "../integration/support/ports.mjs";
import { endWithin, launch, tail } from "../integration/support/process.mjs";
import { Sandbox } from "../integration/support/sandbox.mjs";
import { cronSecret, keys, metricsToken, platforms, signingSecret, unlimited } from "../integration/support/server.mjs";
import { until } from "../integration/support/wait.mjs";

const startSecondsMax = 60;
const stopSecondsMax = 60;

/** How far the clocks of all processes are moved, in a file that they map. */
class MovedClock {
  constructor(path) {
    this.path = path;
    this.file = openSync(path, "w");
    this.shift = 0;
    this.advance(0);
  }
  now() {
    return Date.now() + this.shift;
  }
  advance(milliseconds) {
    this.shift += milliseconds;
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(this.shift) * 1000n);
    writeSync(this.file, bytes, 0, 8, 0);
  }
}

class Node {
  constructor(name, port, settings, log) {
    Object.assign(this, { name, settings: { ...settings, PORT: String(port) }, log, url: `http://127.0.0.1:${port}` });
  }

  async start() {
    this.agent = new http.Agent({ keepAlive: true });
    const logged = this.child ? readFileSync(this.log).length : 0;
    this.child = launch(["serve"], this.settings, this.log);
    await until(
      `${this.name} is ready`,
      async () => {
        if (this.child.isOver) throw new Error(`${this.name} ended at its start\n${tail(this.log)}`);
        return send(`${this.url}/readyz`).then(({ status }) => status === 200, () => false);
      },
      { seconds: startSecondsMax, show: () => tail(this.log) },
    );
    // Jobs in the database carry it: so it is known whose they are. It is said right after the server is ready.
    await until(
      `${this.name} says who it is`,
      () => {
        this.owner = /"lease_owner":"([0-9a-f-]+)"/.exec(readFileSync(this.log).subarray(logged).toString())?.[1];
        return this.owner;
      },
      { seconds: startSecondsMax, show: () => tail(this.log) },
    );
  }

  async kill() {
    this.agent.destroy();
    this.child.kill("SIGKILL");
    await this.child.ended;
  }

  async stop() {
    this.agent.destroy();
    this.child.kill("SIGTERM");
    const end = await endWithin(this.child, stopSecondsMax, this.log);
    if (end.code !== 0) throw new Error(`${this.name} ended badly: ${JSON.stringify(end)}\n${tail(this.log)}`);
  }
}

export class Cluster {
  static async create(count, { on = "postgresql" } = {}) {
    const database = databases.find(({ name }) => name === on);
    if (!database) throw new Error("PostgreSQL is needed: tools/with-services --postgres -- node ...");
    if (on === "sqlite" && count > 1) throw new Error("a file of SQLite belongs to one node");
    const cluster = new Cluster();
    cluster.directory = mkdtempSync(join(tmpdir(), "rostrum-cluster."));
    cluster.store = await database.create(cluster.directory);
    cluster.clock = new MovedClock(join(cluster.directory, "clock"));
    await cluster.#startSandbox();
    const ports = [];
    for (let i = 0; i < count; i += 1) ports.push(await freePort());
    const settings = cluster.#settings(ports[0]);
    cluster.nodes = ports.map((port, i) => new Node(`node ${i + 1}`, port, settings, join(cluster.directory, `node${i + 1}.log`)));
    cluster.deadOwners = new Set();
    // One after the other: the first one migrates.
    for (const node of cluster.nodes) await node.start();
    return cluster;
  }

  #settings(publicPort) {
    return {
      DATA_DIR: this.directory,
      BIND_ADDRESS: "127.0.0.1",
      PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
      SANDBOX_CLOCK_FILE: this.clock.path,
      ENCRYPTION_KEYS: keys.first,
      SESSION_SECRET: signingSecret,
      CRON_JOB_SECRET: cronSecret,
      METRICS_TOKEN: metricsToken,
      ...unlimited,
      ...Object.fromEntries(platforms.map((platform) => [`${platform}_BASE_URL`, this.sandbox.url])),
      ...this.store.env,
    };
  }

  async #startSandbox() {
    const port = await freePort();
    this.sandbox = new Sandbox(`http://127.0.0.1:${port}`);
    this.sandboxLog = join(this.directory, "sandbox.log");
    const settings = { SANDBOX_PORT: String(port), SANDBOX_CLOCK_FILE: this.clock.path };
    this.sandboxProcess = launch(["sandbox"], settings, this.sandboxLog);
    this.sandboxAgent = new http.Agent({ keepAlive: true });
    await until("the sandbox answers", () => this.sandbox.accounts().then(() => true, () => false), { seconds: startSecondsMax, show: () => tail(this.sandboxLog) });
  }

  async kill(node) {
    this.deadOwners.add(node.owner);
    await node.kill();
  }

  /** Ends everything; the logs are kept when something went wrong. */
  async close({ keep }) {
    for (const node of this.nodes ?? []) await node.stop();
    this.sandboxAgent.destroy();
    this.sandboxProcess.kill("SIGTERM");
    await endWithin(this.sandboxProcess, stopSecondsMax, this.sandboxLog);
    await this.store.drop();
    if (!keep) rmSync(this.directory, { recursive: true, force: true });
  }
}
