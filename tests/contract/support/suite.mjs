// A group of tests about one platform, with a sandbox of its own.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { send } from "../../integration/support/http.mjs";
import { freePort } from "../../integration/support/ports.mjs";
import { endWithin, launch, stopSecondsMax, tail } from "../../integration/support/process.mjs";
import { Sandbox } from "../../integration/support/sandbox.mjs";
import { until } from "../../integration/support/wait.mjs";
import { leadClientsTo } from "./agent.mjs";

/** Where the consent sends the browser back to. */
export const callback = "https://rostrum.test/callback";

/** The sandbox as the user of one platform. */
export class PlatformSandbox extends Sandbox {
  constructor(url, platform) {
    super(url);
    this.platform = platform;
  }

  fault(fault) {
    return super.fault({ platform: this.platform, ...fault });
  }
  limits(limits) {
    return super.limits({ platform: this.platform, ...limits });
  }
  reset() {
    return this.control("POST", "reset");
  }
  async now() {
    return new Date((await this.control("GET", "clock")).now);
  }
  async accounts() {
    return (await this.control("GET", `accounts?platform=${this.platform}`)).data;
  }

  /** The address of the sandbox for one of the platform's. */
  address(url) {
    const { host, pathname, search } = new URL(url);
    return `${this.url}/${host}${pathname}${search}`;
  }

  /** One call without a client in between: what the platform's documents write down byte by byte. */
  ask(method, url, { headers = {}, body } = {}) {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    return send(this.address(url), { method, headers: { ...headers, ...length }, body });
  }

  /** Goes to a client's consent page as a browser does, and comes back with the parameters of the callback. */
  async visit(url, options) {
    const back = new URL(await this.consent(this.address(url), options));
    assert.equal(back.origin + back.pathname, callback);
    return Object.fromEntries(back.searchParams);
  }
}

/** Declares tests. `declare` gets `here`: {sandbox} once they run; each test begins with a sandbox that is as new. */
export function onSandbox(platform, declare) {
  describe(`the client of ${platform}`, () => {
    const here = {};
    let directory;
    let log;
    let child;
    before(async () => {
      directory = mkdtempSync(join(tmpdir(), "rostrum-contract."));
      log = join(directory, "sandbox.log");
      const port = await freePort();
      child = launch(["sandbox"], { SANDBOX_PORT: String(port) }, log);
      here.sandbox = new PlatformSandbox(`http://127.0.0.1:${port}`, platform);
      await until("the sandbox answers", () => here.sandbox.accounts().then(() => true, () => false), { show: () => tail(log) });
      leadClientsTo(port);
    });
    beforeEach(() => here.sandbox.reset());
    after(async () => {
      if (!child) return;
      child.kill("SIGTERM");
      assert.deepEqual(await endWithin(child, stopSecondsMax, log), { code: 0, signal: null }, tail(log));
      rmSync(directory, { recursive: true, force: true });
    });
    declare(here);
  });
}

/** What a call fails with; fails when it does not. */
export async function failure(promise) {
  const error = await promise.then(() => undefined, (reason) => reason);
  assert.ok(error instanceof Error, "the call should have failed");
  return error;
}
