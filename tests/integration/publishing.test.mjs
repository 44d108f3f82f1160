// Posts from here to the platforms, over HTTP: what goes live, when, once, and what is said when it does not.
import assert from "node:assert/strict";
import { afterEach, before, test } from "node:test";
import { eventsOf } from "./support/feed.mjs";
import { bare, image, ownVideo, sha256 } from "./support/files.mjs";
import { ok, refused, send } from "./support/http.mjs";
import { authorize, connectAndSync, connectAny, newOwner } from "./support/people.mjs";
import { cronSecret } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

/** Where each post of the walk goes; each account is used by one test alone. */
const places = [
  { platform: "instagram", account: "ada.bakes", media: "image" },
  { platform: "instagram_facebook", account: "ada.lindqvist", media: "image", simulator: "instagram" },
  { platform: "facebook", account: "bianca.blank" },
  { platform: "youtube", account: "adabakesbread", media: "video", options: { privacyStatus: "public", madeForKids: false }, fields: { title: "A loaf" } },
  { platform: "x", account: "ada_loafs" },
  { platform: "linkedin", account: "ada-lindqvist", pick: /organization/ },
];
const final = ["published", "failed", "needs_attention", "cancelled"];
const soon = (seconds) => new Date(Date.now() + seconds * 1_000).toISOString();
let count = 0;
const words = () => `fresh bread ${process.pid} ${(count += 1)}`;

onEachDatabase("publishing", (here) => {
  let owner;
  let x;

  before(async () => {
    owner = await newOwner(here.server, "Olga");
    x = await connectAndSync(owner, "emoji_lab", { platform: "x" });
  });
  afterEach(() => here.sandbox.clearFaults());

  const published = async (text) => (await here.sandbox.control("GET", "published")).data.filter((one) => one.text.includes(text));
  const upload = async (kind) => (await ok(await bare(owner, kind === "image" ? image("jpeg", "640x640") : ownVideo()), 201)).id;
  const create = async (fields) => ok(await owner.post("/api/v1/posts", fields), 201);
  const read = async (id) => ok(await owner.get(`/api/v1/posts/${id}`));
  const timeline = async (id) => ok(await owner.get(`/api/v1/posts/${id}/attempts?limit=100`)).data.reverse();
  const events = async (type, id) => (await eventsOf(owner)).filter((one) => one.type === type && one.subject === id);

  async function ended(id) {
    let post;
    await until("the post has come to an end", async () => {
      post = await read(id);
      return post.targets.every((one) => final.includes(one.status));
    }, { seconds: 60, show: () => post });
    return post;
  }

  for (const { platform, account, media, pick, options, fields } of places) {
    test(`${platform}: a post goes live, once, and its address leads to it`, async () => {
      const connectionId = await connectAny(owner, { platform, account, pick });
      const text = words();
      const mediaIds = media ? [await upload(media)] : [];
      const body = { content: text, ...fields, mediaIds, publishNow: true, targets: [{ connectionId, ...(options ? { options } : {}) }] };
      const told = ok(await owner.post("/api/v1/posts/validate", body));
      assert.ok(told.valid, JSON.stringify(told));
      const post = await ended((await create(body)).id);
      const [target] = post.targets;
      assert.equal(target.status, "published", JSON.stringify(await timeline(post.id)));
      assert.equal(post.status, "published");
      assert.equal(target.error, null);
      const live = await published(text);
      assert.equal(live.length, 1);
      assert.equal(live[0].id, target.externalId);
      if (media) assert.equal(live[0].media[0].sha256, ok(await owner.get(`/api/v1/media/${mediaIds[0]}`)).sha256);
      assert.equal((await send(target.permalink)).status, 200, target.permalink);
      const steps = (await timeline(post.id)).map(({ outcome }) => outcome);
      assert.equal(steps.at(-1), "published");
      const [event] = await events("post.published", post.id);
      assert.equal(event.data.permalink, target.permalink);
    });
  }

  test("a scheduled post goes out when it is due, not before", async () => {
    const text = words();
    const post = await create({ content: text, scheduledAt: soon(3), targets: [{ connectionId: x }] });
    assert.equal(post.status, "scheduled");
    assert.equal((await published(text)).length, 0);
    const done = await ended(post.id);
    assert.equal(done.status, "published");
    const late = Date.parse(done.targets[0].publishedAt) - Date.parse(post.scheduledAt);
    assert.ok(late >= 0, `${late} ms`);
    const types = (await eventsOf(owner)).filter((one) => one.subject === post.id).map((one) => one.type);
    assert.ok(types.includes("post.scheduled") && types.includes("post.published"), String(types));
  });

  test("one that is called off or deleted before does not go out", async () => {
    const texts = [words(), words()];
    const [first, second] = await Promise.all(texts.map((content) => create({ content, scheduledAt: soon(2), targets: [{ connectionId: x }] })));
    assert.equal(ok(await owner.post(`/api/v1/posts/${first.id}/cancel`)).status, "cancelled");
    assert.equal((await owner.delete(`/api/v1/posts/${second.id}`)).status, 204);
    const later = await create({ content: words(), scheduledAt: soon(3), targets: [{ connectionId: x }] });
    await ended(later.id);
    for (const text of texts) assert.deepEqual(await published(text), []);
    refused(await owner.post(`/api/v1/posts/${later.id}/cancel`), 409, "conflict");
    refused(await owner.patch(`/api/v1/posts/${later.id}`, { content: "too late" }), 409, "conflict");
  });

  test("the same request twice makes one post", async () => {
    const text = words();
    const body = { content: text, publishNow: true, targets: [{ connectionId: x }] };
    const headers = { "idempotency-key": text };
    const [first, second] = [await owner.post("/api/v1/posts", body, { headers }), await owner.post("/api/v1/posts", body, { headers })];
    assert.equal(first.json.id, second.json.id);
    await ended(first.json.id);
    assert.equal((await published(text)).length, 1);
  });

  test("a thread stands in its order", async () => {
    const text = words();
    const post = await ended((await create({ content: text, thread: [`${text} two`, `${text} three`], publishNow: true, targets: [{ connectionId: x }] })).id);
    assert.equal(post.status, "published", JSON.stringify(await timeline(post.id)));
    assert.deepEqual((await published(text)).map((one) => one.text).sort(), [text, `${text} three`, `${text} two`]);
  });

  test("an answer that is lost makes no second post", async () => {
    const text = words();
    await here.sandbox.fault({ platform: "x", kind: "drop_after_effect", endpoint: "create_post", times: 1 });
    const post = await create({ content: text, publishNow: true, targets: [{ connectionId: x }] });
    const done = await ended(post.id);
    assert.equal(done.status, "published", JSON.stringify(await timeline(post.id)));
    assert.equal((await published(text)).length, 1);
    const outcomes = (await timeline(post.id)).map(({ outcome }) => outcome);
    assert.ok(outcomes.includes("ambiguous") && outcomes.includes("found_done"), String(outcomes));
  });

  test("what the platform refuses is said in its words, and can be tried again", async () => {
    const text = words();
    await here.sandbox.fault({ platform: "x", kind: "status", value: 403, endpoint: "create_post", times: 1 });
    const post = await ended((await create({ content: text, publishNow: true, targets: [{ connectionId: x }] })).id);
    assert.equal(post.status, "failed");
    assert.ok(post.targets[0].error.message.length > 10, JSON.stringify(post.targets[0].error));
    assert.equal((await events("post.failed", post.id)).length, 1);
    assert.equal((await owner.post(`/api/v1/posts/${post.id}/retry`, {})).status, 202);
    assert.equal((await ended(post.id)).status, "published");
    assert.equal((await published(text)).length, 1);
    refused(await owner.post(`/api/v1/posts/${post.id}/retry`, {}), 409, "conflict");
  });

  test("a post waits for an account that has to be connected again, and goes out then", async () => {
    const person = await newOwner(here.server, "Rita");
    const connectionId = await connectAndSync(person, "quiet_newcomer", { platform: "x" });
    await here.sandbox.fault({ platform: "x", kind: "revoke", account: "quiet_newcomer" });
    const text = words();
    const { id } = ok(await person.post("/api/v1/posts", { content: text, publishNow: true, targets: [{ connectionId }] }), 201);
    await until("the post waits", async () => ok(await person.get(`/api/v1/posts/${id}`)).targets[0].error?.code === "needs_reauth");
    assert.equal(ok(await person.get(`/api/v1/connections/${connectionId}`)).status, "needs_reauth");
    await authorize(person, { platform: "x", account: "quiet_newcomer", body: { returnTo: "/accounts" } });
    // The sweep sends it on; it comes every minute by itself.
    await until("the post is out", async () => {
      await owner.stranger({ token: cronSecret }).post("/api/v1/jobs/post-sweep/run");
      return ok(await person.get(`/api/v1/posts/${id}`)).status === "published";
    }, { seconds: 30, show: async () => ok(await person.get(`/api/v1/posts/${id}/attempts`)).data });
    assert.equal((await published(text)).length, 1);
  });

  test("what is published can be deleted there, too", async () => {
    const text = words();
    const post = await ended((await create({ content: text, publishNow: true, targets: [{ connectionId: x }] })).id);
    assert.equal((await published(text)).length, 1);
    assert.equal((await owner.delete(`/api/v1/posts/${post.id}?everywhere=true`)).status, 204);
    assert.equal((await send(post.targets[0].permalink)).status, 404);
    refused(await owner.get(`/api/v1/posts/${post.id}`), 404, "not_found");
  });

  test("what an account may do is asked of its platform", async () => {
    const { data } = ok(await owner.get("/api/v1/connections?platform=instagram"));
    const told = ok(await owner.get(`/api/v1/connections/${data[0].id}/post-options`));
    assert.ok(told.dailyLimit > 0 && told.left === told.dailyLimit - told.publishedToday, JSON.stringify(told));
    assert.deepEqual(ok(await owner.get(`/api/v1/connections/${x}/post-options`)), {});
    const { data: platforms } = ok(await owner.get("/api/v1/platforms"));
    for (const { id, postRules, capabilities } of platforms) {
      assert.equal(capabilities.publish, postRules !== null, id);
      for (const format of postRules?.formats ?? []) assert.ok(format.textMax >= 0 && format.mediaMax >= format.mediaMin, `${id} ${format.format}`);
    }
  });
});
