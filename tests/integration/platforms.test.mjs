// Every platform from the sign-in to the figures, over HTTP: what is the same for all of them, and what each has for itself.
import assert from "node:assert/strict";
import { afterEach, before, test } from "node:test";
import { everything, ok, refused } from "./support/http.mjs";
import { authorize, connect, connectAny, connection, newMember, newOwner, offered, runEnded, sync } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

/** An ordinary login at each platform, with an account that posts; `pick` where it opens several. */
const logins = [
  { platform: "instagram", account: "ada.bakes" },
  { platform: "instagram_facebook", account: "ada.lindqvist" },
  { platform: "facebook", account: "ada.lindqvist" },
  { platform: "tiktok", account: "ada.loafs" },
  { platform: "youtube", account: "adabakesbread" },
  { platform: "x", account: "ada_loafs" },
  { platform: "linkedin", account: "ada-lindqvist", pick: /organization/ },
];

onEachDatabase("platforms", (here) => {
  let instanceAdmin;
  // Who registers first looks after the server.
  before(async () => { instanceAdmin = await newOwner(here.server, "Instance"); });
  afterEach(() => here.sandbox.clearFaults());

  test("all of them are offered, with what they ask for", async () => {
    const owner = await newOwner(here.server);
    const { data } = ok(await owner.get("/api/v1/platforms"));
    assert.deepEqual(data.map((one) => one.id), logins.map((one) => one.platform));
    for (const platform of data) {
      assert.equal(platform.configured, true, platform.id);
      assert.ok(platform.capabilities.connect && platform.capabilities.read, platform.id);
      assert.ok(platform.scopes.length > 0 && platform.scopes.every((scope) => scope.purpose), platform.id);
    }
  });

  for (const login of logins) {
    test(`${login.platform} is connected, synced and refreshed`, async () => {
      const owner = await newOwner(here.server);
      const id = await connectAny(owner, login);
      const run = await runEnded(owner, id);
      assert.equal(run.status, "success", JSON.stringify(run));
      assert.ok(run.itemsSynced > 1, "posts came in");
      const account = await connection(owner, id);
      assert.equal(account.platform, login.platform);
      assert.equal(account.status, "active");
      assert.ok(account.followerCount > 0);
      const { data: posts } = ok(await owner.get(`/api/v1/analytics/posts?connectionId=${id}&limit=5`));
      assert.ok(posts.length > 0);
      for (const post of posts) {
        assert.equal(post.platform, login.platform);
        assert.ok(Date.parse(post.postedAt) <= Date.now(), post.postedAt);
        assert.match(post.permalink ?? "", /^https?:/);
      }
      const again = await sync(owner, id);
      assert.equal(again.status, "success", JSON.stringify(again));
      ok(await owner.delete(`/api/v1/connections/${id}`), 204);
      assert.equal((await connection(owner, id)).status, "disconnected");
    });
  }

  test("a denial at any platform says so", async () => {
    const owner = await newOwner(here.server);
    for (const { platform } of logins) {
      const answer = await authorize(owner, { platform, deny: true, body: { returnTo: "/accounts" } });
      const address = new URL(answer.headers.location, here.server.url);
      assert.equal(address.searchParams.get("error"), "access_denied", `${platform}: ${answer.headers.location}`);
    }
    assert.deepEqual(ok(await owner.get("/api/v1/connections")).data, []);
  });

  test("of many pages the chosen are connected, and a second sign-in knows them", async () => {
    const owner = await newOwner(here.server);
    const choice = await offered(owner, "facebook", "many.hats");
    const { accounts, platform } = ok(await owner.get(`/api/v1/account-choices/${choice}`));
    assert.equal(platform, "facebook");
    assert.equal(accounts.length, 30, "over two pages of the list");
    assert.ok(accounts.every((one) => one.status === null && one.displayName));
    assert.ok(!JSON.stringify(accounts).includes("EAA"), "no token is told");

    const wanted = accounts.slice(3, 5).map((one) => one.externalId);
    refused(await owner.post(`/api/v1/account-choices/${choice}`, { externalIds: [] }), 422, "validation_failed");
    refused(await owner.post(`/api/v1/account-choices/${choice}`, { externalIds: [...wanted, "4711"] }), 422, "validation_failed");
    const { connections } = ok(await owner.post(`/api/v1/account-choices/${choice}`, { externalIds: wanted }), 201);
    assert.deepEqual(connections.map((one) => one.externalId).sort(), [...wanted].sort());
    for (const { id } of connections) assert.equal((await runEnded(owner, id)).status, "success");
    refused(await owner.post(`/api/v1/account-choices/${choice}`, { externalIds: wanted }), 404, "not_found");

    const second = await offered(owner, "facebook", "many.hats");
    const known = ok(await owner.get(`/api/v1/account-choices/${second}`)).accounts.filter((one) => one.status);
    assert.deepEqual(known.map((one) => one.externalId).sort(), [...wanted].sort());
  });

  test("a choice is nobody else's", async () => {
    const owner = await newOwner(here.server);
    const choice = await offered(owner, "facebook", "many.hats");
    for (const other of [await newMember(owner, "admin"), await newOwner(here.server)]) {
      refused(await other.get(`/api/v1/account-choices/${choice}`), 404, "not_found");
      refused(await other.post(`/api/v1/account-choices/${choice}`, { externalIds: ["1"] }), 404, "not_found");
    }
    refused(await (await newMember(owner, "viewer")).get(`/api/v1/account-choices/${choice}`), 403, "forbidden");
    refused(await owner.get("/api/v1/account-choices/4711"), 404, "not_found");
  });

  test("a sign-in without any account connects nothing", async () => {
    const owner = await newOwner(here.server);
    const answer = await authorize(owner, { platform: "facebook", account: "norma.pageless", body: { returnTo: "/accounts" } });
    const address = new URL(answer.headers.location, here.server.url);
    assert.ok(address.searchParams.get("error"), answer.headers.location);
    assert.deepEqual(ok(await owner.get("/api/v1/connections")).data, []);
  });

  test("what was used of the quotas is shown to who runs the server", async () => {
    const owner = await newOwner(here.server);
    const id = await connect(owner, "adabakesbread", { platform: "youtube" });
    await runEnded(owner, id);
    const { data } = ok(await instanceAdmin.get("/api/v1/admin/budgets"));
    const units = data.find((one) => one.platform === "youtube" && one.quota === "units");
    assert.equal(units.scope, "app");
    assert.equal(units.limit, 10_000);
    assert.equal(units.keptForPublishing, 2_000);
    assert.ok(units.used >= 5, JSON.stringify(units));
    assert.ok(Date.parse(units.unitsReturnAt) > Date.now());
    refused(await owner.get("/api/v1/admin/budgets"), 403, "forbidden");
  });

  test("a rate limit at the platform stops calls until its reset", async () => {
    const owner = await newOwner(here.server);
    const id = await connect(owner, "ada_loafs", { platform: "x" });
    await runEnded(owner, id);
    await here.sandbox.fault({ platform: "x", endpoint: "users_posts", kind: "rate_limit", value: 900, times: 1 });
    const run = await sync(owner, id);
    assert.equal(run.status, "partial");
    assert.equal(run.rateLimitHit, true);
    const calls = await here.sandbox.count(/api\.x\.com\/2\/users\/\d+\/tweets/);
    const next = await sync(owner, id);
    assert.equal(next.rateLimitHit, true, "our own count knows");
    assert.equal(await here.sandbox.count(/api\.x\.com\/2\/users\/\d+\/tweets/), calls, "nothing was asked");
    assert.match(next.errorMessage, /used up|slow down|limit/i);
    const posts = await everything(owner, `/api/v1/analytics/posts?connectionId=${id}`);
    assert.ok(posts.length > 0, "what was there stays");
  });
}, { allowedErrors: [/platform_/, /no account that can be connected/] });
