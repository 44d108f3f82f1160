// A small HTTP client that keeps cookies, follows no redirect, and checks and keeps every answer.
import http from "node:http";
import assert from "node:assert/strict";

const answerSecondsMax = 30;

/** One request; resolves with {status, headers, cookies, bytes, text, json}. */
export function send(url, { method = "GET", headers = {}, body, agent } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString("utf8");
        const answer = { status: response.statusCode, headers: response.headers, rawHeaders: response.rawHeaders, bytes, text };
        if (/^application\/json/.test(response.headers["content-type"] ?? "") && text !== "") {
          try {
            answer.json = JSON.parse(text);
          } catch (error) {
            reject(new Error(`${method} ${url}: the body is no JSON: ${error.message}: ${text.slice(0, 300)}`));
            return;
          }
        }
        resolve(answer);
      });
    });
    request.setTimeout(answerSecondsMax * 1000, () => request.destroy(new Error(`no answer within ${answerSecondsMax} s: ${method} ${url}`)));
    request.on("error", reject);
    request.end(body);
  });
}

/** Whoever talks to a server: a program with a bearer token, a browser with a cookie, or nobody. */
export class Client {
  constructor(server, { token, browser = false } = {}) {
    this.server = server;
    this.token = token;
    this.browser = browser;
    this.jar = new Map();
  }

  /** A client with nothing of this one's but the server. */
  stranger(options) {
    return new Client(this.server, options);
  }

  headersFor(method, extra) {
    const headers = {};
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    if (this.jar.size > 0) headers.cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    // As browsers do: whatever is not a plain GET says where it comes from.
    if (this.browser && !["GET", "HEAD"].includes(method)) headers.origin = this.server.url;
    return Object.assign(headers, extra);
  }

  async request(method, path, { body, headers = {}, raw } = {}) {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const typed = payload !== undefined && !Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
    const all = this.headersFor(method, headers);
    if (typed) all["content-type"] = "application/json";
    if (payload !== undefined && !all["transfer-encoding"]) all["content-length"] ??= Buffer.byteLength(payload);
    const answer = await send(this.server.url + path, { method, headers: all, body: payload, agent: this.server.agent });
    this.#takeCookies(answer);
    this.server.keep(method, path, body, answer);
    return answer;
  }

  #takeCookies(answer) {
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [pair] = line.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      const value = pair.slice(pair.indexOf("=") + 1);
      if (!this.browser) continue;
      if (value === "" || /max-age=0\b/i.test(line)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
  }

  get(path, options) {
    return this.request("GET", path, options);
  }
  post(path, body, options) {
    return this.request("POST", path, { body, ...options });
  }
  patch(path, body, options) {
    return this.request("PATCH", path, { body, ...options });
  }
  delete(path, options) {
    return this.request("DELETE", path, options);
  }
}

/** The JSON of an answer that has this status. */
export function ok(answer, status = 200) {
  assert.equal(answer.status, status, answer.text.slice(0, 1000));
  return answer.json;
}

/** Fails unless the answer is this error; resolves with the error. */
export function refused(answer, status, code, note = "") {
  assert.equal(answer.status, status, `${note} ${answer.text.slice(0, 1000)}`);
  const { error } = answer.json;
  assert.equal(error.code, code, `${note} ${answer.text.slice(0, 1000)}`);
  assert.equal(error.requestId, answer.headers["x-request-id"], "the envelope names the request");
  assert.notEqual(error.userMessage, "", "there is a text for people");
  return error;
}

/** Everything in a list, page by page. */
export async function everything(client, path, { limit = 100 } = {}) {
  const all = [];
  let cursor = null;
  do {
    const address = new URL(path, client.server.url);
    address.searchParams.set("limit", String(limit));
    if (cursor) address.searchParams.set("cursor", cursor);
    const page = ok(await client.get(address.pathname + address.search));
    assert.ok(page.data.length <= limit, "a page is no longer than asked for");
    all.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}
