// What validate and the writing of posts say of what platforms would refuse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bare, image, uprightVideo } from "./support/files.mjs";
import { ok, refused } from "./support/http.mjs";
import { connect, newOwner } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const soon = (seconds) => new Date(Date.now() + seconds * 1_000).toISOString();

onEachDatabase("checks of posts", (here) => {
  const uploaded = async (owner, bytes) => ok(await bare(owner, bytes), 201).id;
  const connected = async (platform, account, consent = {}) => {
    const owner = await newOwner(here.server);
    return { owner, connectionId: await connect(owner, account, { platform, ...consent }) };
  };
  const validate = async (owner, post) => ok(await owner.post("/api/v1/posts/validate", { content: "hello", ...post })).targets[0];
  const errors = async (owner, post) => (await validate(owner, post)).issues.filter((issue) => issue.severity === "error").map(({ code, field, limit, actual }) => ({ code, field, limit, actual }));

  test("what an account may choose is asked before it is checked", async () => {
    const { owner, connectionId } = await connected("tiktok", "behind.curtains");
    const mediaIds = [await uploaded(owner, uprightVideo())];
    const post = { mediaIds, targets: [{ connectionId, options: { privacyLevel: "PUBLIC_TO_EVERYONE" } }] };
    const found = await errors(owner, post);
    assert.deepEqual(found.map((issue) => [issue.code, issue.field]), [["privacy_level_not_offered", "options.privacyLevel"]]);
    const error = refused(await owner.post("/api/v1/posts", { content: "hello", publishNow: true, ...post }), 422, "validation_failed");
    assert.deepEqual(error.details.map((detail) => detail.field), ["targets[0].options.privacyLevel"]);
    assert.equal(await here.sandbox.count(/creator_info/), 1, "once for both");
  });

  test("a platform that does not answer keeps nobody from writing", async () => {
    const { owner, connectionId } = await connected("tiktok", "emoji.lab");
    const mediaIds = [await uploaded(owner, uprightVideo())];
    await here.sandbox.fault({ platform: "tiktok", endpoint: "creator_info", kind: "status", value: 503, times: 10 });
    assert.deepEqual(await errors(owner, { mediaIds, targets: [{ connectionId, options: { privacyLevel: "PUBLIC_TO_EVERYONE" } }] }), []);
    await here.sandbox.clearFaults();
  });

  test("a draft for the app wants another permission than a post", async () => {
    const { owner, connectionId } = await connected("tiktok", "ada.loafs", { grant: ["user.info.basic", "user.info.profile", "user.info.stats", "video.list", "video.publish"] });
    const mediaIds = [await uploaded(owner, uprightVideo())];
    const post = (options) => ({ mediaIds, targets: [{ connectionId, options: { privacyLevel: "SELF_ONLY", ...options } }] });
    assert.deepEqual(await errors(owner, post({})), []);
    const [found] = await errors(owner, post({ mode: "draft" }));
    assert.deepEqual([found.code, found.field], ["scope_missing", "connectionId"]);
    refused(await owner.post("/api/v1/posts", { content: "hello", publishNow: true, ...post({ mode: "draft" }) }), 422, "validation_failed");
  });

  test("a member at LinkedIn who has not allowed it cannot be published for", async () => {
    const { owner, connectionId } = await connected("linkedin", "ada-lindqvist", { grant: ["openid", "profile"] });
    const [found] = await errors(owner, { targets: [{ connectionId }] });
    assert.deepEqual([found?.code, found?.field], ["scope_missing", "connectionId"]);
    const error = refused(await owner.post("/api/v1/posts", { content: "hello", publishNow: true, targets: [{ connectionId }] }), 422, "validation_failed");
    assert.deepEqual(error.details.map((detail) => detail.field), ["targets[0].connectionId"]);
  });

  test("a wrong number of files is told in numbers", async () => {
    const { owner, connectionId } = await connected("instagram", "ada.bakes");
    const targets = [{ connectionId }];
    assert.deepEqual(await errors(owner, { targets }), [{ code: "media_count", field: "mediaIds", limit: 1, actual: 0 }]);
    const mediaIds = [];
    for (let i = 0; i < 11; i += 1) mediaIds.push(await uploaded(owner, image("jpg", "640x640")));
    assert.deepEqual(await errors(owner, { targets, mediaIds }), [{ code: "media_count", field: "mediaIds", limit: 10, actual: 11 }]);
    assert.deepEqual(await errors(owner, { targets, mediaIds: mediaIds.slice(1), thread: ["two"] }), [{ code: "thread_not_supported", field: "thread", limit: 0, actual: 1 }]);
    const x = await connect(owner, "ada_loafs", { platform: "x" });
    assert.deepEqual(await errors(owner, { targets: [{ connectionId: x }], mediaIds: mediaIds.slice(0, 5) }), [{ code: "media_count", field: "mediaIds", limit: 4, actual: 5 }]);
    const { length, limit } = await validate(owner, { content: "x".repeat(270), link: "https://example.com/a/page", targets: [{ connectionId: x }] });
    assert.deepEqual([length, limit], [294, 280], "with the link below it");
  });

  test("a body may be as large as what our own limits allow", async () => {
    const { owner, connectionId } = await connected("instagram", "ada.bakes");
    const targets = [{ connectionId }];
    const content = "\u6f22".repeat(99_000);
    const { id } = ok(await owner.post("/api/v1/posts", { content, targets }), 201);
    assert.equal(ok(await owner.get(`/api/v1/posts/${id}`)).content.length, 99_000);
    ok(await owner.patch(`/api/v1/posts/${id}`, { content: "\u{1f600}".repeat(99_000) }));
    ok(await owner.post("/api/v1/posts/validate", { content, targets }));
    const escaped = `{"content":"${"\\ud83d\\ude00".repeat(99_000)}","targets":[{"connectionId":"${connectionId}"}]}`;
    ok(await owner.request("POST", "/api/v1/posts/validate", { raw: escaped }));
    const mediaIds = [await uploaded(owner, image("jpg", "640x640"))];
    const posts = Array.from({ length: 100 }, (_, i) => ({ content: `${i} `.padEnd(2_190, "\u6f22"), mediaIds, targets }));
    const answer = await owner.post("/api/v1/posts/schedule", { posts, schedulingOptions: { intervalHours: 1, startTime: soon(3_600) } });
    assert.equal(ok(answer, 201).posts?.length ?? ok(answer, 201).data?.length, 100);
  });

  test("a body that is larger than that is refused", async () => {
    const { owner, connectionId } = await connected("instagram", "ada.bakes");
    const megabyte = 1024 * 1024;
    const send = (path, bytes) => owner.request("POST", path, { raw: JSON.stringify({ content: "x".repeat(bytes), targets: [{ connectionId }] }) });
    refused(await send("/api/v1/posts", 4 * megabyte), 413, "payload_too_large");
    refused(await send("/api/v1/posts/validate", 4 * megabyte), 413, "payload_too_large");
    refused(await send("/api/v1/posts/schedule", 8 * megabyte), 413, "payload_too_large");
  });

  test("a wrong zone of a bulk is named where it stands", async () => {
    const { owner, connectionId } = await connected("instagram", "ada.bakes");
    const answer = await owner.post("/api/v1/posts/schedule", { posts: [{ content: "x", targets: [{ connectionId }] }], schedulingOptions: { timezone: "Mars/Olympus" } });
    assert.deepEqual(refused(answer, 422, "validation_failed").details.map((detail) => detail.field), ["schedulingOptions.timezone"]);
  });
});
