// Connecting an account, and everything that can go wrong on the way.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { eventsOf } from "./support/feed.mjs";
import { ok, refused } from "./support/http.mjs";
import { authorize, connect, connectAndSync, connection, inBrowser, newMember, newOwner, runEnded } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const begin = "/api/v1/connections/instagram/authorize";
const basic = "instagram_business_basic";
const insights = "instagram_business_manage_insights";
const publish = "instagram_business_content_publish";

/** What the small page tells the window that opened it. */
function toldByPage(answer) {
  assert.match(answer.headers["content-type"], /^text\/html/);
  const [, outcome] = /data-outcome="([^"]*)"/.exec(answer.text);
  return JSON.parse(outcome.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
}

function outcomeOf(answer, server) {
  assert.equal(answer.status, 303, `${answer.status} ${answer.text.slice(0, 300)}`);
  assert.equal(answer.bytes.length, 0);
  return new URL(answer.headers.location, server.url);
}

onEachDatabase("connecting", (here) => {
  afterEach(() => here.sandbox.clearFaults());
  const connectionsOf = async (client) => ok(await client.get("/api/v1/connections")).data;

  test("the platforms say what they can do and which are set up", async () => {
    const owner = await newOwner(here.server);
    const { data } = ok(await owner.get("/api/v1/platforms"));
    const instagram = data.find((platform) => platform.id === "instagram");
    assert.equal(instagram.name, "Instagram");
    assert.equal(instagram.configured, true);
    assert.equal(instagram.limits.text, 2200);
    assert.deepEqual(instagram.scopes.map((scope) => [scope.name, scope.required]), [[basic, true], [publish, false], [insights, false]]);
    for (const platform of data) assert.equal(typeof platform.capabilities.connect, "boolean");
  });

  test("the address to begin with names our app, callback, scopes and a fresh state", async () => {
    const owner = await newOwner(here.server);
    const states = new Set();
    for (let i = 0; i < 3; i += 1) {
      const began = Date.now();
      const { url, state, expiresAt } = ok(await owner.post(begin, {}));
      const query = new URL(url).searchParams;
      assert.equal(query.get("state"), state);
      assert.equal(query.get("response_type"), "code");
      assert.equal(query.get("redirect_uri"), `${here.server.url}/api/v1/connections/instagram/callback`);
      assert.deepEqual(query.get("scope").split(",").sort(), [basic, publish, insights]);
      assert.match(state, /^[\w-]{40,}$/);
      const minutes = (Date.parse(expiresAt) - began) / 60_000;
      assert.ok(minutes > 9.9 && minutes < 10.1, `ten minutes: ${minutes}`);
      states.add(state);
    }
    assert.equal(states.size, 3);
    const narrow = ok(await owner.post(begin, { scopes: [basic] }));
    assert.equal(new URL(narrow.url).searchParams.get("scope"), basic);
    const without = ok(await owner.post(begin, { scopes: [] }));
    assert.equal(new URL(without.url).searchParams.get("scope"), basic, "what is required is always asked for");
    ok(await owner.post(begin), 200);
  });

  test("what cannot be begun is refused", async () => {
    const owner = await newOwner(here.server);
    refused(await owner.post(begin, { scopes: ["everything"] }), 400, "invalid_scope");
    refused(await owner.post(begin, { scopes: basic }), 422, "validation_failed");
    refused(await owner.post(begin, { scopes: [1] }), 422, "validation_failed");
    refused(await owner.post(begin, { scopes: Array(51).fill(basic) }), 422, "validation_failed");
    refused(await owner.post(begin, { return_to: "/" }), 422, "validation_failed");
    for (const platform of ["nothing", "Instagram", "mastodon", "%20", "%F0%9F%92%A9"]) {
      refused(await owner.post(`/api/v1/connections/${platform}/authorize`, {}), 404, "not_found", platform);
    }
    const broken = await owner.post("/api/v1/connections/%ff/authorize", {});
    assert.ok([400, 404].includes(broken.status), String(broken.status));
  });

  test("an account is connected and the browser goes where it came from", async () => {
    const owner = await newOwner(here.server);
    const answer = await authorize(owner, { body: { returnTo: "/accounts?tab=all#top" }, account: "ada.bakes" });
    const address = outcomeOf(answer, here.server);
    const id = address.searchParams.get("connectionId");
    assert.equal(answer.headers.location, `/accounts?tab=all&connected=instagram&connectionId=${id}#top`);
    const made = await connection(owner, id);
    assert.equal(made.platform, "instagram");
    assert.equal(made.handle, "ada.bakes");
    assert.equal(made.displayName, "Ada Bakes");
    assert.equal(made.status, "active");
    assert.equal(made.externalId, (await here.sandbox.account("ada.bakes")).userId);
    assert.deepEqual(made.scopes.sort(), [basic, publish, insights]);
    const days = (Date.parse(made.tokenExpiresAt) - Date.now()) / 86_400_000;
    assert.ok(days > 59 && days < 60.1, `a lasting token: ${days} days`);
    assert.ok((await here.sandbox.count(/\/graph\.instagram\.com\/access_token$/)) >= 1, "the short-lived token was exchanged");
    assert.match(made.avatarUrl, /^http/);
  });

  test("without returnTo a small page tells the window that opened it", async () => {
    const owner = await newOwner(here.server);
    const answer = await authorize(owner, { account: "sunny.side.emoji" });
    assert.equal(answer.status, 200);
    const told = toldByPage(answer);
    const [only] = await connectionsOf(owner);
    assert.deepEqual(told, { type: "rostrum:connected", platform: "instagram", connectionId: only.id });
    assert.match(answer.text, /You can close this window/);
    assert.doesNotMatch(answer.text, /<script>/, "our policy allows no script in the page");
    const script = await here.nobody.get("/api/v1/connections/callback.js");
    assert.equal(script.status, 200);
    assert.match(script.text, /window\.location\.origin/, "the message is for our own pages only");
    assert.match(script.text, /rostrum-connect/);
  });

  test("a denial is said, and nothing is connected", async () => {
    const owner = await newOwner(here.server);
    const address = outcomeOf(await authorize(owner, { body: { returnTo: "/accounts" }, deny: true }), here.server);
    assert.equal(address.pathname, "/accounts");
    assert.equal(address.searchParams.get("error"), "access_denied");
    assert.equal(address.searchParams.get("platform"), "instagram");
    const page = await authorize(owner, { deny: true });
    assert.equal(page.status, 403);
    const told = toldByPage(page);
    assert.equal(told.type, "rostrum:connect-error");
    assert.equal(told.error, "access_denied");
    assert.notEqual(told.message, "");
    assert.deepEqual(await connectionsOf(owner), []);
  });

  test("a denied state is used up", async () => {
    const owner = await newOwner(here.server);
    const begun = ok(await owner.post(begin, {}));
    const back = new URL(await here.sandbox.consent(begun.url, { deny: true }));
    await owner.get(back.pathname + back.search);
    const allowed = new URL(await here.sandbox.consent(begun.url));
    const answer = await owner.get(allowed.pathname + allowed.search);
    assert.equal(toldByPage(answer).error, "invalid_state");
    assert.deepEqual(await connectionsOf(owner), []);
  });

  test("errors that the platform may send are told by their kind", async () => {
    const owner = await newOwner(here.server);
    const table = {
      access_denied: "access_denied",
      invalid_scope: "invalid_scope",
      temporarily_unavailable: "platform_unavailable",
      server_error: "platform_unavailable",
      unsupported_response_type: "platform_rejected",
      "<script>alert(1)</script>": "platform_rejected",
      "": "",
    };
    for (const [error, code] of Object.entries(table)) {
      const { state } = ok(await owner.post(begin, { returnTo: "/accounts" }));
      const query = new URLSearchParams({ error, error_description: "<b>why</b>\r\nX: y", state });
      const answer = await owner.get(`/api/v1/connections/instagram/callback?${query}`);
      const address = outcomeOf(answer, here.server);
      if (code) assert.equal(address.searchParams.get("error"), code, error);
      else assert.ok(address.searchParams.get("error"));
      assert.ok(!answer.headers.location.includes("script"), answer.headers.location);
    }
  });

  test("what the platform sends is escaped on the page", async () => {
    const evil = '"><script>alert(1)</script>';
    for (const query of [{ error: evil, error_description: evil }, { error: evil, state: evil }, { code: evil, state: evil }]) {
      const answer = await here.nobody.get(`/api/v1/connections/instagram/callback?${new URLSearchParams(query)}`);
      assert.ok(answer.status >= 400, String(answer.status));
      assert.ok(!answer.text.includes("<script>alert"), answer.text);
    }
    const page = await here.nobody.get(`/api/v1/connections/${encodeURIComponent(evil.replace("/", ""))}/callback`);
    assert.ok(!page.text.includes("<script>alert"), page.text);
  });

  test("a state that is missing, unknown or empty connects nothing", async () => {
    const owner = await newOwner(here.server);
    const begun = ok(await owner.post(begin, {}));
    const code = new URL(await here.sandbox.consent(begun.url)).searchParams.get("code");
    for (const state of [undefined, "", "x", "A".repeat(43), begun.state.slice(1), `${begun.state}A`, "x".repeat(5000)]) {
      const query = new URLSearchParams({ code, ...(state === undefined ? {} : { state }) });
      const answer = await owner.get(`/api/v1/connections/instagram/callback?${query}`);
      assert.equal(answer.status, 400, state?.slice(0, 20));
      assert.equal(toldByPage(answer).error, "invalid_state", state?.slice(0, 20));
    }
    assert.deepEqual(await connectionsOf(owner), []);
  });

  test("a state works once", async () => {
    const owner = await newOwner(here.server);
    const begun = ok(await owner.post(begin, {}));
    const back = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    assert.equal((await owner.get(back.pathname + back.search)).status, 200);
    const again = await owner.get(back.pathname + back.search);
    assert.equal(again.status, 400);
    assert.equal(toldByPage(again).error, "invalid_state");
    assert.equal((await connectionsOf(owner)).length, 1);
  });

  test("a state that comes back many times at once connects once", async () => {
    const owner = await newOwner(here.server);
    const begun = ok(await owner.post(begin, {}));
    const back = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    const answers = await Promise.all(Array.from({ length: 8 }, () => owner.get(back.pathname + back.search)));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 400, 400, 400, 400, 400, 400, 400]);
    assert.equal((await connectionsOf(owner)).length, 1);
  });

  test("a state without a code is used up and connects nothing", async () => {
    const owner = await newOwner(here.server);
    for (const code of [undefined, ""]) {
      const { state } = ok(await owner.post(begin, {}));
      const query = new URLSearchParams({ state, ...(code === undefined ? {} : { code }) });
      assert.equal(toldByPage(await owner.get(`/api/v1/connections/instagram/callback?${query}`)).error, "invalid_code");
    }
  });

  test("a page under another name of the server is told where accounts can be connected", async () => {
    const browser = await inBrowser(await newOwner(here.server));
    const host = `localhost:${new URL(here.server.url).port}`;
    const answer = await browser.post("/api/v1/connections/instagram/authorize", {}, { headers: { host, origin: `http://${host}` } });
    const error = refused(answer, 403, "forbidden");
    assert.ok(error.userMessage.includes(here.server.url), error.userMessage);
    ok(await browser.post("/api/v1/connections/instagram/authorize", {}));
  });

  test("a state begun in a browser ends in that browser only", async () => {
    const owner = await newOwner(here.server);
    const mine = await inBrowser(owner);
    const otherBrowserOfMine = await inBrowser(owner);
    const stranger = await inBrowser(await newOwner(here.server, "Stranger"));
    const begun = ok(await mine.post(begin, {}));
    const back = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    for (const [who, client] of Object.entries({ stranger, otherBrowserOfMine, nobody: here.nobody })) {
      const answer = await client.get(back.pathname + back.search);
      assert.equal(toldByPage(answer).error, "invalid_state", who);
    }
    assert.deepEqual(await connectionsOf(stranger), [], "the stranger did not get the account");
    assert.deepEqual(await connectionsOf(owner), []);
    assert.equal((await mine.get(back.pathname + back.search)).status, 200, "the others did not use it up");
    assert.equal((await connectionsOf(owner)).length, 1);
  });

  test("a state begun by a program ends in any browser but that of another user", async () => {
    const owner = await newOwner(here.server);
    const stranger = await inBrowser(await newOwner(here.server, "Stranger"));
    const begun = ok(await owner.post(begin, {}));
    const back = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    assert.equal(toldByPage(await stranger.get(back.pathname + back.search)).error, "invalid_state");
    assert.deepEqual(await connectionsOf(stranger), []);
    assert.equal((await here.nobody.get(back.pathname + back.search)).status, 200);
    assert.equal((await connectionsOf(owner)).length, 1);
  });

  test("a state of one platform is none of another's", async () => {
    const owner = await newOwner(here.server);
    const begun = ok(await owner.post(begin, {}));
    const back = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    for (const platform of ["facebook", "nothing"]) {
      const answer = await owner.get(`/api/v1/connections/${platform}/callback${back.search}`);
      assert.ok(answer.status >= 400 && answer.status < 500, `${platform}: ${answer.status}`);
    }
    assert.equal((await owner.get(back.pathname + back.search)).status, 200);
  });

  test("the workspace is the one that was in use at the beginning", async () => {
    const owner = await newOwner(here.server);
    const browser = await inBrowser(owner);
    const begun = ok(await browser.post(begin, {}));
    const other = ok(await browser.post("/api/v1/workspaces", { name: "Other" }), 201);
    ok(await browser.post("/api/v1/auth/switch", { workspaceId: other.id }));
    const back = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    assert.equal((await browser.get(back.pathname + back.search)).status, 200);
    assert.deepEqual(await connectionsOf(browser), []);
    assert.equal((await connectionsOf(owner)).length, 1);
  });

  test("a member who may no longer connect ends nothing that was begun", async () => {
    const owner = await newOwner(here.server);
    const editor = await newMember(owner, "editor");
    const begun = ok(await editor.post(begin, {}));
    const back = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    assert.equal((await owner.delete(`/api/v1/members/${editor.membershipId}`)).status, 204);
    const answer = await here.nobody.get(back.pathname + back.search);
    assert.ok(answer.status >= 400, `a removed member connected an account: ${answer.status}`);
    assert.deepEqual(await connectionsOf(owner), []);
  });

  test("the browser is sent to no other site", async () => {
    const owner = await newOwner(here.server);
    const own = here.server.url;
    const evil = [
      "", "//evil.example", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
      "/\r\nSet-Cookie: a=b", "https://evil.example", "http://evil.example/accounts", "HTTPS://evil.example", "javascript:alert(1)", "data:text/html,x",
      "accounts", "./accounts", "../accounts", "?x", "#x", " /accounts", "/accounts ", "/acc ounts", "\u0000/accounts", "/accounts\u0000", "\u001f//evil.example",
      `${own}.evil.example`, `${own}@evil.example`, `${own}:1@evil.example`, `${own}evil`, `${own}\\@evil.example`, own.replace("127.0.0.1", "127.0.0.1.evil.example"),
      own.replace("127.0.0.1", "localhost"), own.replace("http:", "https:"), own.replace(/:\d+$/, ""), `http://evil.example#${own}`, `http://evil.example/?${own}/`,
      "file:///etc/passwd", "ftp://127.0.0.1/", `/${"x".repeat(2000)}`,
    ];
    for (const returnTo of evil) {
      const error = refused(await owner.post(begin, { returnTo }), 422, "validation_failed", JSON.stringify(returnTo).slice(0, 80));
      assert.deepEqual(error.details.map((detail) => detail.field), ["returnTo"]);
    }
    const good = ["/", "/accounts", "/accounts?x=1#y", "/a//b", own, `${own}/`, `${own}/accounts?x`, `${own}?x`, `${own}#x`, "https://app.example.com/done", "https://app.example.com"];
    for (const returnTo of good) ok(await owner.post(begin, { returnTo }));
    for (const returnTo of ["https://app.example.com.evil.example/", "https://app.example.com@evil.example/", "http://app.example.com/", "https://app.example.com:444/"]) {
      refused(await owner.post(begin, { returnTo }), 422, "validation_failed", returnTo);
    }
    const answer = await authorize(owner, { body: { returnTo: "https://app.example.com/done?a=b" }, account: "blank.canvas" });
    assert.match(answer.headers.location, /^https:\/\/app\.example\.com\/done\?a=b&connected=instagram&connectionId=/);
  });

  test("fewer scopes than asked for are kept as granted", async () => {
    const owner = await newOwner(here.server);
    const id = await connect(owner, "ada.bakes", { grant: [basic] });
    assert.deepEqual((await connection(owner, id)).scopes, [basic]);
    const run = await runEnded(owner, id);
    assert.equal(run.status, "success", "what needs no insights is synced");
    const { data } = ok(await owner.get("/api/v1/analytics/posts?limit=5"));
    assert.equal(data.length, 5);
    for (const post of data) assert.equal(post.reachCount, null, "an absent figure is no zero");
  });

  test("a code that the platform refuses connects nothing", async () => {
    const owner = await newOwner(here.server);
    const begun = ok(await owner.post(begin, {}));
    const used = new URL(await here.sandbox.consent(begun.url, { account: "blank.canvas" }));
    assert.equal((await owner.get(used.pathname + used.search)).status, 200);
    const next = ok(await owner.post(begin, {}));
    const table = { "used before": used.searchParams.get("code"), unknown: "AQBnonsense", huge: "x".repeat(4000) };
    for (const [what, code] of Object.entries(table)) {
      const { state } = what === "used before" ? next : ok(await owner.post(begin, {}));
      const answer = await owner.get(`/api/v1/connections/instagram/callback?${new URLSearchParams({ code, state })}`);
      assert.equal(toldByPage(answer).error, "invalid_code", what);
    }
    assert.equal((await connectionsOf(owner)).length, 1);
  });

  test("a personal account cannot be chosen", async () => {
    const owner = await newOwner(here.server);
    const begun = ok(await owner.post(begin, {}));
    await assert.rejects(here.sandbox.consent(begun.url, { account: "private.pia" }), /400/);
    assert.deepEqual(await connectionsOf(owner), []);
  });

  test("whatever fails at the platform, nothing is stored and the reason is said", async () => {
    const owner = await newOwner(here.server);
    const unavailable = "platform_unavailable";
    const table = [
      ["token", { kind: "status", value: 500, times: 20 }, [unavailable]],
      ["token", { kind: "status", value: 503, times: 20 }, [unavailable]],
      ["token", { kind: "status", value: 400, times: 20 }, ["invalid_code"]],
      ["token", { kind: "html", times: 20 }, [unavailable]],
      ["token", { kind: "html", value: 200, times: 20 }, [unavailable, "platform_rejected", "invalid_code"]],
      ["token", { kind: "truncate", times: 20 }, [unavailable]],
      ["token", { kind: "huge", times: 20 }, [unavailable]],
      ["token", { kind: "rate_limit", value: 60, times: 20 }, ["platform_rate_limited"]],
      ["token", { kind: "drop_after_effect", times: 20 }, [unavailable]],
      ["exchange", { kind: "status", value: 500, times: 20 }, [unavailable]],
      ["exchange", { kind: "html", times: 20 }, [unavailable]],
      ["exchange", { kind: "truncate", times: 20 }, [unavailable]],
      ["exchange", { kind: "huge", times: 20 }, [unavailable]],
      ["exchange", { kind: "rate_limit", value: 60, times: 20 }, ["platform_rate_limited"]],
      ["exchange", { kind: "drop_after_effect", times: 20 }, [unavailable]],
      ["exchange", { kind: "revoke", times: 20 }, ["invalid_code", "needs_reauth"]],
      ["profile", { kind: "status", value: 500, times: 20 }, [unavailable]],
      ["profile", { kind: "truncate", times: 20 }, [unavailable]],
      ["profile", { kind: "rate_limit", value: 60, times: 20 }, ["platform_rate_limited"]],
      ["profile", { kind: "revoke", times: 20 }, ["needs_reauth", "invalid_code"]],
    ];
    const surprises = [];
    for (const [endpoint, fault, codes] of table) {
      const what = `${fault.kind} ${fault.value ?? ""} at ${endpoint}`;
      await here.sandbox.fault({ endpoint, ...fault });
      const page = await authorize(owner, { account: "ada.bakes" });
      const told = toldByPage(page);
      assert.equal(told.type, "rostrum:connect-error", what);
      if (!codes.includes(told.error)) surprises.push(`${what}: ${told.error}: ${told.message}`);
      assert.ok(page.status >= 400, what);
      assert.match(told.message, /^[A-Z].*\.$/s, `${what}: a sentence for people: ${told.message}`);
      assert.doesNotMatch(told.message, /\{platform\}|OAuth|500|null/, what);
      const address = outcomeOf(await authorize(owner, { body: { returnTo: "/x" }, account: "ada.bakes" }), here.server);
      assert.equal(address.searchParams.get("error"), told.error, what);
      assert.deepEqual(await connectionsOf(owner), [], what);
      await here.sandbox.clearFaults();
    }
    assert.deepEqual(surprises, []);
    assert.deepEqual(await eventsOf(owner), [], "and no event tells of one");
    await connect(owner, "ada.bakes");
  });

  test("lines of the log about a callback that fails carry the request's id", async () => {
    const owner = await newOwner(here.server);
    await here.sandbox.fault({ endpoint: "token", kind: "status", value: 500 });
    const begun = ok(await owner.post(begin, { returnTo: "/x" }));
    const back = new URL(await here.sandbox.consent(begun.url));
    const known = here.installation.logLines().length;
    await owner.get(back.pathname + back.search, { headers: { "x-request-id": "callback-that-fails" } });
    const lines = here.installation.logLines().slice(known).filter((line) => /platform did not|was not connected|"request"|request failed/.test(JSON.stringify(line)));
    assert.ok(lines.length >= 2, "there is more than the line of the request itself");
    assert.deepEqual(lines.filter((line) => line.request_id !== "callback-that-fails"), []);
  });

  test("a fault that passes is not noticed", async () => {
    const owner = await newOwner(here.server);
    await here.sandbox.fault({ endpoint: "exchange", kind: "status", value: 500, times: 1 });
    await here.sandbox.fault({ endpoint: "profile", kind: "status", value: 502, times: 1 });
    await connect(owner, "blank.canvas");
  });

  test("a code is sent to the platform once, whatever the answer", async () => {
    const owner = await newOwner(here.server);
    const before = await here.sandbox.count(/api\.instagram\.com\/oauth\/access_token/);
    await here.sandbox.fault({ endpoint: "token", kind: "drop_after_effect", times: 5 });
    toldByPage(await authorize(owner, { account: "ada.bakes" }));
    assert.equal((await here.sandbox.count(/api\.instagram\.com\/oauth\/access_token/)) - before, 1);
  });

  test("connecting again keeps the connection and its data", async () => {
    const owner = await newOwner(here.server);
    const id = await connectAndSync(owner, "half.there");
    const before = ok(await owner.get("/api/v1/analytics/posts?limit=100")).data;
    assert.ok(before.length > 0);
    assert.equal(await connectAndSync(owner, "half.there"), id);
    assert.equal((await connectionsOf(owner)).length, 1);
    const after = ok(await owner.get("/api/v1/analytics/posts?limit=100")).data;
    assert.deepEqual(after.map((post) => post.id), before.map((post) => post.id));
    const connected = (await eventsOf(owner)).filter((event) => event.type === "connection.connected");
    assert.deepEqual(connected.map((event) => event.data.reconnected), [false, true]);
  });

  test("several accounts of one platform stand side by side", async () => {
    const owner = await newOwner(here.server);
    const ids = [];
    for (const account of ["ada.bakes", "blank.canvas", "tiny.pottery", "loop.cinema"]) ids.push(await connect(owner, account));
    assert.equal(new Set(ids).size, 4);
    assert.deepEqual((await connectionsOf(owner)).map((one) => one.id), [...ids].reverse(), "newest first");
    const rows = ok(await owner.get("/api/v1/connections/status")).data;
    const row = rows.find((one) => one.platform === "instagram");
    assert.deepEqual({ connected: row.connected, expiring: row.expiring, broken: row.broken, configured: row.configured }, { connected: 4, expiring: 0, broken: 0, configured: true });
    assert.equal(row.connections.length, 4);
    assert.deepEqual(ok(await owner.get("/api/v1/connections?platform=tiktok")).data, []);
    assert.equal(ok(await owner.get("/api/v1/connections?platform=instagram")).data.length, 4);
  });

  test("one account may be in two workspaces, each with its own connection", async () => {
    const one = await newOwner(here.server, "One");
    const two = await newOwner(here.server, "Two");
    const ids = [await connectAndSync(one, "tiny.pottery"), await connectAndSync(two, "tiny.pottery")];
    assert.notEqual(ids[0], ids[1]);
    assert.equal((await one.delete(`/api/v1/connections/${ids[0]}?purge=true`)).status, 204);
    assert.equal((await connection(two, ids[1])).status, "active");
    assert.ok(ok(await two.get("/api/v1/analytics/posts")).data.length > 0);
  });

  test("every account of the sandbox can be connected and synced", async () => {
    const owner = await newOwner(here.server);
    for (const { platform, username, accountType } of await here.sandbox.accounts()) {
      if (platform !== "instagram" || accountType === "PERSONAL") continue;
      const id = await connect(owner, username);
      const run = await runEnded(owner, id);
      assert.equal(run.status, "success", `${username}: ${JSON.stringify(run)}`);
    }
  });
}, {
  settings: { ALLOWED_ORIGINS: "https://app.example.com" },
  allowedErrors: [/platform_unavailable/],
});
