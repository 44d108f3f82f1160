// Users, members and connected accounts, as tests need them.
import assert from "node:assert/strict";
import { Client, ok } from "./http.mjs";
import { until } from "./wait.mjs";

export const password = "correct horse battery";
let count = 0;

export function newAddress(name = "somebody") {
  count += 1;
  return `${name}.${process.pid}.${count}@example.com`;
}

/** A new user with a workspace of their own, signed in as a program (bearer token). */
export async function newOwner(server, name = "Olga", client = new Client(server)) {
  const email = newAddress(name.toLowerCase());
  const answer = ok(await client.post("/api/v1/auth/register", { email, password, name }), 201);
  client.token = answer.accessToken;
  return Object.assign(client, { email, user: answer.user, workspace: answer.workspace, role: answer.role });
}

/** The same person in a browser: signed in by the cookie. */
export async function inBrowser(person) {
  const browser = new Client(person.server, { browser: true });
  ok(await browser.post("/api/v1/auth/login", { email: person.email, password }));
  return Object.assign(browser, { email: person.email, user: person.user, workspace: person.workspace });
}

/** A new user who joins the owner's workspace with a role. */
export async function newMember(owner, role, name = "Mara") {
  const email = newAddress(name.toLowerCase());
  const invited = ok(await owner.post("/api/v1/members", { email, role }), 201);
  const inviteToken = new URL(invited.inviteUrl).searchParams.get("invite");
  const client = new Client(owner.server);
  const answer = ok(await client.post("/api/v1/auth/register", { email, password, name, inviteToken }), 201);
  client.token = answer.accessToken;
  return Object.assign(client, { email, user: answer.user, workspace: answer.workspace, role: answer.role, membershipId: invited.id });
}

/** Goes through the consent page; resolves with the answer of the callback. */
export async function authorize(client, { platform = "instagram", body = {}, browser = client, ...consent } = {}) {
  const begun = ok(await client.post(`/api/v1/connections/${platform}/authorize`, body));
  const back = new URL(await client.server.sandbox.consent(begun.url, consent));
  return browser.get(back.pathname + back.search);
}

/** Connects an account; resolves with the connection's id. */
export async function connect(client, account, { platform = "instagram", ...consent } = {}) {
  const answer = await authorize(client, { platform, body: { returnTo: "/accounts" }, account, ...consent });
  assert.equal(answer.status, 303, answer.text.slice(0, 500));
  const address = new URL(answer.headers.location, client.server.url);
  assert.equal(address.searchParams.get("connected"), platform, answer.headers.location);
  return address.searchParams.get("connectionId");
}

/** Signs in where several accounts are opened; resolves with the id of the choice among them. */
export async function offered(client, platform, account) {
  const answer = await authorize(client, { platform, account, body: { returnTo: "/accounts" } });
  assert.equal(answer.status, 303, answer.text.slice(0, 500));
  const address = new URL(answer.headers.location, client.server.url);
  assert.equal(address.searchParams.get("platform"), platform, answer.headers.location);
  assert.ok(address.searchParams.get("choose"), answer.headers.location);
  return address.searchParams.get("choose");
}

/** Connects an account; where a login opens several, the one that `pick` matches. Resolves with the connection's id. */
export async function connectAny(client, { platform, account, pick }) {
  if (!pick) return connect(client, account, { platform });
  const choice = await offered(client, platform, account);
  const { accounts } = ok(await client.get(`/api/v1/account-choices/${choice}`));
  const { externalId } = accounts.find((one) => pick.test(one.externalId));
  const { connections } = ok(await client.post(`/api/v1/account-choices/${choice}`, { externalIds: [externalId] }), 201);
  return connections[0].id;
}

export async function connection(client, id) {
  return ok(await client.get(`/api/v1/connections/${id}`));
}

export async function latestRun(client, id) {
  return ok(await client.get(`/api/v1/connections/${id}/sync-runs?limit=1`)).data[0];
}

/** Waits until the newest run has ended, and resolves with it; only one that is not `not`. */
export async function runEnded(client, id, { seconds = 60, runId, not } = {}) {
  let run;
  return until(
    "the sync has ended",
    async () => {
      run = await latestRun(client, id);
      return run && run.status !== "running" && (!runId || run.id === runId) && run.id !== not && run;
    },
    { seconds, show: () => run },
  );
}

/** Connects an account, perhaps once more, and waits for the sync that follows to succeed. */
export async function connectAndSync(client, account, consent = {}) {
  const known = ok(await client.get("/api/v1/connections?limit=100")).data.find((one) => one.handle === account);
  const not = known && (await latestRun(client, known.id))?.id;
  const id = await connect(client, account, consent);
  const run = await runEnded(client, id, { not });
  assert.equal(run.status, "success", JSON.stringify(run));
  return id;
}

/** Starts a sync and waits for its end. */
export async function sync(client, id, { full = false, seconds = 120 } = {}) {
  const { syncRun } = ok(await client.post(`/api/v1/connections/${id}/sync`, { full }), 202);
  return runEnded(client, id, { seconds, runId: syncRun.id });
}
