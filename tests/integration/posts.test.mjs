// Posts and campaigns, as far as no platform is asked: writing, checking, scheduling, changing, calling off.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, test } from "node:test";
import { bare, image } from "./support/files.mjs";
import { ok, refused } from "./support/http.mjs";
import { connectAndSync, newOwner } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const soon = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
const nobody = "01890a5d-ac96-774b-bcce-b302099a8057";

onEachDatabase("posts", (here) => {
  let owner;
  let connectionId;

  before(async () => {
    owner = await newOwner(here.server, "Olga");
    connectionId = await connectAndSync(owner, "blank.canvas");
  });

  const draft = (fields = {}) => ({ content: "hello", targets: [{ connectionId }], ...fields });
  const create = async (fields) => ok(await owner.post("/api/v1/posts", draft(fields)), 201);
  const fieldsOf = (answer) => refused(answer, 422, "validation_failed").details.map((detail) => detail.field);

  test("a draft is written, read, changed and deleted", async () => {
    const made = await create({ hashtags: ["#one", "two"], title: "T" });
    assert.equal(made.status, "draft");
    assert.deepEqual(made.hashtags, ["one", "two"]);
    assert.equal(made.targets[0].status, "pending");
    assert.equal(made.targets[0].platform, "instagram");
    assert.deepEqual(ok(await owner.get(`/api/v1/posts/${made.id}`)), made);

    const changed = ok(await owner.patch(`/api/v1/posts/${made.id}`, { content: "other", title: null, targets: [{ connectionId, content: "own" }] }));
    assert.equal(changed.content, "other");
    assert.equal(changed.title, null);
    assert.equal(changed.targets[0].content, "own");
    assert.equal(changed.targets[0].id, made.targets[0].id);
    assert.deepEqual(ok(await owner.get(`/api/v1/posts/${made.id}/attempts`)), { data: [], nextCursor: null });

    assert.equal((await owner.delete(`/api/v1/posts/${made.id}`)).status, 204);
    refused(await owner.get(`/api/v1/posts/${made.id}`), 404, "not_found");
    refused(await owner.delete(`/api/v1/posts/${made.id}`), 404, "not_found");
  });

  test("what is wrong is said field by field", async () => {
    const table = [
      [{}, "content", "targets"],
      [draft({ targets: [] }), "targets"],
      [draft({ targets: [{}] }), "targets[0].connectionId"],
      [draft({ targets: [{ connectionId: nobody }] }), "targets[0].connectionId"],
      [draft({ targets: [{ connectionId }, { connectionId }] }), "targets[1].connectionId"],
      [draft({ targets: [{ connectionId, options: [] }] }), "targets[0].options"],
      [draft({ targets: [{ connectionId, colour: "red" }] }), "targets[0].colour"],
      [draft({ content: "x".repeat(100_001) }), "content"],
      [draft({ hashtags: ["two words"] }), "hashtags[0]"],
      [draft({ campaignId: nobody }), "campaignId"],
      [draft({ mediaIds: ["x"] }), "mediaIds[0]"],
      [draft({ mediaIds: [nobody] }), "targets[0].mediaIds[0]"],
      [draft({ scheduledAt: "tomorrow" }), "scheduledAt"],
      [draft({ scheduledAt: soon(-24) }), "scheduledAt"],
      [draft({ scheduledLocal: "2099-01-01T10:00" }), "timezone"],
      [draft({ scheduledLocal: "2027-01-01T10:00", timezone: "Mars/Olympus" }), "timezone"],
      [draft({ publishNow: true, scheduledAt: soon(1) }), "publishNow"],
      [draft({ colour: "red" }), "colour"],
    ];
    for (const [body, ...fields] of table) {
      const answer = await owner.post("/api/v1/posts", body);
      assert.deepEqual(fieldsOf(answer).sort(), fields.sort(), JSON.stringify(body).slice(0, 120));
    }
    assert.deepEqual(ok(await owner.get("/api/v1/posts?status=scheduled")).data, []);
    for (const query of ["status=none", "campaignId=x", "from=soon"]) refused(await owner.get(`/api/v1/posts?${query}`), 422, "validation_failed");
  });

  test("a validation tells the same, and stores nothing", async () => {
    const count = ok(await owner.get("/api/v1/posts")).data.length;
    const told = ok(await owner.post("/api/v1/posts/validate", draft({ targets: [{ connectionId }, { connectionId: nobody }] })));
    assert.equal(told.valid, false);
    assert.equal(told.targets[0].platform, "instagram");
    assert.equal(told.targets[1].issues[0].code, "connection_unknown");
    assert.equal(told.targets[1].issues[0].severity, "error");
    assert.equal(ok(await owner.get("/api/v1/posts")).data.length, count);
  });

  test("somebody else's connection is none", async () => {
    const stranger = await newOwner(here.server, "Stranger");
    assert.deepEqual(fieldsOf(await stranger.post("/api/v1/posts", draft())), ["targets[0].connectionId"]);
    const post = await create();
    for (const [method, path] of [["GET", ""], ["PATCH", ""], ["DELETE", ""], ["POST", "/publish"], ["POST", "/cancel"], ["POST", "/retry"], ["GET", "/attempts"]]) {
      refused(await stranger.request(method, `/api/v1/posts/${post.id}${path}`, { body: method === "GET" ? undefined : {} }), 404, "not_found", path);
    }
  });

  test("a draft has nothing to cancel and nothing to try again", async () => {
    const made = await create();
    refused(await owner.post(`/api/v1/posts/${made.id}/retry`, {}), 409, "conflict");
    refused(await owner.post(`/api/v1/posts/${made.id}/retry`, { targets: [{ targetId: nobody }] }), 422, "validation_failed");
    refused(await owner.post(`/api/v1/posts/${made.id}/retry`, { targets: [{ targetId: made.targets[0].id }] }), 409, "conflict");
    const cancelled = ok(await owner.post(`/api/v1/posts/${made.id}/cancel`));
    assert.equal(cancelled.status, "cancelled");
    refused(await owner.post(`/api/v1/posts/${made.id}/cancel`), 409, "conflict");
    refused(await owner.patch(`/api/v1/posts/${made.id}`, { content: "too late" }), 409, "conflict");
    refused(await owner.post(`/api/v1/posts/${made.id}/publish`), 409, "conflict");
  });

  test("the same key writes one post", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const first = ok(await owner.post("/api/v1/posts", draft(), { headers }), 201);
    assert.equal(ok(await owner.post("/api/v1/posts", draft(), { headers }), 201).id, first.id);
    refused(await owner.post("/api/v1/posts", draft({ content: "other" }), { headers }), 409, "idempotency_conflict");
  });

  test("a bulk that is wrong anywhere writes nothing", async () => {
    const count = ok(await owner.get("/api/v1/posts?limit=100")).data.length;
    const answer = await owner.post("/api/v1/posts/schedule", {
      posts: [{ content: "one", targets: [{ connectionId: nobody }] }, { content: "two", platforms: ["tiktok"] }, { content: "three" }],
      schedulingOptions: { intervalHours: 24, startTime: soon(2), timezone: "Europe/Berlin" },
    });
    const fields = fieldsOf(answer);
    for (const field of ["posts[0].targets[0].connectionId", "posts[1].platforms[0]", "posts[2].targets"]) assert.ok(fields.includes(field), fields.join());
    assert.deepEqual(fieldsOf(await owner.post("/api/v1/posts/schedule", { posts: [] })), ["posts"]);
    assert.equal(ok(await owner.get("/api/v1/posts?limit=100")).data.length, count);
  });

  test("lists go page by page, and can be narrowed", async () => {
    const person = await newOwner(here.server, "Paula");
    const own = [{ connectionId: await connectAndSync(person, "blank.canvas") }];
    const campaign = ok(await person.post("/api/v1/campaigns", { name: "C" }), 201);
    const ids = [];
    for (let i = 0; i < 5; i += 1) ids.unshift(ok(await person.post("/api/v1/posts", draft({ campaignId: i < 2 ? campaign.id : null, targets: own })), 201).id);
    const first = ok(await person.get("/api/v1/posts?limit=2"));
    const second = ok(await person.get(`/api/v1/posts?limit=2&cursor=${first.nextCursor}`));
    const third = ok(await person.get(`/api/v1/posts?limit=2&cursor=${second.nextCursor}`));
    assert.deepEqual([...first.data, ...second.data, ...third.data].map((post) => post.id), ids);
    assert.equal(third.nextCursor, null);
    assert.deepEqual(ok(await person.get(`/api/v1/posts?campaignId=${campaign.id}`)).data.map((post) => post.id), ids.slice(3));
    const summary = ok(await person.get("/api/v1/posts/summary"));
    assert.equal(summary.draft, 5);
    assert.equal(summary.nextScheduledAt, null);
  });

  test("a queued post is given the next free slot of its campaign, or of the workspace", async () => {
    const person = await newOwner(here.server, "Quincy");
    const own = [{ connectionId: await connectAndSync(person, "blank.canvas") }];
    const queued = (fields) => person.post("/api/v1/posts", { content: "hello", targets: own, queue: true, ...fields });
    refused(await queued(), 409, "conflict");
    const slot = ok(await person.post("/api/v1/posting-slots", { weekday: "wednesday", time: "09:15", timezone: "America/New_York" }), 201);
    assert.deepEqual(ok(await person.get("/api/v1/posting-slots")).data, [slot]);
    refused(await person.post("/api/v1/posting-slots", { weekday: "wednesday", time: "09:15", timezone: "America/New_York" }), 409, "conflict");
    assert.deepEqual(fieldsOf(await person.post("/api/v1/posting-slots", { weekday: "someday", time: "25:00", timezone: "UTC" })), ["weekday"]);
    assert.deepEqual(fieldsOf(await person.post("/api/v1/posting-slots", { weekday: "friday", time: "25:00", timezone: "UTC" })), ["time"]);

    const [next] = ok(await person.get("/api/v1/posting-slots/next?limit=1")).data;
    const draft = ok(await person.post("/api/v1/posts/validate", { content: "hello", targets: own, queue: true }));
    assert.equal(draft.valid, false, "Instagram has no posts without a file");
    const file = ok(await bare(person, image("jpeg")), 201);
    const post = ok(await queued({ mediaIds: [file.id] }), 201);
    assert.deepEqual([post.status, post.scheduledAt, post.slotId, post.timezone], ["scheduled", next.at, slot.id, "America/New_York"]);
    assert.match(post.scheduledLocal, /T09:15:00$/);
    assert.deepEqual(fieldsOf(await queued({ mediaIds: [file.id], publishNow: true })), ["queue"]);
    assert.equal((await person.delete(`/api/v1/posting-slots/${slot.id}`)).status, 204);
    assert.equal(ok(await person.get(`/api/v1/posts/${post.id}`)).slotId, null);
  });

  test("variants of a campaign are compared", async () => {
    const campaign = ok(await owner.post("/api/v1/campaigns", { name: "Test" }), 201);
    assert.deepEqual(fieldsOf(await owner.post("/api/v1/posts", draft({ variantGroup: "headline", variant: "A" }))), ["variantGroup"]);
    for (const variant of ["B", "A"]) await create({ campaignId: campaign.id, variantGroup: "headline", variant });
    const { data } = ok(await owner.get(`/api/v1/campaigns/${campaign.id}/variants`));
    assert.deepEqual(data.map(({ group, variants }) => [group, variants.map(({ variant, posts, published, views }) => [variant, posts, published, views])]),
      [["headline", [["A", 1, 0, null], ["B", 1, 0, null]]]]);
    assert.equal(ok(await owner.get(`/api/v1/posts/summary?campaignId=${campaign.id}`)).draft, 2);
  });

  test("campaigns are made, changed, talked about and deleted", async () => {
    const made = ok(await owner.post("/api/v1/campaigns", { name: "Spring", startsAt: "2027-03-01T00:00:00Z" }), 201);
    assert.equal(made.status, "active");
    assert.deepEqual(ok(await owner.get(`/api/v1/campaigns/${made.id}`)), made);
    const changed = ok(await owner.patch(`/api/v1/campaigns/${made.id}`, { status: "archived", startsAt: null, description: "d" }));
    assert.deepEqual([changed.name, changed.status, changed.startsAt, changed.description], ["Spring", "archived", null, "d"]);
    assert.deepEqual(fieldsOf(await owner.post("/api/v1/campaigns", { name: "" })), ["name"]);
    assert.deepEqual(fieldsOf(await owner.post("/api/v1/campaigns", { name: "x", startsAt: soon(2), endsAt: soon(1) })), ["endsAt"]);
    const said = ok(await owner.post(`/api/v1/campaigns/${made.id}/messages`, { content: "let us begin" }), 201);
    assert.deepEqual([said.author, said.role], ["Olga", "user"]);
    assert.deepEqual(ok(await owner.get(`/api/v1/campaigns/${made.id}/messages`)).data, [said]);
    const post = await create({ campaignId: made.id });
    assert.equal((await owner.delete(`/api/v1/campaigns/${made.id}`)).status, 204);
    refused(await owner.get(`/api/v1/campaigns/${made.id}`), 404, "not_found");
    assert.equal(ok(await owner.get(`/api/v1/posts/${post.id}`)).campaignId, null);
  });
});
