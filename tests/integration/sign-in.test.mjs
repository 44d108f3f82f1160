// Registering, signing in and out, sessions, tokens, API keys, invitations, roles, workspaces.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { Client, ok, refused } from "./support/http.mjs";
import { inBrowser, newAddress, newMember, newOwner, password } from "./support/people.mjs";
import { signingSecret } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const base64url = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const sign = (text, secret = signingSecret) => `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
const claimsOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
const ours = { alg: "HS256", typ: "JWT" };

onEachDatabase("sign-in", (here) => {
  test("registering makes a user who owns a workspace and is signed in both ways", async () => {
    const browser = here.nobody.stranger({ browser: true });
    const email = newAddress("first");
    const answer = await browser.post("/api/v1/auth/register", { email, password, name: "First" });
    const { user, workspace, role, accessToken, expiresIn } = ok(answer, 201);
    assert.deepEqual({ email: user.email, name: user.name, role }, { email, name: "First", role: "owner" });
    assert.equal(workspace.timezone, "UTC");
    assert.ok(expiresIn > 0 && expiresIn <= 3600, String(expiresIn));

    const [cookie] = answer.headers["set-cookie"];
    assert.match(cookie, /^rostrum_session=[\w-]{40,};/);
    assert.match(cookie, /; HttpOnly/);
    assert.match(cookie, /; SameSite=Lax/);
    assert.match(cookie, /; Path=\//);
    assert.doesNotMatch(cookie, /; Secure/, "the address is plain http");

    for (const client of [browser, new Client(here.server, { token: accessToken })]) {
      const me = ok(await client.get("/api/v1/auth/me"));
      assert.equal(me.user.id, user.id);
      assert.equal(me.workspace.id, workspace.id);
      assert.equal(me.role, "owner");
      assert.deepEqual(me.workspaces.map((one) => one.id), [workspace.id]);
      assert.equal(me.sandbox, true);
    }
  });

  test("the sign-in page is told what it has to know", async () => {
    const config = ok(await here.nobody.get("/api/v1/auth/config"));
    assert.equal(config.sandbox, true);
    assert.equal(config.passwordMinLength, 10);
  });

  test("an address registers once, however it is written", async () => {
    const owner = await newOwner(here.server, "Twice");
    for (const email of [owner.email, owner.email.toUpperCase()]) {
      refused(await here.nobody.post("/api/v1/auth/register", { email, password, name: "Again" }), 409, "conflict");
    }
    ok(await here.nobody.post("/api/v1/auth/login", { email: owner.email.toUpperCase(), password }));
  });

  test("an address with letters beyond ASCII registers and signs in", async () => {
    const email = newAddress("ÉMILE.ÄÖ.ИВАН");
    ok(await here.nobody.post("/api/v1/auth/register", { email, password, name: "Émile" }), 201);
    ok(await here.nobody.post("/api/v1/auth/login", { email, password }));
  });

  test("two registrations of one address at once make one user", async () => {
    const email = newAddress("race");
    const answers = await Promise.all(Array.from({ length: 6 }, () => here.nobody.post("/api/v1/auth/register", { email, password, name: "Race" })));
    const statuses = answers.map((answer) => answer.status).sort();
    assert.deepEqual(statuses, [201, 409, 409, 409, 409, 409]);
  });

  test("what cannot be registered is said by field", async () => {
    const good = { email: newAddress("never"), password, name: "N" };
    const table = [
      [{ password: "123456789" }, "password"],
      [{ password: "" }, "password"],
      [{ password: "ä".repeat(9) }, "password"],
      [{ password: "x".repeat(201) }, "password"],
      [{ email: "" }, "email"],
      [{ email: "no-at.example.com" }, "email"],
      [{ email: "two@at@example.com" }, "email"],
      [{ email: "spa ce@example.com" }, "email"],
      [{ email: "@example.com" }, "email"],
      [{ email: "x@" }, "email"],
      [{ email: "a@b.cd\r\nBcc: x@y.zz" }, "email"],
      [{ name: "" }, "name"],
      [{ name: "x".repeat(101) }, "name"],
      [{ role: "owner" }, "role"],
      [{ instanceAdmin: true }, "instanceAdmin"],
    ];
    for (const [wrong, field] of table) {
      const error = refused(await here.nobody.post("/api/v1/auth/register", { ...good, ...wrong }), 422, "validation_failed", JSON.stringify(wrong));
      assert.deepEqual(error.details.map((detail) => detail.field), [field], JSON.stringify(wrong));
    }
    refused(await here.nobody.post("/api/v1/auth/login", { email: good.email, password }), 401, "unauthenticated", "nobody was registered");
    ok(await here.nobody.post("/api/v1/auth/register", { ...good, password: "ä".repeat(10) }), 201);
  });

  test("a wrong password and an unknown address look the same", async () => {
    const owner = await newOwner(here.server, "Guess");
    const wrong = await here.nobody.post("/api/v1/auth/login", { email: owner.email, password: "not the password" });
    const unknown = await here.nobody.post("/api/v1/auth/login", { email: newAddress("unknown"), password });
    const withoutId = (answer) => ({ ...answer.json.error, requestId: "" });
    refused(wrong, 401, "unauthenticated");
    assert.deepEqual(withoutId(unknown), withoutId(wrong));
    assert.equal(wrong.headers["set-cookie"], undefined);
    refused(await here.nobody.post("/api/v1/auth/login", { email: owner.email, password: `${password} ` }), 401, "unauthenticated");
    refused(await here.nobody.post("/api/v1/auth/login", { email: owner.email, password: "" }), 401, "unauthenticated");
  });

  test("refreshing gives another access token of the same session", async () => {
    const owner = await newOwner(here.server, "Fresh");
    const browser = await inBrowser(owner);
    for (const client of [owner, browser]) {
      const answer = await client.post("/api/v1/auth/refresh");
      const { accessToken, user } = ok(answer);
      assert.equal(user.id, owner.user.id);
      ok(await new Client(here.server, { token: accessToken }).get("/api/v1/auth/me"));
    }
    assert.equal(ok(await owner.get("/api/v1/sessions")).data.length, 2, "no session was added");
    refused(await here.nobody.post("/api/v1/auth/refresh"), 401, "unauthenticated");
  });

  test("signing out ends the session in both forms, at once", async () => {
    const browser = here.nobody.stranger({ browser: true });
    const email = newAddress("leaver");
    const { accessToken } = ok(await browser.post("/api/v1/auth/register", { email, password, name: "Leaver" }), 201);
    const old = browser.jar.get("rostrum_session");
    const answer = await browser.post("/api/v1/auth/logout");
    assert.equal(answer.status, 204);
    assert.match(answer.headers["set-cookie"][0], /rostrum_session=;.*Max-Age=0/);
    refused(await new Client(here.server, { token: accessToken }).get("/api/v1/auth/me"), 401, "unauthenticated");
    refused(await here.nobody.get("/api/v1/auth/me", { headers: { cookie: `rostrum_session=${old}` } }), 401, "unauthenticated");
    assert.equal((await here.nobody.post("/api/v1/auth/logout")).status, 204, "without a session it is no error");
  });

  test("sessions are listed and can be ended from another one", async () => {
    const owner = await newOwner(here.server, "Sessions");
    const phone = await inBrowser(owner);
    const { data } = ok(await owner.get("/api/v1/sessions", { headers: { "user-agent": "the laptop" } }));
    assert.equal(data.length, 2);
    assert.equal(data.filter((session) => session.current).length, 1);
    const other = data.find((session) => !session.current);
    assert.equal(other.ip, "127.0.0.1");
    ok(await phone.get("/api/v1/auth/me"));
    assert.equal((await owner.delete(`/api/v1/sessions/${other.id}`)).status, 204);
    refused(await phone.get("/api/v1/auth/me"), 401, "unauthenticated", "its access ended at once");
    refused(await owner.delete(`/api/v1/sessions/${other.id}`), 404, "not_found");
    ok(await owner.get("/api/v1/auth/me"));

    const stranger = await newOwner(here.server, "Stranger");
    const [mine] = ok(await owner.get("/api/v1/sessions")).data;
    refused(await stranger.delete(`/api/v1/sessions/${mine.id}`), 404, "not_found");
    ok(await owner.get("/api/v1/auth/me"));
  });

  test("a new password needs the old one and ends the other sessions", async () => {
    const owner = await newOwner(here.server, "Careful");
    const phone = await inBrowser(owner);
    const newPassword = "another long password";
    for (const body of [{ newPassword }, { newPassword, currentPassword: "" }, { newPassword, currentPassword: "not it at all" }]) {
      const error = refused(await owner.patch("/api/v1/auth/me", body), 422, "validation_failed");
      assert.deepEqual(error.details.map((detail) => detail.field), ["currentPassword"]);
    }
    refused(await owner.patch("/api/v1/auth/me", { currentPassword: password, newPassword: "short" }), 422, "validation_failed");
    ok(await owner.patch("/api/v1/auth/me", { name: "Careful II", currentPassword: password, newPassword }));
    assert.equal(ok(await owner.get("/api/v1/auth/me")).user.name, "Careful II");
    refused(await phone.get("/api/v1/auth/me"), 401, "unauthenticated");
    refused(await here.nobody.post("/api/v1/auth/login", { email: owner.email, password }), 401, "unauthenticated");
    ok(await here.nobody.post("/api/v1/auth/login", { email: owner.email, password: newPassword }));
  });

  test("an access token that is not exactly ours is no access", async () => {
    const owner = await newOwner(here.server, "Token");
    const [header, payload, signature] = owner.token.split(".");
    const claims = claimsOf(owner.token);
    const now = Math.floor(Date.now() / 1000);
    const withClaims = (change) => sign(`${header}.${base64url({ ...claims, ...change })}`);
    assert.equal(withClaims({}), owner.token, "the test signs as the server does");
    const table = {
      "no token": "",
      garbage: "garbage",
      dots: "...",
      "two parts": `${header}.${payload}`,
      "a cut signature": owner.token.slice(0, -1),
      "a longer signature": `${owner.token}A`,
      "an empty signature": `${header}.${payload}.`,
      "the last bits of the signature changed": `${header}.${payload}.${signature.slice(0, -1)}${signature.endsWith("A") ? "B" : "A"}`,
      "another signature": `${header}.${payload}.${"A".repeat(43)}`,
      "another key": sign(`${header}.${payload}`, "another key"),
      "the empty key": sign(`${header}.${payload}`, ""),
      "other claims with the old signature": `${header}.${base64url({ ...claims, role: "owner", x: 1 })}.${signature}`,
      "algorithm none": `${base64url({ alg: "none", typ: "JWT" })}.${payload}.`,
      "algorithm None, signed": sign(`${base64url({ alg: "None", typ: "JWT" })}.${payload}`),
      "another algorithm": sign(`${base64url({ alg: "HS512", typ: "JWT" })}.${payload}`),
      "another header": sign(`${base64url({ typ: "JWT", alg: "HS256" })}.${payload}`),
      expired: withClaims({ iat: now - 2000, exp: now - 1 }),
      "expired by nothing": withClaims({ exp: 0 }),
      "from the future": withClaims({ iat: now + 86_400, exp: now + 90_000 }),
      "a huge time": withClaims({ exp: 9_223_372_036_854_775 }),
      "a negative time": withClaims({ exp: -1 }),
      "a time as text": withClaims({ exp: String(now + 600) }),
      "another issuer": withClaims({ iss: "someone" }),
      "an unknown session": withClaims({ sid: "01a1fb59-5e7b-7545-9014-5b7a2014778f" }),
      "a session that is no id": withClaims({ sid: "1 OR 1=1" }),
      "another workspace": withClaims({ wid: "01a1fb59-5e7b-7545-9014-5b7a2014778f" }),
      "a missing claim": sign(`${header}.${base64url({ ...claims, sid: undefined })}`),
      "a claim too many": withClaims({ admin: true }),
      "a list as claims": sign(`${header}.${base64url([])}`),
      "text as claims": sign(`${header}.${base64url("text")}`),
      "a very long one": `${header}.${"A".repeat(8000)}.${signature}`,
      "spaces before it": ` ${owner.token} x`,
      "an API key that never was": `rk_${"A".repeat(43)}`,
      "an empty API key": "rk_",
    };
    for (const [what, token] of Object.entries(table)) {
      if (what === "the last bits of the signature changed" && Buffer.from(token.split(".")[2], "base64url").equals(Buffer.from(signature, "base64url"))) continue;
      const answer = await here.nobody.get("/api/v1/auth/me", { headers: { authorization: `Bearer ${token}` } });
      refused(answer, 401, "unauthenticated", what);
      assert.match(answer.headers["www-authenticate"], /Bearer/, what);
    }
    for (const authorization of ["", "Basic eDp5", `Basic ${owner.token}`, owner.token, "Bearer", `Token ${owner.token}`]) {
      refused(await here.nobody.get("/api/v1/auth/me", { headers: { authorization } }), 401, "unauthenticated", authorization.slice(0, 20));
    }
    ok(await here.nobody.get("/api/v1/auth/me", { headers: { authorization: `bearer ${owner.token}` } }));
  });

  test("the role in the token counts for nothing: the membership does", async () => {
    const owner = await newOwner(here.server, "Boss");
    const viewer = await newMember(owner, "viewer");
    const [header] = viewer.token.split(".");
    const forged = sign(`${header}.${base64url({ ...claimsOf(viewer.token), role: "owner" })}`);
    refused(await new Client(here.server, { token: forged }).get("/api/v1/api-keys"), 403, "forbidden");
  });

  test("a cookie that no session has is no access", async () => {
    for (const value of ["x", "", "A".repeat(43), "A".repeat(5000), "%00", "a=b"]) {
      refused(await here.nobody.get("/api/v1/auth/me", { headers: { cookie: `rostrum_session=${value}` } }), 401, "unauthenticated");
    }
    // An Authorization header goes before a cookie, also a wrong one.
    const browser = await inBrowser(await newOwner(here.server, "Both"));
    refused(await browser.get("/api/v1/auth/me", { headers: { authorization: "Bearer wrong" } }), 401, "unauthenticated");
  });

  test("an API key does what its role may, in its workspace, until it is revoked", async () => {
    const owner = await newOwner(here.server, "Keys");
    const made = ok(await owner.post("/api/v1/api-keys", { name: "reports", role: "viewer" }), 201);
    assert.match(made.key, /^rk_[\w-]{40,}$/);
    assert.ok(made.key.startsWith(made.prefix));
    assert.ok(made.prefix.length <= 12, "the prefix gives little away");
    const [listed] = ok(await owner.get("/api/v1/api-keys")).data;
    assert.equal(listed.key, undefined, "the key is shown once");
    assert.equal(listed.lastUsedAt, null);

    const program = new Client(here.server, { token: made.key });
    ok(await program.get("/api/v1/connections"));
    assert.equal(ok(await program.get("/api/v1/auth/me")).role, "viewer");
    assert.notEqual(ok(await owner.get("/api/v1/api-keys")).data[0].lastUsedAt, null);
    refused(await program.get("/api/v1/api-keys"), 403, "forbidden");
    refused(await program.post("/api/v1/connections/instagram/authorize", {}), 403, "forbidden");
    refused(await program.post("/api/v1/auth/refresh"), 403, "forbidden", "a key has no session");
    refused(await program.patch("/api/v1/auth/me", { name: "Robot" }), 403, "forbidden");
    refused(await program.post("/api/v1/auth/switch", { workspaceId: owner.workspace.id }), 403, "forbidden");

    assert.equal((await owner.delete(`/api/v1/api-keys/${made.id}`)).status, 204);
    refused(await program.get("/api/v1/connections"), 401, "unauthenticated", "its access ended at once");
    refused(await owner.delete(`/api/v1/api-keys/${made.id}`), 404, "not_found");
  });

  test("an API key cannot do more than its maker", async () => {
    const owner = await newOwner(here.server, "Limits");
    const admin = await newMember(owner, "admin");
    refused(await admin.post("/api/v1/api-keys", { name: "up", role: "owner" }), 403, "forbidden");
    ok(await admin.post("/api/v1/api-keys", { name: "same", role: "admin" }), 201);
    const key = ok(await owner.post("/api/v1/api-keys", { name: "editor", role: "editor" }), 201);
    const program = new Client(here.server, { token: key.key });
    refused(await program.post("/api/v1/api-keys", { name: "up", role: "owner" }), 403, "forbidden");
    for (const body of [{ name: "x" }, { name: "x", role: "king" }, { name: "", role: "viewer" }, { role: "viewer" }, { name: 1, role: "viewer" }, { name: "x", role: "viewer", expires: 1 }]) {
      refused(await owner.post("/api/v1/api-keys", body), 422, "validation_failed", JSON.stringify(body));
    }
  });

  test("a member who leaves takes the keys that they made along", async () => {
    const owner = await newOwner(here.server, "Stays");
    const admin = await newMember(owner, "admin");
    const key = ok(await admin.post("/api/v1/api-keys", { name: "mine", role: "admin" }), 201);
    const program = new Client(here.server, { token: key.key });
    ok(await program.get("/api/v1/members"));
    assert.equal((await owner.delete(`/api/v1/members/${admin.membershipId}`)).status, 204);
    refused(await program.get("/api/v1/members"), 401, "unauthenticated");
    refused(await admin.get("/api/v1/members"), 401, "unauthenticated");
  });

  test("a member who is demoted has keys that do no more than they may", async () => {
    const owner = await newOwner(here.server, "Demotes");
    const admin = await newMember(owner, "admin");
    const key = ok(await admin.post("/api/v1/api-keys", { name: "mine", role: "admin" }), 201);
    const program = new Client(here.server, { token: key.key });
    ok(await program.get("/api/v1/api-keys"));
    ok(await owner.patch(`/api/v1/members/${admin.membershipId}`, { role: "viewer" }));
    refused(await admin.get("/api/v1/api-keys"), 403, "forbidden");
    const answer = await program.get("/api/v1/api-keys");
    assert.ok([401, 403].includes(answer.status), `the key of a viewer still acts as an admin: ${answer.status}`);
  });

  test("an invited person registers into the workspace", async () => {
    const owner = await newOwner(here.server, "Host");
    const email = newAddress("guest");
    const invited = ok(await owner.post("/api/v1/members", { email, role: "editor" }), 201);
    assert.equal(invited.status, "invited");
    assert.equal(invited.userId, null);
    assert.ok(invited.inviteUrl.startsWith(`${here.server.url}/register?invite=`));
    const listed = ok(await owner.get("/api/v1/members")).data.find((member) => member.id === invited.id);
    assert.equal(listed.inviteUrl, null, "the link is shown once");
    const inviteToken = new URL(invited.inviteUrl).searchParams.get("invite");

    refused(await here.nobody.post("/api/v1/auth/register", { email: newAddress("other"), password, name: "Other", inviteToken }), 404, "not_found", "another address");
    refused(await here.nobody.post("/api/v1/auth/register", { email, password, name: "Guest", inviteToken: `${inviteToken}x` }), 404, "not_found", "another token");
    const joined = ok(await here.nobody.post("/api/v1/auth/register", { email: email.toUpperCase(), password, name: "Guest", inviteToken }), 201);
    assert.equal(joined.workspace.id, owner.workspace.id);
    assert.equal(joined.role, "editor");
    const member = ok(await owner.get("/api/v1/members")).data.find((one) => one.id === invited.id);
    assert.deepEqual({ status: member.status, name: member.name, role: member.role }, { status: "active", name: "Guest", role: "editor" });
    refused(await here.nobody.post("/api/v1/auth/register", { email: newAddress("late"), password, name: "Late", inviteToken }), 404, "not_found", "used");
  });

  test("a person with an account accepts an invitation once, and only their own", async () => {
    const owner = await newOwner(here.server, "Host");
    const guest = await newOwner(here.server, "Guest");
    const stranger = await newOwner(here.server, "Stranger");
    const invited = ok(await owner.post("/api/v1/members", { email: guest.email.toUpperCase(), role: "viewer" }), 201);
    const token = new URL(invited.inviteUrl).searchParams.get("invite");
    refused(await here.nobody.post("/api/v1/invitations/accept", { token }), 401, "unauthenticated");
    refused(await stranger.post("/api/v1/invitations/accept", { token }), 404, "not_found");
    refused(await guest.post("/api/v1/invitations/accept", { token: "x" }), 404, "not_found");
    refused(await guest.post("/api/v1/invitations/accept", { token: "" }), 422, "validation_failed");
    const accepted = ok(await guest.post("/api/v1/invitations/accept", { token }));
    assert.equal(accepted.workspace.id, owner.workspace.id);
    assert.equal(accepted.role, "viewer");
    guest.token = accepted.accessToken;
    assert.equal(ok(await guest.get("/api/v1/auth/me")).workspaces.length, 2);
    refused(await guest.post("/api/v1/invitations/accept", { token }), 404, "not_found", "used");
    refused(await owner.post("/api/v1/members", { email: guest.email, role: "viewer" }), 409, "conflict", "a member already");
  });

  test("an invitation that is taken back admits nobody", async () => {
    const owner = await newOwner(here.server, "Host");
    const email = newAddress("uninvited");
    const invited = ok(await owner.post("/api/v1/members", { email, role: "viewer" }), 201);
    refused(await owner.post("/api/v1/members", { email, role: "viewer" }), 409, "conflict", "invited already");
    assert.equal((await owner.delete(`/api/v1/members/${invited.id}`)).status, 204);
    const inviteToken = new URL(invited.inviteUrl).searchParams.get("invite");
    refused(await here.nobody.post("/api/v1/auth/register", { email, password, name: "U", inviteToken }), 404, "not_found");
    ok(await owner.post("/api/v1/members", { email, role: "viewer" }), 201);
  });

  test("each role may do what it may, and no more", async () => {
    const owner = await newOwner(here.server, "Roles");
    const admin = await newMember(owner, "admin", "Adam");
    const editor = await newMember(owner, "editor", "Edda");
    const viewer = await newMember(owner, "viewer", "Vera");
    const uuid = "01a1fb59-5e7b-7545-9014-5b7a2014778f";
    // [who may at least, method, path, body]; what may be done answers with something else than 403.
    const table = [
      ["viewer", "GET", "/api/v1/members"],
      ["viewer", "GET", "/api/v1/connections"],
      ["viewer", "GET", "/api/v1/analytics"],
      ["viewer", "GET", "/api/v1/events"],
      ["editor", "POST", "/api/v1/connections/instagram/authorize", {}],
      ["editor", "POST", `/api/v1/connections/${uuid}/sync`, {}],
      ["editor", "POST", `/api/v1/connections/${uuid}/refresh`],
      ["editor", "DELETE", `/api/v1/connections/${uuid}`],
      ["admin", "GET", "/api/v1/api-keys"],
      ["admin", "POST", "/api/v1/api-keys", { name: "k", role: "viewer" }],
      ["admin", "POST", "/api/v1/members", { email: "broken", role: "viewer" }],
      ["admin", "PATCH", `/api/v1/members/${uuid}`, { role: "viewer" }],
      ["admin", "PATCH", `/api/v1/workspaces/${uuid}`, { name: "x" }],
    ];
    const order = ["viewer", "editor", "admin", "owner"];
    const people = { viewer, editor, admin, owner };
    for (const [least, method, path, body] of table) {
      for (const role of order) {
        const answer = await people[role].request(method, path, { body });
        const may = order.indexOf(role) >= order.indexOf(least);
        if (may) assert.notEqual(answer.status, 403, `${role} may ${method} ${path}`);
        else refused(answer, 403, "forbidden", `${role} may not ${method} ${path}`);
      }
    }
  });

  test("only owners touch owners, and the last one stays", async () => {
    const owner = await newOwner(here.server, "Last");
    const admin = await newMember(owner, "admin", "Adam");
    const editor = await newMember(owner, "editor", "Edda");
    const viewer = await newMember(owner, "viewer", "Vera");
    const membershipOf = async (person) => ok(await owner.get("/api/v1/members")).data.find((member) => member.userId === person.user.id);
    const ownerId = (await membershipOf(owner)).id;

    refused(await admin.patch(`/api/v1/members/${ownerId}`, { role: "viewer" }), 403, "forbidden", "an admin demotes an owner");
    refused(await admin.delete(`/api/v1/members/${ownerId}`), 403, "forbidden", "an admin removes an owner");
    refused(await admin.patch(`/api/v1/members/${viewer.membershipId}`, { role: "owner" }), 403, "forbidden", "an admin makes an owner");
    refused(await admin.patch(`/api/v1/members/${admin.membershipId}`, { role: "owner" }), 403, "forbidden", "an admin makes themselves an owner");
    refused(await admin.post("/api/v1/members", { email: newAddress("x"), role: "owner" }), 403, "forbidden", "an admin invites an owner");
    refused(await viewer.delete(`/api/v1/members/${editor.membershipId}`), 403, "forbidden", "a viewer removes somebody");
    refused(await editor.delete(`/api/v1/members/${viewer.membershipId}`), 403, "forbidden", "an editor removes somebody");

    refused(await owner.patch(`/api/v1/members/${ownerId}`, { role: "admin" }), 409, "conflict", "the last owner steps down");
    refused(await owner.delete(`/api/v1/members/${ownerId}`), 409, "conflict", "the last owner leaves");
    ok(await owner.patch(`/api/v1/members/${ownerId}`, { role: "owner" }));

    ok(await admin.patch(`/api/v1/members/${viewer.membershipId}`, { role: "editor" }));
    assert.equal(ok(await viewer.get("/api/v1/auth/me")).role, "editor", "a new role counts at once");
    ok(await owner.patch(`/api/v1/members/${admin.membershipId}`, { role: "owner" }));
    const both = await Promise.all([owner.delete(`/api/v1/members/${admin.membershipId}`), admin.delete(`/api/v1/members/${ownerId}`)]);
    const statuses = both.map((answer) => answer.status).sort();
    assert.equal(statuses.filter((status) => status === 204).length, 1, `one of two owners stays: ${statuses}`);

    assert.equal((await editor.delete(`/api/v1/members/${editor.membershipId}`)).status, 204, "anybody may leave");
    refused(await editor.get("/api/v1/members"), 401, "unauthenticated");
  });

  test("whoever was removed signs in to a workspace of their own", async () => {
    const owner = await newOwner(here.server, "Host");
    const member = await newMember(owner, "editor");
    assert.equal((await owner.delete(`/api/v1/members/${member.membershipId}`)).status, 204);
    const again = ok(await here.nobody.post("/api/v1/auth/login", { email: member.email, password }));
    assert.notEqual(again.workspace.id, owner.workspace.id);
    assert.equal(again.role, "owner");
  });

  test("somebody is in several workspaces, and in one at a time", async () => {
    const owner = await newOwner(here.server, "Several");
    const made = ok(await owner.post("/api/v1/workspaces", { name: "Second", timezone: "Europe/Berlin" }), 201);
    assert.deepEqual({ role: made.role, timezone: made.timezone, name: made.name }, { role: "owner", timezone: "Europe/Berlin", name: "Second" });
    assert.equal(ok(await owner.get("/api/v1/workspaces")).data.length, 2);
    const browser = await inBrowser(owner);
    const switched = ok(await browser.post("/api/v1/auth/switch", { workspaceId: made.id }));
    assert.equal(switched.workspace.id, made.id);
    assert.equal(ok(await browser.get("/api/v1/auth/me")).workspace.id, made.id);
    assert.equal(ok(await owner.get("/api/v1/auth/me")).workspace.id, owner.workspace.id, "the other session stays where it was");

    const stranger = await newOwner(here.server, "Stranger");
    refused(await stranger.post("/api/v1/auth/switch", { workspaceId: made.id }), 404, "not_found");
    refused(await stranger.post("/api/v1/auth/switch", { workspaceId: "x" }), 422, "validation_failed");
    refused(await stranger.patch(`/api/v1/workspaces/${made.id}`, { name: "Mine" }), 404, "not_found");
  });

  test("a workspace has a name and a zone that exist", async () => {
    const owner = await newOwner(here.server, "Zones");
    for (const timezone of ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe", "europe/berlin ", "UTC\u0000"]) {
      const error = refused(await owner.patch(`/api/v1/workspaces/${owner.workspace.id}`, { timezone }), 422, "validation_failed", timezone);
      assert.deepEqual(error.details.map((detail) => detail.field), ["timezone"]);
      refused(await owner.post("/api/v1/workspaces", { name: "x", timezone }), 422, "validation_failed", timezone);
    }
    for (const timezone of ["America/Argentina/Buenos_Aires", "Asia/Kolkata", "UTC"]) {
      assert.equal(ok(await owner.patch(`/api/v1/workspaces/${owner.workspace.id}`, { timezone })).timezone, timezone);
    }
    ok(await owner.patch(`/api/v1/workspaces/${owner.workspace.id}`, { name: "Renamed" }));
    assert.equal(ok(await owner.get("/api/v1/auth/me")).workspace.name, "Renamed");
    refused(await owner.patch(`/api/v1/workspaces/${owner.workspace.id}`, { name: "" }), 422, "validation_failed");
  });
});
