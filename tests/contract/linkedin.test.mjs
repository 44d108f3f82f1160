// LinkedIn as its own client for Node.js understands it.
import assert from "node:assert/strict";
import { test } from "node:test";
import linkedin from "linkedin-api-client";
import { apps } from "./support/apps.mjs";
import { callback, failure, onSandbox } from "./support/suite.mjs";

const { AuthClient, RestliClient } = linkedin;
const versionString = "202609";
const scopes = [
  "openid",
  "profile",
  "r_basicprofile",
  "r_organization_social",
  "rw_organization_admin",
  "r_member_social",
  "r_member_postAnalytics",
  "r_member_profileAnalytics",
];
const year = 365 * 86400;
const day = 86400_000;

const newClient = (clientSecret = apps.linkedin.secret) => new AuthClient({ clientId: apps.linkedin.id, clientSecret, redirectUrl: callback });

/** The answer that a call fails with. */
async function refusal(promise) {
  const error = await failure(promise);
  assert.ok(error.response, error.message);
  return { status: error.response.status, ...error.response.data };
}

onSandbox("linkedin", (here) => {
  const consent = (options) => here.sandbox.visit(newClient().generateMemberAuthorizationUrl(scopes, "state of the test"), options);

  async function logIn(account) {
    const { code } = await consent({ account });
    const tokens = await newClient().exchangeAuthCodeForAccessToken(code);
    const restli = new RestliClient();
    const accessToken = tokens.access_token;
    const page = { versionString, accessToken };
    return {
      tokens,
      get: (resourcePath, more) => restli.get({ ...page, resourcePath, ...more }),
      old: (resourcePath) => restli.get({ accessToken, resourcePath }),
      finder: (resourcePath, finderName, queryParams, more) => restli.finder({ ...page, resourcePath, finderName, queryParams, ...more }),
      batchGet: (resourcePath, ids) => restli.batchGet({ ...page, resourcePath, ids }),
    };
  }
  async function pageOf(member) {
    const { data } = await member.finder("/organizationAcls", "roleAssignee", { role: "ADMINISTRATOR", state: "APPROVED" });
    return data.elements[0].organization;
  }
  const idOf = (urn) => urn.split(":").at(-1);
  const postsOf = (member, author, more) => member.finder("/posts", "author", { author, count: 100, sortBy: "LAST_MODIFIED", ...more });

  test("a login gives a token of 60 days, and a refresh token to approved partners", async () => {
    const back = await consent({ account: "ada-lindqvist" });
    assert.deepEqual(Object.keys(back).sort(), ["code", "state"]);
    assert.equal(back.state, "state of the test");
    const tokens = await newClient().exchangeAuthCodeForAccessToken(back.code);
    assert.equal(tokens.token_type, "Bearer");
    assert.equal(tokens.expires_in, 5_184_000);
    assert.deepEqual(tokens.scope.split(","), scopes);
    assert.equal(tokens.refresh_token_expires_in, year);
    const other = await logIn("marcus-weber");
    assert.equal(other.tokens.refresh_token, undefined);
    assert.equal(other.tokens.refresh_token_expires_in, undefined);
  });

  test("a code works once, for 30 minutes, with the app's secret", async () => {
    const { code } = await consent({ account: "ada-lindqvist" });
    const wrong = await refusal(newClient("guessed").exchangeAuthCodeForAccessToken(code));
    assert.equal(wrong.status, 401);
    assert.equal(wrong.error, "invalid_client");
    await newClient().exchangeAuthCodeForAccessToken(code);
    const again = await refusal(newClient().exchangeAuthCodeForAccessToken(code));
    assert.equal(again.status, 401);
    assert.equal(again.error, "invalid_request");
    assert.match(again.error_description, /authorization code not found/);

    const late = await consent({ account: "ada-lindqvist" });
    await here.sandbox.advance(1800);
    const expired = await refusal(newClient().exchangeAuthCodeForAccessToken(late.code));
    assert.equal(expired.status, 400);
    assert.match(expired.error_description, /authorization code expired/);
  });

  test("who says no is sent back with user_cancelled_authorize", async () => {
    const back = await consent({ deny: true });
    assert.equal(back.error, "user_cancelled_authorize");
    assert.equal(back.state, "state of the test");
    assert.equal(back.code, undefined);
  });

  test("a refresh keeps the refresh token, whose life gets shorter", async () => {
    const { tokens } = await logIn("ada-lindqvist");
    await here.sandbox.advance(30 * 86400);
    const renewed = await newClient().exchangeRefreshTokenForAccessToken(tokens.refresh_token);
    assert.notEqual(renewed.access_token, tokens.access_token);
    assert.equal(renewed.expires_in, 5_184_000);
    assert.equal(renewed.refresh_token, tokens.refresh_token);
    const left = renewed.refresh_token_expires_in;
    assert.ok(left <= year - 30 * 86400 && left > year - 31 * 86400, `${left}`);
    await here.sandbox.advance(336 * 86400);
    const dead = await refusal(newClient().exchangeRefreshTokenForAccessToken(tokens.refresh_token));
    assert.equal(dead.status, 400);
    assert.match(dead.error_description, /invalid, expired or revoked/);
  });

  test("introspection tells whether a token is good", async () => {
    const { tokens } = await logIn("ada-lindqvist");
    const ask = async (token) => (await newClient().introspectAccessToken(token)).data;
    const good = await ask(tokens.access_token);
    assert.equal(good.active, true);
    assert.equal(good.status, "active");
    assert.equal(good.client_id, apps.linkedin.id);
    assert.deepEqual(good.scope.split(","), scopes);
    assert.equal(good.auth_type, "3L");
    assert.equal(good.expires_at - good.created_at, 5_184_000);
    assert.ok(Math.abs(good.authorized_at - (await here.sandbox.now()) / 1000) < 10);
    await here.sandbox.advance(60 * 86400);
    const expired = await ask(tokens.access_token);
    assert.equal(expired.active, false);
    assert.equal(expired.status, "expired");
    const other = (await logIn("ada-lindqvist")).tokens;
    assert.equal((await ask(other.access_token)).active, true);
    await here.sandbox.fault({ kind: "revoke", value: "ada-lindqvist" });
    assert.equal((await ask(other.access_token)).status, "revoked");
    assert.deepEqual(await ask("nonsense"), { active: false });
    const wrong = await refusal(newClient("guessed").introspectAccessToken(tokens.access_token));
    assert.equal(wrong.status, 401);
  });

  test("a token that is dead says why", async () => {
    const member = await logIn("ada-lindqvist");
    await here.sandbox.fault({ kind: "revoke", value: "ada-lindqvist" });
    const revoked = await refusal(member.old("/userinfo"));
    assert.deepEqual([revoked.status, revoked.code, revoked.serviceErrorCode], [401, "REVOKED_ACCESS_TOKEN", 65601]);
    const other = await logIn("marcus-weber");
    await here.sandbox.advance(60 * 86400);
    const expired = await refusal(other.old("/userinfo"));
    assert.deepEqual([expired.status, expired.code, expired.serviceErrorCode], [401, "EXPIRED_ACCESS_TOKEN", 65602]);
    const invalid = await refusal(new RestliClient().get({ resourcePath: "/userinfo", accessToken: "AQVnonsense" }));
    assert.deepEqual([invalid.status, invalid.code, invalid.serviceErrorCode], [401, "INVALID_ACCESS_TOKEN", 65600]);
  });

  test("a member's profile", async () => {
    const member = await logIn("ada-lindqvist");
    const { data: info } = await member.old("/userinfo");
    assert.equal(info.name, "Ada Lindqvist");
    assert.equal(info.given_name, "Ada");
    assert.equal(info.family_name, "Lindqvist");
    assert.match(info.picture, /^http/);
    assert.ok(info.sub);
    assert.deepEqual(info.locale, { country: "US", language: "en" });
    const { data: me } = await member.old("/me");
    assert.equal(me.id, info.sub);
    assert.equal(me.vanityName, "ada-lindqvist");
    assert.equal(`${me.localizedFirstName} ${me.localizedLastName}`, info.name);
    const { data: count } = await member.finder("/memberFollowersCount", "me", {});
    assert.equal(count.elements[0].memberFollowersCount, (await here.sandbox.account("ada-lindqvist")).followers);
  });

  test("a scope that was not granted is denied", async () => {
    const member = await logIn("selma-solo");
    assert.equal((await member.old("/userinfo")).data.name, "Selma Solo");
    const denied = await refusal(member.finder("/organizationAcls", "roleAssignee", {}));
    assert.deepEqual([denied.status, denied.code, denied.serviceErrorCode], [403, "ACCESS_DENIED", 100]);
  });

  test("a version is needed, and a living one", async () => {
    const member = await logIn("ada-lindqvist");
    const dead = await refusal(member.finder("/organizationAcls", "roleAssignee", {}, { versionString: "202401" }));
    assert.deepEqual([dead.status, dead.code], [426, "NONEXISTENT_VERSION"]);
    const headers = { authorization: `Bearer ${member.tokens.access_token}`, "x-restli-protocol-version": "2.0.0" };
    const none = await here.sandbox.ask("GET", "https://api.linkedin.com/rest/organizationAcls?q=roleAssignee", { headers });
    assert.equal(none.status, 400);
    assert.equal(none.json.code, "VERSION_MISSING");
  });

  test("the pages that a member administers", async () => {
    const member = await logIn("agnes-agency");
    const { data } = await member.finder("/organizationAcls", "roleAssignee", { role: "ADMINISTRATOR", state: "APPROVED", start: 0, count: 100 });
    assert.ok(data.elements.length > 3);
    for (const element of data.elements) {
      assert.match(element.organization, /^urn:li:organization:\d+$/);
      assert.match(element.roleAssignee, /^urn:li:person:/);
      assert.equal(element.role, "ADMINISTRATOR");
      assert.equal(element.state, "APPROVED");
    }
    const ids = data.elements.map((element) => Number(idOf(element.organization)));
    const { data: page } = await member.get("/organizations/{id}", { pathKeys: { id: ids[0] } });
    assert.equal(page.id, ids[0]);
    assert.ok(page.localizedName && page.vanityName);
    const { data: batch } = await member.batchGet("/organizations", [ids[1], ids[2]]);
    assert.deepEqual(Object.keys(batch.results).map(Number).sort(), [ids[1], ids[2]].sort());
    assert.equal(batch.statuses[ids[1]], 200);
    assert.deepEqual(batch.errors, {});
    const second = await member.finder("/organizationAcls", "roleAssignee", { role: "ADMINISTRATOR", state: "APPROVED", start: 2, count: 2 });
    assert.deepEqual(second.data.elements, data.elements.slice(2, 4));
  });

  test("the followers of a page", async () => {
    const member = await logIn("ada-lindqvist");
    const { data } = await member.get("/networkSizes/{urn}", { pathKeys: { urn: await pageOf(member) }, queryParams: { edgeType: "COMPANY_FOLLOWED_BY_MEMBER" } });
    assert.ok(data.firstDegreeSize > 12_000 && data.firstDegreeSize < 20_000, `${data.firstDegreeSize}`);
    const foreign = await pageOf(await logIn("marcus-weber"));
    const denied = await refusal(member.get("/networkSizes/{urn}", { pathKeys: { urn: foreign }, queryParams: { edgeType: "COMPANY_FOLLOWED_BY_MEMBER" } }));
    assert.equal(denied.status, 403);
  });

  test("the posts of a page are read to their end, the newest first", async () => {
    const member = await logIn("otto-archivist");
    const author = await pageOf(member);
    const posts = [];
    for (let start = 0; ; start += 100) {
      const { data } = await postsOf(member, author, { start });
      assert.equal(data.paging.start, start);
      posts.push(...data.elements);
      if (data.elements.length < 100) break;
    }
    assert.equal(posts.length, 3000);
    assert.equal(new Set(posts.map((post) => post.id)).size, posts.length);
    assert.ok(posts.every((post, i) => i === 0 || post.createdAt <= posts[i - 1].createdAt));
    for (const post of posts.slice(0, 100)) {
      assert.match(post.id, /^urn:li:(share|ugcPost):\d{19}$/);
      assert.equal(post.author, author);
      assert.equal(post.lifecycleState, "PUBLISHED");
      assert.ok(["PUBLIC", "LOGGED_IN"].includes(post.visibility));
      assert.equal(typeof post.commentary, "string");
      assert.ok(post.publishedAt >= post.createdAt && post.lastModifiedAt >= post.publishedAt);
      assert.equal(post.distribution.feedDistribution, "MAIN_FEED");
      assert.equal(typeof post.isReshareDisabledByAuthor, "boolean");
    }
    assert.equal((await refusal(postsOf(member, author, { count: 101 }))).status, 400);
  });

  test("what posts show, and where the pictures are", async () => {
    const member = await logIn("ada-lindqvist");
    const { data } = await postsOf(member, await pageOf(member));
    const kinds = { media: 0, multiImage: 0, article: 0 };
    const pictures = new Set();
    for (const { content } of data.elements) {
      if (!content) continue;
      const [kind, ...others] = Object.keys(content);
      assert.deepEqual(others, []);
      kinds[kind] += 1;
      if (kind === "media") assert.match(content.media.id, /^urn:li:(image|video|document):\w+$/);
      if (kind === "article") assert.ok(content.article.source.startsWith("https://") && content.article.title);
      if (kind === "multiImage") assert.ok(content.multiImage.images.length >= 2);
      for (const { id } of content.multiImage?.images ?? [content.media ?? {}]) if (id?.startsWith("urn:li:image:")) pictures.add(id);
    }
    assert.ok(Object.values(kinds).every((count) => count > 0), JSON.stringify(kinds));
    const { data: images } = await member.batchGet("/images", [...pictures].slice(0, 20));
    assert.deepEqual(Object.keys(images.results).sort(), [...pictures].slice(0, 20).sort());
    for (const [urn, image] of Object.entries(images.results)) {
      assert.equal(image.id, urn);
      assert.equal(image.status, "AVAILABLE");
      assert.match(image.downloadUrl, /^http/);
    }
  });

  test("a member's own posts, and none of others", async () => {
    const member = await logIn("ada-lindqvist");
    const { data: info } = await member.old("/userinfo");
    const author = `urn:li:person:${info.sub}`;
    const { data } = await postsOf(member, author, { count: 10 });
    assert.equal(data.elements.length, 10);
    const other = await logIn("marcus-weber");
    assert.equal((await refusal(postsOf(other, author))).status, 403);
  });

  test("the figures of a page, in total, by day and by post", async () => {
    const member = await logIn("ada-lindqvist");
    const organizationalEntity = await pageOf(member);
    const statistics = (more) => member.finder("/organizationalEntityShareStatistics", "organizationalEntity", { organizationalEntity, ...more });
    const { data: total } = await statistics();
    const names = ["impressionCount", "uniqueImpressionsCount", "clickCount", "likeCount", "commentCount", "shareCount", "engagement"];
    assert.deepEqual(Object.keys(total.elements[0].totalShareStatistics).sort(), names.sort());
    assert.equal(total.elements[0].organizationalEntity, organizationalEntity);

    const end = Math.floor((await here.sandbox.now()) / day) * day;
    const timeIntervals = { timeRange: { start: end - 7 * day, end }, timeGranularityType: "DAY" };
    const { data: days } = await statistics({ timeIntervals });
    assert.equal(days.elements.length, 7);
    assert.deepEqual(days.elements[0].timeRange, { start: end - 7 * day, end: end - 6 * day });
    const { data: gains } = await member.finder("/organizationalEntityFollowerStatistics", "organizationalEntity", { organizationalEntity, timeIntervals });
    assert.equal(gains.elements.length, 7);
    assert.deepEqual(Object.keys(gains.elements[0].followerGains).sort(), ["organicFollowerGain", "paidFollowerGain"]);

    const { data: posts } = await postsOf(member, organizationalEntity);
    const shares = posts.elements.map((post) => post.id).filter((id) => id.includes(":share:"));
    const { data: some } = await statistics({ shares: shares.slice(0, 20) });
    assert.deepEqual(some.elements.map((element) => element.share), shares.slice(0, 20));
  });

  test("a query that is too long comes as a body", async () => {
    const member = await logIn("otto-archivist");
    const organizationalEntity = await pageOf(member);
    const shares = [];
    for (let start = 0; shares.length < 120; start += 100) {
      const { data } = await postsOf(member, organizationalEntity, { start });
      shares.push(...data.elements.map((post) => post.id).filter((id) => id.includes(":share:")));
    }
    const { data, config } = await member.finder("/organizationalEntityShareStatistics", "organizationalEntity", { organizationalEntity, shares: shares.slice(0, 120) });
    assert.equal(config.method, "post", "the client sends it so");
    assert.deepEqual(data.elements.map((element) => element.share), shares.slice(0, 120));
  });

  test("the figures of a member's posts", async () => {
    const member = await logIn("ada-lindqvist");
    const { data: info } = await member.old("/userinfo");
    const { data: posts } = await postsOf(member, `urn:li:person:${info.sub}`, { count: 10 });
    const post = posts.elements.find((element) => element.id.includes(":share:"));
    const analytics = (queryParams, finder = "entity") => member.finder("/memberCreatorPostAnalytics", finder, queryParams);
    for (const queryType of ["IMPRESSION", "MEMBERS_REACHED", "REACTION", "COMMENT", "RESHARE"]) {
      const { data } = await analytics({ entity: { share: post.id }, queryType, aggregation: "TOTAL" });
      assert.equal(data.elements[0].metricType, queryType);
      assert.ok(Number.isInteger(data.elements[0].count));
    }
    const now = await here.sandbox.now();
    const date = (back) => {
      const at = new Date(now - back * day);
      return { day: at.getUTCDate(), month: at.getUTCMonth() + 1, year: at.getUTCFullYear() };
    };
    const { data } = await analytics({ queryType: "IMPRESSION", aggregation: "DAILY", dateRange: { start: date(7), end: date(0) } }, "me");
    assert.equal(data.elements.length, 7, "the end is exclusive");
    assert.deepEqual(data.elements[0].dateRange.start, date(7));
    assert.equal((await refusal(analytics({ entity: { share: post.id }, queryType: "GLANCES" }))).status, 400);
  });

  test("too many calls: a status, and no header that says until when", async () => {
    const member = await logIn("ada-lindqvist");
    await here.sandbox.limits({ callsPerHour: 1 });
    await member.old("/userinfo");
    const error = await failure(member.old("/userinfo"));
    assert.equal(error.response.status, 429);
    assert.equal(error.response.headers["retry-after"], undefined);
    assert.deepEqual(error.response.data, {
      status: 429,
      serviceErrorCode: 101,
      code: "TOO_MANY_REQUESTS",
      message: "Resource level throttle limit for calls to this resource is reached.",
    });
  });

  async function publisher(account) {
    const wanted = [...scopes, "w_member_social", "w_organization_social"];
    const { code } = await here.sandbox.visit(newClient().generateMemberAuthorizationUrl(wanted, "st"), { account });
    const { access_token: accessToken } = await newClient().exchangeAuthCodeForAccessToken(code);
    const restli = new RestliClient();
    const with_ = { versionString, accessToken };
    const { data: info } = await restli.get({ accessToken, resourcePath: "/userinfo" });
    const author = `urn:li:person:${info.sub}`;
    return {
      accessToken,
      author,
      create: (entity) =>
        restli.create({
          ...with_,
          resourcePath: "/posts",
          entity: {
            author,
            visibility: "PUBLIC",
            distribution: { feedDistribution: "MAIN_FEED", targetEntities: [], thirdPartyDistributionChannels: [] },
            lifecycleState: "PUBLISHED",
            ...entity,
          },
        }),
      action: (resourcePath, actionName, data) => restli.action({ ...with_, resourcePath, actionName, data }),
      remove: (id) => restli.delete({ ...with_, resourcePath: "/posts/{id}", pathKeys: { id } }),
    };
  }
  const published = async () => (await here.sandbox.control("GET", "published")).data;

  test("a post is created, named by a header, refused a second time, and deleted", async () => {
    const member = await publisher("ada-lindqvist");
    const created = await member.create({ commentary: "Rye \\(fresh\\) {hashtag|\\#|bread}" });
    assert.equal(created.status, 201);
    const urn = decodeURIComponent(created.createdEntityId);
    const [post] = (await published()).filter((each) => each.id === urn);
    assert.equal(post.text, "Rye (fresh) #bread");
    const again = await refusal(member.create({ commentary: "Rye \\(fresh\\) {hashtag|\\#|bread}" }));
    assert.equal(again.status, 422);
    assert.equal(again.message, `Content is a duplicate of ${urn}`);
    assert.equal((await member.remove(urn)).status, 204);
    assert.equal((await member.remove(urn)).status, 204);
    assert.ok((await published()).find((each) => each.id === urn).deleted);
  });

  test("a bracket that is not escaped cuts a text off", async () => {
    const member = await publisher("ada-lindqvist");
    const created = await member.create({ commentary: "before (after)" });
    const post = (await published()).find((each) => each.id === decodeURIComponent(created.createdEntityId));
    assert.equal(post.text, "before ");
  });

  test("an image is uploaded and posted once it is there", async () => {
    const member = await publisher("ada-lindqvist");
    const opened = await member.action("/images", "initializeUpload", { initializeUploadRequest: { owner: member.author } });
    const { uploadUrl, image } = opened.data.value;
    const content = { media: { id: image, altText: "A loaf" } };
    const early = await refusal(member.create({ commentary: "", content }));
    assert.equal(early.code, "MEDIA_ASSET_WAITING_UPLOAD");
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(50_000, 7)]);
    const put = await fetch(uploadUrl, { method: "PUT", body: bytes, headers: { Authorization: `Bearer ${member.accessToken}` } });
    assert.equal(put.status, 201);
    await here.sandbox.advance(5);
    const created = await member.create({ commentary: "", content });
    const post = (await published()).find((each) => each.id === decodeURIComponent(created.createdEntityId));
    assert.equal(post.kind, "image");
    assert.equal(post.media[0].bytes, bytes.length);
  });
});
