// Publishing at TikTok, from the uploaded file to the post's page, over HTTP.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bare, image, sha256, skippedBox, uprightVideo } from "./support/files.mjs";
import { ok, refused } from "./support/http.mjs";
import { connect, newOwner } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

onEachDatabase("tiktok", (here) => {
  const connected = async (account) => {
    const owner = await newOwner(here.server);
    return { owner, connectionId: await connect(owner, account, { platform: "tiktok" }) };
  };
  const uploaded = async (owner, bytes) => ok(await bare(owner, bytes), 201).id;
  const published = async (account) => (await here.sandbox.control("GET", "published?platform=tiktok")).data.filter((post) => post.account === account);
  /** Waits for the end of the only target; what TikTok takes to look at it passes at once. */
  const ended = async (owner, id) => {
    let post;
    return until("the post is published or not", async () => {
      post = ok(await owner.get(`/api/v1/posts/${id}`));
      if (post.targets[0].status === "processing") await here.sandbox.advance(30);
      return ["published", "failed", "needs_attention"].includes(post.targets[0].status) && post;
    }, { seconds: 60, show: () => post });
  };
  const send = async (owner, connectionId, mediaIds, options, fields = {}) =>
    ok(await owner.post("/api/v1/posts", { content: "Rye & patience #rye", mediaIds, publishNow: true, targets: [{ connectionId, options }], ...fields }), 201);

  test("what the account may choose is asked there", async () => {
    const { owner, connectionId } = await connected("behind.curtains");
    const { data: platforms } = ok(await owner.get("/api/v1/platforms"));
    const { postRules } = platforms.find((one) => one.id === "tiktok");
    const level = postRules.options.find((one) => one.name === "privacyLevel");
    assert.equal(level.required, false, "drafts need none");
    assert.deepEqual(level.values, []);
    const options = ok(await owner.get(`/api/v1/connections/${connectionId}/post-options`));
    assert.deepEqual((options.options ?? options).privacyLevels, ["FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]);
    const mediaIds = [await uploaded(owner, uprightVideo())];
    const answer = await owner.post("/api/v1/posts", { content: "x", mediaIds, publishNow: true, targets: [{ connectionId, options: { privacyLevel: "PUBLIC_TO_EVERYONE" } }] });
    assert.deepEqual(refused(answer, 422, "validation_failed").details.map((detail) => detail.field), ["targets[0].options.privacyLevel"]);
  });

  test("a video goes there in chunks, once", async () => {
    const { owner, connectionId } = await connected("ada.loafs");
    const bytes = Buffer.concat([uprightVideo(), skippedBox(21_000_000), Buffer.alloc(21_000_000 - 24, 7)]);
    const { id } = await send(owner, connectionId, [await uploaded(owner, bytes)], { privacyLevel: "PUBLIC_TO_EVERYONE", disableComment: false });
    const post = await ended(owner, id);
    assert.equal(post.status, "published", JSON.stringify(post.targets[0]));
    const [live, ...more] = await published("ada.loafs");
    assert.deepEqual(more, []);
    assert.equal(live.id, post.targets[0].externalId);
    assert.deepEqual(live.media.map((file) => file.sha256), [sha256(bytes)]);
    assert.match(post.targets[0].permalink, /\/@ada\.loafs\/video\/\d{19}$/);
    assert.equal((await fetch(post.targets[0].permalink)).status, 200);
    const { data: lines } = ok(await owner.get(`/api/v1/posts/${id}/attempts`));
    assert.ok(lines.filter((line) => line.step === "upload" && line.outcome === "done").length >= 2, JSON.stringify(lines));
    assert.ok(!JSON.stringify(lines).includes("upload_id"), "the address of an upload is a secret");
  });

  test("photos are fetched from the server", async () => {
    const { owner, connectionId } = await connected("emoji.lab");
    const photos = [image("jpg", "640x480"), image("jpg", "480x640")];
    const mediaIds = [];
    for (const photo of photos) mediaIds.push(await uploaded(owner, photo));
    const { id } = await send(owner, connectionId, mediaIds, { privacyLevel: "SELF_ONLY", autoAddMusic: true }, { title: "Two" });
    const post = await ended(owner, id);
    assert.equal(post.status, "published", JSON.stringify(post.targets[0]));
    const [live] = await published("emoji.lab");
    assert.equal(live.kind, "carousel");
    assert.deepEqual(live.media.map((file) => file.sha256), photos.map(sha256));
    assert.equal(post.targets[0].externalId, live.id);
    assert.equal(post.targets[0].permalink, null, "only public posts have an address");
  });

  test("an upload whose answer is lost makes no second post", async () => {
    const { owner, connectionId } = await connected("dar.alhikma");
    await here.sandbox.fault({ platform: "tiktok", endpoint: "upload", kind: "drop_after_effect", times: 1 });
    const { id } = await send(owner, connectionId, [await uploaded(owner, uprightVideo())], { privacyLevel: "PUBLIC_TO_EVERYONE" });
    const post = await ended(owner, id);
    assert.equal(post.status, "published", JSON.stringify(post.targets[0]));
    assert.equal((await published("dar.alhikma")).length, 1);
  });

  test("who is banned is told so", async () => {
    const { owner, connectionId } = await connected("locked.out");
    const { id } = await send(owner, connectionId, [await uploaded(owner, uprightVideo())], { privacyLevel: "SELF_ONLY" });
    const post = await ended(owner, id);
    assert.equal(post.targets[0].status, "failed");
    assert.equal(post.targets[0].error.code, "spam_risk_user_banned_from_posting");
    assert.deepEqual(await published("locked.out"), []);
  });
});
