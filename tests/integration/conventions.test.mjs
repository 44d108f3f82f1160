// What holds for every route: the error envelope, headers, lists, origins.
import assert from "node:assert/strict";
import { test } from "node:test";
import { everything, ok, refused } from "./support/http.mjs";
import { inBrowser, newOwner } from "./support/people.mjs";
import { metricsToken } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const uuid = "01a1fb59-5e7b-7545-9014-5b7a2014778f";
const lists = ["/api/v1/members", "/api/v1/api-keys", "/api/v1/connections", "/api/v1/analytics/posts", "/api/v1/media", "/api/v1/admin/jobs"];

onEachDatabase("conventions", (here) => {
  let owner;
  const asOwner = async () => (owner ??= await newOwner(here.server));

  test("an unknown path under /api is answered in the envelope", async () => {
    for (const path of ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/connections", "/api/v1/connections/x/y/z"]) {
      refused(await here.nobody.get(path), 404, "not_found", path);
      refused(await here.nobody.post(path, {}), 404, "not_found", path);
    }
  });

  test("an id that is none is not found, for whoever may ask", async () => {
    const client = await asOwner();
    for (const id of ["1", "x".repeat(500), "%00", "..%2f..", uuid.slice(1), `${uuid}0`]) {
      const answer = await client.get(`/api/v1/connections/${id}`);
      assert.ok([400, 404, 422].includes(answer.status), `${id}: ${answer.status} ${answer.text}`);
      assert.ok(answer.json.error.code, id);
    }
    refused(await client.get(`/api/v1/connections/${uuid}`), 404, "not_found");
    refused(await client.get(`/api/v1/connections/${uuid.toUpperCase()}`), 404, "not_found");
  });

  test("a wrong method is told the right ones", async () => {
    const answer = await here.nobody.delete("/api/v1/connections");
    refused(answer, 405, "method_not_allowed");
    const allowed = answer.headers.allow.split(/,\s*/);
    assert.ok(allowed.includes("GET"), answer.headers.allow);
    const put = await here.nobody.request("PUT", "/api/v1/members/x");
    assert.equal(put.status, 405);
    assert.deepEqual(put.headers.allow.split(/,\s*/).sort().filter((name) => name !== "OPTIONS" && name !== "HEAD"), ["DELETE", "PATCH"]);
    const trace = await here.nobody.request("TRACE", "/api/v1/connections");
    assert.ok([405, 501].includes(trace.status), String(trace.status));
  });

  test("a body that is no JSON is invalid_json", async () => {
    const broken = ["{", "", "{'a':1}", '{"email":"a@b.cd",}', "nonsense", '{"a":1} {"b":2}', '{"email":"\\ud800"}', "[".repeat(1000), "\u0000"];
    for (const raw of broken.filter((text) => text !== "")) {
      refused(await here.nobody.request("POST", "/api/v1/auth/login", { raw }), 400, "invalid_json", JSON.stringify(raw.slice(0, 40)));
    }
    const bytes = Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xff, 0xfe]), Buffer.from('","password":"x"}')]);
    refused(await here.nobody.request("POST", "/api/v1/auth/login", { raw: bytes }), 400, "invalid_json", "no UTF-8");
  });

  test("JSON of another shape is said field by field", async () => {
    const table = [
      [null, ""],
      [[], ""],
      ["text", ""],
      [{}, "email", "password"],
      [{ email: 1, password: "x" }, "email"],
      [{ email: null, password: "x" }, "email"],
      [{ email: "a@b.cd", password: { a: 1 } }, "password"],
      [{ email: "a@b.cd", password: true }, "password"],
      [{ email: "a@b.cd", password: "x", remember: true }, "remember"],
      [{ email: "a@b.cd", password: "x", Email: "a@b.cd" }, "Email"],
      [{ email: "a\u0000@b.cd", password: "x" }, "email"],
      [{ email: "x".repeat(255), password: "x" }, "email"],
      [{ email: "a@b.cd", password: "x".repeat(201) }, "password"],
    ];
    for (const [body, ...fields] of table) {
      const error = refused(await here.nobody.post("/api/v1/auth/login", body), 422, "validation_failed", JSON.stringify(body).slice(0, 80));
      assert.deepEqual(error.details.map((detail) => detail.field).sort(), fields.sort(), JSON.stringify(body).slice(0, 80));
      for (const detail of error.details) assert.notEqual(detail.issue, "");
    }
  });

  test("all that is wrong is said at once", async () => {
    const answer = await here.nobody.post("/api/v1/auth/register", { email: "nobody", password: "short", colour: "red" });
    const error = refused(answer, 422, "validation_failed");
    assert.deepEqual(error.details.map((detail) => detail.field).sort(), ["colour", "email", "name", "password"]);
  });

  test("a body that is too large is refused before it is read", async () => {
    const raw = JSON.stringify({ email: "a@b.cd", password: "x".repeat(300 * 1024) });
    refused(await here.nobody.request("POST", "/api/v1/auth/login", { raw }), 413, "payload_too_large");
    const chunked = await here.nobody.request("POST", "/api/v1/auth/login", { raw, headers: { "transfer-encoding": "chunked" } })
      .catch((error) => ({ closed: error.code }));
    assert.ok(chunked.status === 413 || ["ECONNRESET", "EPIPE"].includes(chunked.closed), JSON.stringify(chunked).slice(0, 300));
  });

  test("another content type is refused", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"]) {
      const answer = await here.nobody.request("POST", "/api/v1/auth/login", { raw: '{"email":"a@b.cd","password":"x"}', headers: { "content-type": type } });
      refused(answer, 415, "unsupported_media_type", type);
    }
    for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON"]) {
      const answer = await here.nobody.request("POST", "/api/v1/auth/login", { raw: '{"email":"a@b.cd","password":"x"}', headers: { "content-type": type } });
      assert.equal(answer.status, 401, type);
    }
  });

  test("a request id is taken when it is well-formed, and else made", async () => {
    const taken = await here.nobody.get("/healthz", { headers: { "x-request-id": "checkout-42.A_z" } });
    assert.equal(taken.headers["x-request-id"], "checkout-42.A_z");
    const ids = new Set();
    for (const given of [undefined, "", "x".repeat(1000), "with space", "<script>", "ä"]) {
      const headers = given === undefined ? {} : { "x-request-id": Buffer.from(given).toString("latin1") };
      const { "x-request-id": made } = (await here.nobody.get("/healthz", { headers })).headers;
      assert.notEqual(made, given);
      assert.match(made, /^[\w.-]{8,}$/);
      ids.add(made);
    }
    assert.equal(ids.size, 6, "made ids differ");
  });

  test("lines of the log about a request carry its id", async () => {
    const requestId = `traced-${process.pid}-${here.database.name}`;
    refused(await here.nobody.get("/api/v1/nothing", { headers: { "x-request-id": requestId } }), 404, "not_found");
    const lines = here.installation.logLines().filter((line) => JSON.stringify(line).includes("/api/v1/nothing"));
    const ours = lines.filter((line) => Object.values(line).includes(requestId));
    assert.ok(ours.length >= 1, "the request is in the log");
    assert.equal(ours[0].status, 404);
  });

  test("lists say what their limits are", async () => {
    const client = await asOwner();
    for (const path of lists) {
      for (const limit of ["0", "101", "-1", "x", "1.5", "1e2", "99999999999999999999", "+5", " 5"]) {
        const answer = await client.get(`${path}?limit=${encodeURIComponent(limit)}`);
        const error = refused(answer, 422, "validation_failed", `${path} ${limit}`);
        assert.deepEqual(error.details.map((detail) => detail.field), ["limit"], `${path} ${limit}`);
      }
      for (const limit of [1, 100]) ok(await client.get(`${path}?limit=${limit}`));
    }
    refused(await client.get("/api/v1/events?limit=101"), 422, "validation_failed");
  });

  test("a cursor that no list gave is refused", async () => {
    const client = await asOwner();
    for (const path of [...lists, "/api/v1/events"]) {
      for (const cursor of ["x", "_", `_${uuid}`, `1_${uuid}x`, `007_${uuid}`, `99999999999999999999_${uuid}`, "1-", "-1", "a-b", "../../etc", "' OR 1=1 --", "\u202e"]) {
        const answer = await client.get(`${path}?cursor=${encodeURIComponent(cursor)}`);
        const error = refused(answer, 422, "validation_failed", `${path} ${cursor}`);
        assert.deepEqual(error.details.map((detail) => detail.field), ["cursor"], `${path} ${cursor}`);
      }
    }
  });

  test("a cursor from the ends of time is no failure of the server", async () => {
    const client = await asOwner();
    for (const path of lists) {
      for (const key of ["9223372036854775807", "-9223372036854775808", "253402300800000000", "-62135596800000001", "0"]) {
        const answer = await client.get(`${path}?cursor=${key}_${uuid}`);
        assert.ok([200, 422].includes(answer.status), `${path} ${key}: ${answer.status} ${answer.text}`);
      }
    }
    ok(await client.get("/api/v1/events?cursor=0-0"));
    refused(await client.get("/api/v1/events?cursor=9223372036854775807-9223372036854775807"), 422, "validation_failed");
  });

  test("a broken query string is refused", async () => {
    const client = await asOwner();
    for (const query of ["limit=%zz", "cursor=%", "platform=%ff", "platform=%00", Array.from({ length: 300 }, (_, i) => `a${i}=1`).join("&")]) {
      const answer = await client.get(`/api/v1/connections?${query}`);
      assert.ok([400, 422].includes(answer.status), `${query.slice(0, 30)}: ${answer.status}`);
    }
  });

  test("the ends of time in a filter are no failure of the server", async () => {
    const client = await asOwner();
    for (const time of ["0000-01-01", "0001-01-01T00:00:00Z", "1969-12-31", "9999-12-31", "9999-12-31T23:59:59.999999Z", "2026-02-30", "10000-01-01", "yesterday"]) {
      for (const field of ["from", "to"]) {
        const answer = await client.get(`/api/v1/analytics/posts?${field}=${time}`);
        assert.ok([200, 422].includes(answer.status), `${field} ${time}: ${answer.status} ${answer.text}`);
      }
    }
    refused(await client.get("/api/v1/analytics/posts?from=2026-02-30"), 422, "validation_failed");
    refused(await client.get("/api/v1/analytics/posts?to=yesterday"), 422, "validation_failed");
  });

  test("lists are whole and in order when read page by page", async () => {
    const client = await newOwner(here.server, "Lister");
    const names = Array.from({ length: 7 }, (_, i) => `key ${i}`);
    for (const name of names) ok(await client.post("/api/v1/api-keys", { name, role: "viewer" }), 201);
    for (const limit of [1, 2, 3, 7, 100]) {
      const all = await everything(client, "/api/v1/api-keys", { limit });
      assert.deepEqual(all.map((key) => key.name), [...names].reverse(), `limit ${limit}`);
    }
  });

  test("HEAD is GET without the body", async () => {
    const client = await asOwner();
    for (const path of ["/healthz", "/api/v1/auth/me", "/docs", "/api/v1/openapi.json", "/api/v1/connections"]) {
      const [get, head] = [await client.get(path), await client.request("HEAD", path)];
      assert.equal(head.status, get.status, path);
      assert.equal(head.bytes.length, 0, path);
      assert.equal(head.headers["content-type"], get.headers["content-type"], path);
      assert.equal(head.headers["content-length"], get.headers["content-length"], path);
    }
    assert.equal((await here.nobody.request("HEAD", "/api/v1/auth/me")).status, 401);
  });

  test("a cookie changes something only from our own pages", async () => {
    const browser = await inBrowser(await asOwner());
    const evil = ["https://evil.example", "null", `${here.server.url}.evil.example`, here.server.url.replace("http:", "https:").replace(/:\d+$/, ":1"), "http://127.0.0.1", `${here.server.url}/`];
    for (const origin of evil) {
      const answer = await browser.post("/api/v1/workspaces", { name: "taken over" }, { headers: { origin } });
      refused(answer, 403, "forbidden", origin);
    }
    const without = browser.stranger();
    without.jar = browser.jar;
    refused(await without.post("/api/v1/workspaces", { name: "taken over" }), 403, "forbidden", "no Origin");
    refused(await without.delete(`/api/v1/connections/${uuid}`), 403, "forbidden", "DELETE");
    refused(await without.patch("/api/v1/auth/me", { name: "x" }), 403, "forbidden", "PATCH");
    ok(await without.get("/api/v1/auth/me"));
    const made = ok(await browser.post("/api/v1/workspaces", { name: "mine" }), 201);
    const names = ok(await browser.get("/api/v1/workspaces")).data.map((workspace) => workspace.name);
    assert.ok(names.includes(made.name));
    assert.ok(!names.includes("taken over"));
  });

  test("a foreign page signs nobody in or out", async () => {
    const browser = await inBrowser(await asOwner());
    const headers = { origin: "https://evil.example" };
    refused(await browser.post("/api/v1/auth/logout", undefined, { headers }), 403, "forbidden");
    refused(await browser.post("/api/v1/auth/login", { email: owner.email, password: "correct horse battery" }, { headers }), 403, "forbidden");
    ok(await browser.get("/api/v1/auth/me"));
  });

  test("every answer carries the security headers", async () => {
    const client = await asOwner();
    const answers = [
      await client.get("/api/v1/auth/me"),
      await here.nobody.get("/api/v1/nothing"),
      await here.nobody.get("/api/v1/auth/me"),
      await here.nobody.get("/docs"),
      await here.nobody.get("/api/v1/connections/instagram/callback"),
    ];
    for (const { headers } of answers) {
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["x-frame-options"], "DENY");
      assert.match(headers["referrer-policy"], /origin|no-referrer/);
      assert.equal(headers.server, undefined, "nothing tells what the server is made of");
    }
    for (const page of answers.slice(-2)) {
      const policy = page.headers["content-security-policy"];
      assert.match(policy, /default-src 'self'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /script-src[^;]*'unsafe-/);
    }
    assert.equal(answers[0].headers["cache-control"], "no-store", "what belongs to somebody is not cached");
    assert.equal(answers[0].headers["access-control-allow-origin"], undefined);
  });

  test("the document and its readable page are there", async () => {
    const document = ok(await here.nobody.get("/api/v1/openapi.json"));
    assert.match(document.openapi, /^3\.1\./);
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId));
    assert.equal(new Set(ids).size, ids.length, "operation ids are unique");
    const docs = await here.nobody.get("/docs");
    assert.equal(docs.status, 200);
    assert.match(docs.headers["content-type"], /^text\/html/);
    for (const path of Object.keys(document.paths)) assert.ok(docs.text.includes(path), `/docs names ${path}`);
  });

  test("health and readiness are public", async () => {
    assert.equal(ok(await here.nobody.get("/healthz")).status, "ok");
    assert.deepEqual(ok(await here.nobody.get("/readyz")), { status: "ready", database: "ok", redis: null });
  });

  test("metrics are for whoever has the token, where there is one", async () => {
    const authorization = `Bearer ${metricsToken}`;
    const plain = await here.nobody.get("/metrics", { headers: { authorization } });
    assert.equal(plain.status, 200);
    assert.match(plain.text, /^# HELP /m);
    assert.match(plain.text, /^http_requests_total\{/m);
    refused(await here.nobody.get("/metrics"), 401, "unauthenticated", "a proxy on this machine comes from loopback too");
    const forwarded = { "x-forwarded-for": "203.0.113.7" };
    refused(await here.nobody.get("/metrics", { headers: forwarded }), 401, "unauthenticated");
    refused(await here.nobody.get("/metrics", { headers: { ...forwarded, authorization: "Bearer wrong" } }), 401, "unauthenticated");
    refused(await here.nobody.get("/metrics", { headers: { ...forwarded, authorization: "Bearer " } }), 401, "unauthenticated");
    assert.equal((await here.nobody.get("/metrics", { headers: { ...forwarded, authorization } })).status, 200);
  });

  test("text of all languages comes back as it was sent", async () => {
    const name = "דנה ☀️ دار 👩‍🍳 \"quoted\" \\ / \n\t é";
    const client = await newOwner(here.server, "Babel");
    ok(await client.patch("/api/v1/auth/me", { name }));
    assert.equal(ok(await client.get("/api/v1/auth/me")).user.name, name);
  });

  test("headers in any encoding are no failure of the server", async () => {
    const latin = (text) => Buffer.from(text, "utf8").toString("latin1");
    const agents = ["\xff\xfe\x80", latin("ä".repeat(200)), latin(`${"a".repeat(299)}é`), latin("👩‍🍳".repeat(60)), ""];
    for (const agent of agents) {
      const client = here.nobody.stranger();
      const person = await asOwner();
      const answer = await client.post("/api/v1/auth/login", { email: person.email, password: "correct horse battery" }, { headers: { "user-agent": agent } });
      ok(answer);
    }
    ok(await owner.get("/api/v1/sessions"));
    const odd = await owner.post("/api/v1/api-keys", { name: "odd", role: "viewer" }, { headers: { "idempotency-key": "\xff\xfe" } });
    assert.ok([201, 400, 422].includes(odd.status), `${odd.status} ${odd.text}`);
  });
});
