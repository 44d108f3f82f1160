// Servers under test: each with data, ports and a log of its own, and checked when it stops.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { send } from "./http.mjs";
import { Contract } from "./openapi.mjs";
import { freePort } from "./ports.mjs";
import { endWithin, launch, stopSecondsMax, tail } from "./process.mjs";
import { Sandbox } from "./sandbox.mjs";
import { findSecrets } from "./secrets.mjs";
import { until } from "./wait.mjs";

const readySecondsMax = 30;

/** The one app that the simulated platform knows. */
export const platforms = ["INSTAGRAM", "FACEBOOK", "TIKTOK", "YOUTUBE", "X", "LINKEDIN"];

export const appSecret = "5ab7c1d2e3f40516273849a0b1c2d3e4";

export const keys = {
  first: `first:${"11".repeat(32)}`,
  second: `second:${"22".repeat(32)}`,
};
export const signingSecret = "integration-signing-secret-5f2c9b7e1d";
export const cronSecret = "integration-cron-secret-a81f3c-90d2e7";
export const metricsToken = "integration-metrics-token-77be02-41c6";

/** All tests come from one address; rate-limits.test.mjs is about the limits. */
export const unlimited = Object.fromEntries(["GENERAL", "SIGNED_IN", "SIGN_IN", "SYNC", "CONNECTIONS", "UPLOAD"].map((name) => [`RATE_LIMIT_${name}`, "off"]));

/** Runs a command of the binary to its end. */
export async function command(args, settings, log) {
  const child = launch(args, settings, log);
  const end = await endWithin(child, 60, log);
  return { ...end, log };
}

/** What belongs to one installation and survives restarts: data directory, database, ports, settings. */
export class Installation {
  static async create(database, { settings = {}, sandbox = "inside" } = {}) {
    const directory = mkdtempSync(join(tmpdir(), "rostrum-it."));
    const dataDir = join(directory, "data");
    mkdirSync(dataDir);
    const installation = new Installation();
    Object.assign(installation, { directory, dataDir, database, log: join(directory, "server.log"), sandboxKind: sandbox });
    installation.store = await database.create(dataDir);
    installation.port = await freePort();
    installation.sandboxPort = await freePort();
    installation.settings = {
      DATA_DIR: dataDir,
      BIND_ADDRESS: "127.0.0.1",
      PORT: String(installation.port),
      SANDBOX_PORT: String(installation.sandboxPort),
      PUBLIC_URL: `http://127.0.0.1:${installation.port}`,
      LOG_LEVEL: "debug",
      ENCRYPTION_KEYS: keys.first,
      SESSION_SECRET: signingSecret,
      CRON_JOB_SECRET: cronSecret,
      METRICS_TOKEN: metricsToken,
      ...unlimited,
      ...installation.store.env,
      ...settings,
    };
    installation.sandbox = new Sandbox(`http://127.0.0.1:${installation.sandboxPort}`);
    installation.kept = [];
    installation.servers = [];
    installation.ownSecrets = new Map();
    if (sandbox === "apart") await installation.#startSandbox();
    return installation;
  }

  /** A sandbox process of its own lives on when the server is killed. */
  async #startSandbox() {
    for (const platform of platforms) this.settings[`${platform}_BASE_URL`] = this.sandbox.url;
    this.sandboxLog = join(this.directory, "sandbox.log");
    this.sandboxProcess = launch(["sandbox"], { SANDBOX_PORT: String(this.sandboxPort) }, this.sandboxLog);
    await until("the sandbox answers", () => this.sandbox.accounts().then(() => true, () => false));
  }

  /** Starts a server. `settings` go before those of the installation, for this start. */
  async start({ settings = {}, options = [] } = {}) {
    const all = { ...this.settings, ...settings };
    const inside = this.sandboxKind === "inside" ? ["--with-sandbox"] : [];
    const child = launch(["serve", ...inside, ...options], all, this.log);
    const server = new Server(this, child, `http://127.0.0.1:${all.PORT}`);
    this.servers.push(server);
    await until(
      "the server is ready",
      async () => {
        if (child.isOver) throw new Error(`the server ended at its start\n${tail(this.log)}`);
        return send(`${server.url}/readyz`).then((answer) => answer.status === 200, () => false);
      },
      { seconds: readySecondsMax, show: () => tail(this.log) },
    );
    this.contract ??= new Contract((await send(`${server.url}/api/v1/openapi.json`)).json);
    return server;
  }

  /** Runs another command of the binary on this installation. */
  command(args, settings = {}) {
    return command(args, { ...this.settings, ...settings }, this.log);
  }

  logText() {
    return readFileSync(this.log, "utf8");
  }
  /** The lines of the log that are JSON, as objects. */
  logLines() {
    return this.logText().split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  }

  keepSecret(what, text) {
    if (typeof text === "string" && text.length >= 8) this.ownSecrets.set(text, what);
  }

  /** Tokens of the platform, and the app's secret: they may be nowhere. */
  async platformSecrets() {
    const tokens = (await this.sandbox.tokens()).map(({ token, kind, account }) => ({ what: `the ${kind} token of ${account}`, text: token }));
    return [...tokens, { what: "the app's secret", text: appSecret }];
  }

  answers() {
    return this.kept.map(({ name, text }) => ({ name: `the answer to ${name}`, bytes: Buffer.from(text) }));
  }

  async stored() {
    return [...(await this.store.contents()), { name: "the log", bytes: readFileSync(this.log) }];
  }

  /** Fails when a secret stands in the database, in the log, or, for the platform's, in an answer. */
  async checkSecrets() {
    const stored = await this.stored();
    const own = [...this.ownSecrets].map(([text, what]) => ({ what, text }));
    own.push({ what: "the signing secret", text: signingSecret }, { what: "the cron secret", text: cronSecret });
    for (const list of Object.values(keys)) own.push({ what: "an encryption key", text: list.split(":")[1] });
    const findings = findSecrets(own, stored);
    const platform = this.platformTokens ?? [];
    findings.push(...findSecrets(platform, [...stored, ...this.answers()]));
    assert.deepEqual(findings, [], "secrets in plain text");
  }

  /** No sanitizer complained, and nothing went wrong that the test did not provoke. */
  checkLog(allowedErrors) {
    const text = this.logText();
    const report = /==\d+==ERROR|runtime error:|LeakSanitizer|ThreadSanitizer/.exec(text);
    assert.ok(!report, `a sanitizer's report:\n${report ? text.slice(Math.max(0, report.index - 200), report.index + 6000) : ""}`);
    const errors = this.logLines().filter((line) => ["error", "critical"].includes(line.level));
    const surprising = errors.filter((line) => !allowedErrors.some((allowed) => allowed.test(JSON.stringify(line))));
    assert.deepEqual(surprising, [], "errors in the log");
  }

  /** Stops whatever still runs. */
  async stopAll() {
    for (const server of this.servers) if (!server.child.isOver) await server.stop();
  }

  /** Ends the sandbox, looks at everything that is left behind, and removes it. */
  async close({ allowedErrors = [] } = {}) {
    try {
      if (this.sandboxProcess) {
        this.platformTokens = await this.platformSecrets();
        this.sandboxProcess.kill("SIGTERM");
        const end = await endWithin(this.sandboxProcess, stopSecondsMax, this.sandboxLog);
        assert.deepEqual(end, { code: 0, signal: null }, tail(this.sandboxLog));
      }
      this.checkLog(allowedErrors);
      await this.checkSecrets();
    } finally {
      await this.store.drop();
      if (!process.env.ROSTRUM_KEEP) rmSync(this.directory, { recursive: true, force: true });
    }
  }
}

/** One run of the server's process. */
export class Server {
  constructor(installation, child, url) {
    this.installation = installation;
    this.child = child;
    this.url = url;
    this.agent = new http.Agent({ keepAlive: true });
  }

  get sandbox() {
    return this.installation.sandbox;
  }

  /** Checks an answer against the document, and keeps it for the search for secrets. */
  keep(method, path, body, answer) {
    const bare = path.split(/[?#]/)[0];
    this.installation.kept.push({ name: `${method} ${bare}`, text: `${answer.rawHeaders.join("\n")}\n\n${answer.text}` });
    this.#keepOwnSecrets(path, body, answer);
    this.installation.contract.check(method, bare, answer);
  }

  #keepOwnSecrets(path, body, answer) {
    const keep = (what, text) => this.installation.keepSecret(what, text);
    for (const name of ["password", "currentPassword", "newPassword"]) if (answer.status < 300) keep(`a ${name}`, body?.[name]);
    for (const line of answer.headers["set-cookie"] ?? []) keep("a session's cookie", /^rostrum_session=([^;]*)/.exec(line)?.[1]);
    keep("an access token", answer.json?.accessToken);
    keep("an API key", answer.json?.key);
    keep("an invitation", answer.json?.inviteUrl?.split("invite=")[1]);
    keep("a state", answer.json?.state);
    if (path.includes("/callback?")) keep("a code", new URL(path, this.url).searchParams.get("code") ?? undefined);
  }

  async #keepPlatformTokens() {
    if (this.installation.sandboxKind !== "inside" || this.child.isOver) return;
    const known = this.installation.platformTokens ?? [];
    this.installation.platformTokens = [...known, ...(await this.installation.platformSecrets())];
  }

  /** Whether the process ended without being asked to. */
  crashed() {
    return this.child.isOver && !this.ending;
  }

  /** Asks the process to end, and sees that it ends well. */
  async stop() {
    await this.#keepPlatformTokens();
    this.ending = true;
    this.agent.destroy();
    this.child.kill("SIGTERM");
    const end = await endWithin(this.child, stopSecondsMax, this.installation.log);
    assert.deepEqual(end, { code: 0, signal: null }, `the server ended badly\n${tail(this.installation.log)}`);
  }

  /** Ends the process as a power failure would. */
  async kill() {
    this.ending = true;
    this.agent.destroy();
    this.child.kill("SIGKILL");
    await this.child.ended;
  }
}
