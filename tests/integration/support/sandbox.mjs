// The control API of the simulated platforms, and their consent page.
import assert from "node:assert/strict";
import { send } from "./http.mjs";

export class Sandbox {
  constructor(url) {
    this.url = url;
  }

  async control(method, path, body) {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = payload === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) };
    const answer = await send(`${this.url}/_control/${path}`, { method, headers, body: payload });
    assert.ok(answer.status >= 200 && answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  fault(fault) {
    return this.control("POST", "faults", { platform: "instagram", ...fault });
  }
  /** Calls that are allowed per hour, for each account and for the app; a restart forgets them. */
  limits(limits) {
    return this.control("POST", "limits", { platform: "instagram", ...limits });
  }
  clearFaults() {
    return this.control("DELETE", "faults");
  }
  advance(seconds) {
    return this.control("POST", "clock", { advanceSeconds: seconds });
  }
  async calls() {
    return (await this.control("GET", "calls")).data;
  }
  async tokens() {
    return (await this.control("GET", "tokens")).data;
  }
  async accounts() {
    return (await this.control("GET", "accounts")).data;
  }
  async account(username) {
    const found = (await this.accounts()).find((account) => account.username === username);
    assert.ok(found, `no account ${username} in the sandbox`);
    return found;
  }
  /** How often a path that matches was called. */
  async count(pattern) {
    return (await this.calls()).filter((call) => pattern.test(call.path)).reduce((sum, call) => sum + call.count, 0);
  }

  /** What the consent page answers at once: the address to which it sends the browser. */
  async consent(url, { account = "ada.bakes", deny = false, grant } = {}) {
    const address = new URL(url);
    address.searchParams.set("auto", deny ? "deny" : "allow");
    if (!deny) address.searchParams.set("account", account);
    if (grant) address.searchParams.set("grant", grant.join(","));
    const answer = await send(address);
    assert.equal(answer.status, 302, `the consent page: ${answer.status} ${answer.text.slice(0, 500)}`);
    // Browsers keep what stands behind the hash to themselves.
    return answer.headers.location.split("#")[0];
  }
}

/** The platform's own API, asked directly with a token that it gave out: what the server should have seen. */
export class PlatformApi {
  constructor(sandbox, token) {
    this.root = `${sandbox.url}/graph.instagram.com/v26.0`;
    this.token = token;
  }

  static async of(sandbox, account) {
    const tokens = (await sandbox.tokens()).filter((token) => token.account === account && token.kind === "long_lived");
    assert.ok(tokens.length > 0, `the sandbox gave out no token for ${account}`);
    return new PlatformApi(sandbox, tokens.at(-1).token);
  }

  async get(path, parameters = {}) {
    const query = new URLSearchParams({ ...parameters, access_token: this.token });
    const answer = await send(`${this.root}/${path}?${query}`);
    assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 500)}`);
    return answer.json;
  }

  profile() {
    return this.get("me", { fields: "user_id,username,name,followers_count,follows_count,media_count" });
  }

  /** Posts, the newest first: all of them, or as many as wanted. */
  async media(fields, { atMost = Infinity } = {}) {
    const all = [];
    let after;
    do {
      const page = await this.get("me/media", { fields, limit: "100", ...(after ? { after } : {}) });
      all.push(...page.data);
      after = page.paging?.next ? page.paging.cursors.after : undefined;
    } while (after && all.length < atMost);
    return all.slice(0, atMost);
  }

  async insights(id, metrics) {
    const { data } = await this.get(`${id}/insights`, { metric: metrics.join(",") });
    return Object.fromEntries(data.map((row) => [row.name, row.values?.[0]?.value ?? row.total_value?.value]));
  }
}
