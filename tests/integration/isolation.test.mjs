// Who may call what: every route of the document, as nobody, as somebody of another workspace, and with too small a role.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { bare, image } from "./support/files.mjs";
import { ok, refused } from "./support/http.mjs";
import { connectAndSync, newAddress, newMember, newOwner, offered } from "./support/people.mjs";
import { cronSecret } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

// What a route asks for. `open`: everybody. A role: that role at least. `instance`: who looks after the server.
// `ids`: the path names something of a workspace, which does not exist for anybody else. `shows`: the answer tells of
// the workspace's own things and must not tell of another's. `body`: what a proper request holds.
const routes = {
  "POST /api/v1/auth/register": { access: "open" },
  "POST /api/v1/auth/login": { access: "open" },
  "POST /api/v1/auth/logout": { access: "open" },
  "GET /api/v1/auth/config": { access: "open" },
  "GET /api/v1/connections/{platform}/callback": { access: "open" },
  "GET /api/v1/connections/callback.js": { access: "open" },
  "GET /healthz": { access: "open" },
  "GET /readyz": { access: "open" },
  "GET /metrics": { access: "token" },

  "POST /api/v1/auth/refresh": { access: "viewer", personal: true },
  "POST /api/v1/auth/switch": { access: "viewer", personal: true, foreignBody: (first) => ({ workspaceId: first.workspace.id }) },
  "GET /api/v1/auth/me": { access: "viewer", shows: true },
  "PATCH /api/v1/auth/me": { access: "viewer", personal: true, body: {} },
  "GET /api/v1/sessions": { access: "viewer", personal: true, shows: true },
  "DELETE /api/v1/sessions/{id}": { access: "viewer", personal: true, ids: "session" },
  "POST /api/v1/invitations/accept": { access: "viewer", personal: true, foreignBody: (first) => ({ token: first.inviteToken }) },

  "GET /api/v1/members": { access: "viewer", shows: true },
  "POST /api/v1/members": { access: "admin", body: () => ({ email: newAddress("walk"), role: "viewer" }) },
  "PATCH /api/v1/members/{id}": { access: "admin", ids: "member", body: { role: "viewer" } },
  "DELETE /api/v1/members/{id}": { access: "viewer", ids: "member", othersNeed: "admin" },
  "GET /api/v1/workspaces": { access: "viewer", personal: true, shows: true },
  "POST /api/v1/workspaces": { access: "viewer", personal: true, body: { name: "walked" } },
  "PATCH /api/v1/workspaces/{id}": { access: "admin", ids: "workspace", body: { name: "taken over" } },
  "GET /api/v1/api-keys": { access: "admin", shows: true },
  "POST /api/v1/api-keys": { access: "admin", body: { name: "walk", role: "viewer" } },
  "DELETE /api/v1/api-keys/{id}": { access: "admin", ids: "apiKey" },

  "GET /api/v1/platforms": { access: "viewer" },
  "GET /api/v1/connections/status": { access: "viewer", shows: true },
  "POST /api/v1/connections/{platform}/authorize": { access: "editor", body: {} },
  "GET /api/v1/connections": { access: "viewer", shows: true },
  "GET /api/v1/connections/{id}": { access: "viewer", ids: "connection" },
  "DELETE /api/v1/connections/{id}": { access: "editor", ids: "connection" },
  "POST /api/v1/connections/{id}/sync": { access: "editor", ids: "connection", body: {} },
  "GET /api/v1/connections/{id}/post-options": { access: "editor", ids: "connection" },
  "GET /api/v1/connections/{id}/sync-runs": { access: "viewer", ids: "connection" },
  "POST /api/v1/connections/{id}/refresh": { access: "editor", ids: "connection" },

  "GET /api/v1/account-choices/{id}": { access: "editor", ids: "choice" },
  "POST /api/v1/account-choices/{id}": { access: "editor", ids: "choice", body: { externalIds: ["1"] } },

  "GET /api/v1/analytics": { access: "viewer", shows: true },
  "GET /api/v1/analytics/connections": { access: "viewer", shows: true },
  "GET /api/v1/analytics/platforms/{platform}": { access: "viewer", query: (first) => `?connectionId=${first.ids.connection}`, foreignStatus: 404 },
  "GET /api/v1/analytics/followers": { access: "viewer", shows: true, query: (first) => `?connectionId=${first.ids.connection}` },
  "GET /api/v1/analytics/posts": { access: "viewer", shows: true, query: (first) => `?connectionId=${first.ids.connection}` },
  "GET /api/v1/analytics/best-times": { access: "viewer", shows: true, query: (first) => `?connectionId=${first.ids.connection}` },
  "GET /api/v1/analytics/export.csv": { access: "viewer", shows: true, query: (first) => `?connectionId=${first.ids.connection}` },
  "GET /api/v1/reports": { access: "viewer", shows: true },
  "GET /api/v1/reports/{id}": { access: "viewer", ids: "report" },
  "GET /api/v1/health/social-sync": { access: "viewer" },
  "GET /api/v1/campaigns": { access: "viewer", shows: true },
  "POST /api/v1/campaigns": { access: "editor", body: { name: "walked" } },
  "GET /api/v1/campaigns/{id}": { access: "viewer", ids: "campaign" },
  "PATCH /api/v1/campaigns/{id}": { access: "editor", ids: "campaign", body: { name: "taken over" } },
  "DELETE /api/v1/campaigns/{id}": { access: "editor", ids: "campaign" },
  "GET /api/v1/campaigns/{id}/messages": { access: "viewer", ids: "campaign" },
  "POST /api/v1/campaigns/{id}/messages": { access: "editor", ids: "campaign", body: { content: "walked" } },
  "GET /api/v1/campaigns/{id}/variants": { access: "viewer", ids: "campaign" },
  "GET /api/v1/posting-slots": { access: "viewer", shows: true },
  "POST /api/v1/posting-slots": { access: "editor", body: { weekday: "friday", time: "09:00", timezone: "UTC" } },
  "GET /api/v1/posting-slots/next": { access: "viewer", shows: true },
  "DELETE /api/v1/posting-slots/{id}": { access: "editor", ids: "slot" },

  "GET /api/v1/posts": { access: "viewer", shows: true },
  "POST /api/v1/posts": { access: "editor", body: {} },
  "POST /api/v1/posts/validate": { access: "editor", body: {} },
  "POST /api/v1/posts/schedule": { access: "editor", body: {} },
  "GET /api/v1/posts/summary": { access: "viewer" },
  "GET /api/v1/posts/{id}": { access: "viewer", ids: "post" },
  "PATCH /api/v1/posts/{id}": { access: "editor", ids: "post", body: { content: "taken over" } },
  "DELETE /api/v1/posts/{id}": { access: "editor", ids: "post" },
  "POST /api/v1/posts/{id}/publish": { access: "editor", ids: "post" },
  "POST /api/v1/posts/{id}/cancel": { access: "editor", ids: "post" },
  "POST /api/v1/posts/{id}/retry": { access: "editor", ids: "post", body: {} },
  "GET /api/v1/posts/{id}/attempts": { access: "viewer", ids: "post" },

  "GET /api/v1/events": { access: "viewer", shows: true },

  "POST /api/v1/media": { access: "editor", raw: () => image("png") },
  "GET /api/v1/media": { access: "viewer", shows: true },
  "GET /api/v1/media/{id}": { access: "viewer", ids: "media" },
  "PATCH /api/v1/media/{id}": { access: "editor", ids: "media", body: { altText: "taken over" } },
  "DELETE /api/v1/media/{id}": { access: "editor", ids: "media" },
  "GET /media/{id}/{signature}": { access: "open", ids: "media" },
  "OPTIONS /api/v1/media/uploads": { access: "open" },
  "POST /api/v1/media/uploads": { access: "editor", headers: { "tus-resumable": "1.0.0", "upload-length": "9" } },
  "GET /api/v1/media/uploads/{id}": { access: "editor", ids: "upload" },
  "PATCH /api/v1/media/uploads/{id}": { access: "editor", ids: "upload", raw: () => "x", headers: { "tus-resumable": "1.0.0", "upload-offset": "0", "content-type": "application/offset+octet-stream" } },
  "DELETE /api/v1/media/uploads/{id}": { access: "editor", ids: "upload", headers: { "tus-resumable": "1.0.0" } },

  "GET /api/v1/admin/jobs": { access: "instance" },
  "POST /api/v1/admin/jobs/{id}/retry": { access: "instance", ids: "connection" },
  "GET /api/v1/admin/budgets": { access: "instance" },
  "POST /api/v1/jobs/{name}/run": { access: "instance" },
};

/** The workspace's weekly report, made now. */
async function firstReport(owner) {
  await owner.stranger({ token: cronSecret }).post("/api/v1/jobs/report/run");
  return (await until("the report is there", async () => ok(await owner.get("/api/v1/reports")).data[0])).id;
}

const roles = ["viewer", "editor", "admin", "owner"];
const valueOf = (value, ...args) => (typeof value === "function" ? value(...args) : value);

onEachDatabase("isolation", (here) => {
  let instanceAdmin;
  let first;
  let second;
  let people;

  before(async () => {
    // Who registers first looks after the server.
    instanceAdmin = await newOwner(here.server, "Instance");
    first = await newOwner(here.server, "First");
    second = await newOwner(here.server, "Second");
    people = { owner: first, admin: await newMember(first, "admin"), editor: await newMember(first, "editor"), viewer: await newMember(first, "viewer") };
    const victim = await newMember(first, "viewer", "Victim");
    const invited = ok(await first.post("/api/v1/members", { email: newAddress("pending"), role: "viewer" }), 201);
    first.inviteToken = new URL(invited.inviteUrl).searchParams.get("invite");
    const connection = await connectAndSync(first, "blank.canvas");
    first.ids = {
      connection,
      choice: await offered(first, "facebook", "many.hats"),
      member: victim.membershipId,
      workspace: first.workspace.id,
      session: ok(await first.get("/api/v1/sessions")).data[0].id,
      apiKey: ok(await first.post("/api/v1/api-keys", { name: "first's", role: "viewer" }), 201).id,
      report: await firstReport(first),
      media: ok(await bare(first, image("png")), 201).id,
      upload: (await first.request("POST", "/api/v1/media/uploads", { headers: { "tus-resumable": "1.0.0", "upload-length": "9" } })).headers.location.split("/").pop(),
      campaign: ok(await first.post("/api/v1/campaigns", { name: "first's" }), 201).id,
      slot: ok(await first.post("/api/v1/posting-slots", { weekday: "monday", time: "09:15", timezone: "UTC" }), 201).id,
      post: ok(await first.post("/api/v1/posts", { content: "first's", targets: [{ connectionId: connection }] }), 201).id,
    };
  });

  const described = () => Object.entries(here.installation.contract.document.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));

  /** A request of the route, with the first workspace's ids. */
  function requestOf(name, { foreign = false } = {}) {
    const [method, template] = name.split(" ");
    const route = routes[name];
    const path = template
      .replace("{platform}", "instagram")
      .replace("{name}", "clean-up")
      .replace("{id}", () => first.ids[route.ids])
      .replace("{signature}", "x");
    const body = foreign && route.foreignBody ? route.foreignBody(first) : valueOf(route.body);
    const headers = { ...route.headers };
    return { method, path: path + (valueOf(route.query, first) ?? ""), options: { body, headers, raw: valueOf(route.raw) } };
  }

  test("each route of the document has its case here, and the other way round", () => {
    assert.deepEqual(described().sort(), Object.keys(routes).sort());
  });

  test("without credentials nothing answers but what is open", async () => {
    for (const [name, route] of Object.entries(routes)) {
      const { method, path, options } = requestOf(name);
      const answer = await here.nobody.request(method, path, options);
      if (route.access === "open") assert.notEqual(answer.status, 401, name === "POST /api/v1/auth/login" ? "" : name);
      else refused(answer, 401, "unauthenticated", name);
    }
  });

  test("without credentials it is 401 whatever the body and the id are", async () => {
    for (const [name, route] of Object.entries(routes)) {
      if (route.access === "open") continue;
      const { method, path } = requestOf(name);
      refused(await here.nobody.request(method, path, { raw: method === "GET" ? undefined : "{" }), 401, "unauthenticated", name);
      refused(await here.nobody.request(method, path.replace(/[0-9a-f-]{36}/, "x"), {}), 401, "unauthenticated", name);
    }
  });

  test("the document says which routes are open", () => {
    for (const [path, methods] of Object.entries(here.installation.contract.document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const { access } = routes[`${method.toUpperCase()} ${path}`];
        assert.equal(operation.security.length === 0, access === "open", `${method} ${path}`);
      }
    }
  });

  test("the owner of another workspace does not find what is ours", async () => {
    const before = await snapshot();
    for (const [name, route] of Object.entries(routes)) {
      if (["open", "token", "instance"].includes(route.access)) continue;
      const { method, path, options } = requestOf(name, { foreign: true });
      if (route.ids || route.foreignBody || route.foreignStatus) {
        refused(await second.request(method, path, options), 404, "not_found", name);
      } else if (route.shows) {
        const answer = await second.request(method, path, options);
        assert.equal(answer.status, 200, name);
        for (const [what, id] of Object.entries(first.ids)) assert.ok(!answer.text.includes(id), `${name} shows the ${what} of another workspace`);
        for (const text of [first.email, first.workspace.id, first.user.id]) assert.ok(!answer.text.includes(text), `${name} shows ${text}`);
      }
    }
    assert.deepEqual(await snapshot(), before, "and changes nothing of ours");
  });

  async function snapshot() {
    const without = (list) => list.data.map(({ lastUsedAt, lastSeenAt, ...rest }) => rest);
    return {
      connections: without(ok(await first.get("/api/v1/connections"))),
      runs: without(ok(await first.get(`/api/v1/connections/${first.ids.connection}/sync-runs`))),
      members: without(ok(await first.get("/api/v1/members"))),
      keys: without(ok(await first.get("/api/v1/api-keys"))),
      campaigns: ok(await first.get("/api/v1/campaigns")),
      posts: ok(await first.get("/api/v1/posts")),
      me: ok(await first.get("/api/v1/auth/me")),
      media: without(ok(await first.get("/api/v1/media"))),
    };
  }

  test("an API key of another workspace does not find what is ours", async () => {
    const { key } = ok(await second.post("/api/v1/api-keys", { name: "second's", role: "owner" }), 201);
    const program = second.stranger({ token: key });
    for (const [name, route] of Object.entries(routes)) {
      if (!route.ids || route.personal || route.access === "instance") continue;
      const { method, path, options } = requestOf(name);
      refused(await program.request(method, path, options), 404, "not_found", name);
    }
  });

  test("an API key is refused what is about the person who made it", async () => {
    const { key } = ok(await first.post("/api/v1/api-keys", { name: "owner's", role: "owner" }), 201);
    const program = first.stranger({ token: key });
    for (const [name, route] of Object.entries(routes)) {
      if (!route.personal) continue;
      const { method, path, options } = requestOf(name);
      refused(await program.request(method, path, options), 403, "forbidden", name);
    }
  });

  test("a role that is too small is refused", async () => {
    for (const [name, route] of Object.entries(routes)) {
      const least = route.othersNeed ?? route.access;
      if (!roles.includes(least)) continue;
      for (const role of roles.slice(0, roles.indexOf(least))) {
        const { method, path, options } = requestOf(name);
        refused(await people[role].request(method, path, options), 403, "forbidden", `${role}: ${name}`);
      }
    }
    ok(await first.get(`/api/v1/connections/${first.ids.connection}`));
  });

  test("a role that is too small is refused before the body is looked at", async () => {
    for (const [name, route] of Object.entries(routes)) {
      if (!roles.includes(route.access) || route.access === "viewer" || name.startsWith("GET")) continue;
      const { method, path } = requestOf(name);
      refused(await people.viewer.request(method, path, { raw: "{" }), 403, "forbidden", name);
    }
  });

  test("what concerns the whole server is for who looks after it", async () => {
    for (const [name, route] of Object.entries(routes)) {
      if (route.access !== "instance") continue;
      const { method, path, options } = requestOf(name);
      for (const person of [first, second, people.admin]) refused(await person.request(method, path, options), 403, "forbidden", name);
    }
    ok(await instanceAdmin.get("/api/v1/admin/jobs?state=dead"));
    for (const state of ["available", "running", "dead"]) ok(await instanceAdmin.get(`/api/v1/admin/jobs?state=${state}`));
    refused(await instanceAdmin.get("/api/v1/admin/jobs?state=lost"), 422, "validation_failed");
    refused(await instanceAdmin.post(`/api/v1/admin/jobs/${first.ids.connection}/retry`), 404, "not_found");
    const { key } = ok(await instanceAdmin.post("/api/v1/api-keys", { name: "k", role: "owner" }), 201);
    refused(await instanceAdmin.stranger({ token: key }).get("/api/v1/admin/jobs"), 403, "forbidden", "a key is no person");
  });

  test("the cron secret starts a periodic job, and nothing else", async () => {
    const cron = here.nobody.stranger({ token: cronSecret });
    for (const name of ["token-refresh", "social-sync", "social-sync/run?platform=instagram", "clean-up", "inactive-accounts", "report"]) {
      const answer = await cron.post(`/api/v1/jobs/${name.includes("/") ? name : `${name}/run`}`);
      assert.ok([202, 409].includes(answer.status), `${name}: ${answer.status} ${answer.text}`);
    }
    refused(await cron.post("/api/v1/jobs/nothing/run"), 404, "not_found");
    refused(await cron.get("/api/v1/admin/jobs"), 401, "unauthenticated");
    refused(await cron.get("/api/v1/connections"), 401, "unauthenticated");
    refused(await here.nobody.stranger({ token: `${cronSecret}x` }).post("/api/v1/jobs/clean-up/run"), 401, "unauthenticated");
    refused(await first.post("/api/v1/jobs/clean-up/run"), 403, "forbidden");
  });
});
