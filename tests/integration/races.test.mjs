// What is used by a post, and goes at the very moment at which the post is made.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { bare, image } from "./support/files.mjs";
import { ok } from "./support/http.mjs";
import { connectAndSync, newOwner } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const rounds = 12;

onEachDatabase("a post that is made while what it needs goes", (here) => {
  let owner;
  let connectionId;

  before(async () => {
    owner = await newOwner(here.server, "Olga");
    connectionId = await connectAndSync(owner, "emoji_lab", { platform: "x" });
  });

  /** Either the post was there first, or the field is named. */
  async function raceTo(field, path, fields, gone) {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    for (let round = 0; round < rounds; round += 1) {
      const { body, remove } = await gone();
      const making = [0, 1, 2].map((i) => owner.post(path, fields({ ...body, content: `race ${round} ${i}`, targets: [{ connectionId }] }, at)));
      const [removed, ...made] = await Promise.all([remove(), ...making]);
      assert.ok(removed.status < 500, removed.text);
      for (const one of made) {
        assert.ok([201, 422].includes(one.status), one.text);
        if (one.status === 422) assert.match(one.json.error.details[0].field, field, one.text);
      }
    }
  }

  const one = (body) => body;
  const many = (body, at) => ({ posts: [{ ...body, campaignId: undefined, scheduledTime: at }], campaignId: body.campaignId });

  test("a campaign", () => raceTo(/campaignId/, "/api/v1/posts", one, async () => {
    const { id } = ok(await owner.post("/api/v1/campaigns", { name: "Short" }), 201);
    return { body: { campaignId: id }, remove: () => owner.delete(`/api/v1/campaigns/${id}`) };
  }));

  test("a campaign, in a bulk", () => raceTo(/campaignId/, "/api/v1/posts/schedule", many, async () => {
    const { id } = ok(await owner.post("/api/v1/campaigns", { name: "Short" }), 201);
    return { body: { campaignId: id }, remove: () => owner.delete(`/api/v1/campaigns/${id}`) };
  }));

  test("a file", () => raceTo(/media/, "/api/v1/posts", one, async () => {
    const { id } = ok(await bare(owner, image("jpeg", "640x640")), 201);
    return { body: { mediaIds: [id] }, remove: () => owner.delete(`/api/v1/media/${id}`) };
  }));
});
