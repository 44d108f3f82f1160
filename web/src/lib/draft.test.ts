import { describe, expect, it } from "vitest";
import type { Post, Target } from "@/services/wire";
import { changed, copyOf, emptyDraft, fromPost, isEmpty, isSame, isTestUnclear, reordered, reused, tabsOf, toInput, toPatch, type Draft } from "./draft";
import { forgetDraft, isOutdated, readDraft, writeDraft, type DraftStorage } from "./draft-store";

const insta = { connectionId: "c1", platform: "instagram" };
const insta2 = { connectionId: "c2", platform: "instagram" };
const tiktok = { connectionId: "c3", platform: "tiktok" };

function written(): Draft {
  let draft = changed(emptyDraft("Europe/Berlin"), { type: "set", change: { content: "Fresh bread" } });
  draft = changed(draft, { type: "toggle", target: insta, apart: false });
  draft = changed(draft, { type: "toggle", target: insta2, apart: false });
  return changed(draft, { type: "toggle", target: tiktok, apart: true });
}

function target(change: Partial<Target>): Target {
  return {
    id: "t1", connectionId: "c1", platform: "instagram", content: null, title: null, link: null, thread: null, mediaIds: null,
    options: {}, format: null, status: "pending", nextTryAt: null, attempts: 0, error: null, externalId: null, permalink: null,
    publishedAt: null, ...change,
  };
}

function post(targets: Target[]): Post {
  return {
    id: "p1", campaignId: null, content: "Main", title: null, link: null, thread: [], hashtags: [], mediaIds: ["m1"],
    status: "draft", scheduledAt: null, scheduledLocal: null, timezone: null, publishedAt: null,
    createdAt: "2026-11-20T09:00:00Z", updatedAt: "2026-11-20T09:00:00Z", targets, slotId: null, variantGroup: null, variant: null,
  };
}

describe("a test", () => {
  const tested = (change: Partial<Draft>) =>
    changed(written(), { type: "set", change: { campaignId: "k1", testGroup: " Headline ", testVariant: "B", ...change } });

  it("is sent with both of its words, and only in a campaign", () => {
    expect(toInput(tested({}), "draft")).toMatchObject({ campaignId: "k1", variantGroup: "Headline", variant: "B" });
    expect(toInput(tested({ campaignId: null }), "draft")).not.toHaveProperty("variant");
    expect(toInput(tested({ testVariant: " " }), "draft")).not.toHaveProperty("variantGroup");
    expect(toPatch(tested({ testGroup: "" }), "draft")).toMatchObject({ variantGroup: null, variant: null });
  });

  it("is unclear while one of them is missing", () => {
    expect(isTestUnclear(tested({}))).toBe(false);
    expect(isTestUnclear(tested({ testVariant: "" }))).toBe(true);
    expect(isTestUnclear(tested({ testVariant: "", campaignId: null }))).toBe(false);
    expect(isTestUnclear(written())).toBe(false);
  });

  it("is joined by a copy of a post, with all that the post says", () => {
    const one = { ...post([target({ content: "Own", options: { shareToFeed: true } }), target({ id: "t2", connectionId: "c2" })]), campaignId: "k1" };
    expect(copyOf(one, "Headline", "B")).toEqual({
      content: "Main", mediaIds: ["m1"], campaignId: "k1", variantGroup: "Headline", variant: "B",
      targets: [{ connectionId: "c1", content: "Own", options: { shareToFeed: true } }, { connectionId: "c2" }],
    });
  });

  it("comes back from the post", () => {
    expect(fromPost({ ...post([target({})]), variantGroup: "Headline", variant: "A" }, null, "UTC"))
      .toMatchObject({ testGroup: "Headline", testVariant: "A" });
  });
});

describe("the queue", () => {
  it("is asked for instead of a time", () => {
    const timed = changed(written(), { type: "set", change: { scheduledLocal: "2026-11-20T09:15" } });
    expect(toInput(timed, "queue")).toMatchObject({ queue: true });
    expect(toInput(timed, "queue")).not.toHaveProperty("scheduledLocal");
    expect(toPatch(timed, "queue")).toMatchObject({ queue: true });
    expect(toInput(timed, "schedule")).not.toHaveProperty("queue");
  });

  it("is left alone by a post that keeps its slot", () => {
    const patch = toPatch(written(), "keep");
    for (const name of ["queue", "scheduledAt", "scheduledLocal", "timezone"]) expect(patch).not.toHaveProperty(name);
  });
});

describe("a draft", () => {
  it("has one tab per platform, and one per account where accounts may do different things", () => {
    expect(tabsOf(written())).toEqual([
      { key: "instagram", platform: "instagram", connectionIds: ["c1", "c2"] },
      { key: "c3", platform: "tiktok", connectionIds: ["c3"] },
    ]);
  });

  it("starts as the same as main, and sends only what is its own", () => {
    const same = toInput(written(), "draft");
    expect(same.targets).toEqual([{ connectionId: "c1" }, { connectionId: "c2" }, { connectionId: "c3" }]);
    const own = changed(written(), { type: "variant", key: "instagram", change: { content: "With tags" } });
    expect(toInput(own, "draft").targets[1]).toEqual({ connectionId: "c2", content: "With tags" });
    expect(toInput(changed(own, { type: "same", key: "instagram" }), "draft").targets[1]).toEqual({ connectionId: "c2" });
  });

  it("keeps options when the text becomes the same as main again", () => {
    let draft = changed(written(), { type: "option", key: "c3", name: "privacyLevel", value: "SELF_ONLY" });
    draft = changed(draft, { type: "same", key: "c3" });
    expect(toInput(draft, "now").targets[2]?.options).toEqual({ privacyLevel: "SELF_ONLY" });
    draft = changed(draft, { type: "option", key: "c3", name: "privacyLevel", value: "" });
    expect(toInput(draft, "now").targets[2]?.options).toBeUndefined();
  });

  it("leaves out the empty lines of a list that is being typed", () => {
    const draft = changed(written(), { type: "option", key: "c3", name: "tags", value: ["bread", "", " "] });
    expect(toInput(draft, "now").targets[2]?.options).toEqual({ tags: ["bread"] });
  });

  it("puts new files where they are wanted, once, and takes them out everywhere", () => {
    let draft = changed(written(), { type: "addMedia", key: "instagram", id: "m1" });
    draft = changed(draft, { type: "addMedia", key: null, id: "m1" });
    expect(draft.mediaIds).toEqual(["m1"]);
    draft = changed(draft, { type: "variant", key: "instagram", change: { mediaIds: ["m1"] } });
    draft = changed(draft, { type: "addMedia", key: "instagram", id: "m2" });
    expect(draft.mediaIds).toEqual(["m1"]);
    expect(draft.variants.instagram?.mediaIds).toEqual(["m1", "m2"]);
    draft = changed(draft, { type: "dropMedia", id: "m1" });
    expect(draft.mediaIds).toEqual([]);
    expect(draft.variants.instagram?.mediaIds).toEqual(["m2"]);
  });

  it("says when, only when it is to be scheduled", () => {
    const draft = changed(written(), { type: "set", change: { scheduledLocal: "2026-12-01T09:00" } });
    expect(toInput(draft, "schedule")).toMatchObject({ scheduledLocal: "2026-12-01T09:00", timezone: "Europe/Berlin" });
    expect(toInput(draft, "draft").scheduledLocal).toBeUndefined();
    expect(toInput(draft, "now")).toMatchObject({ publishNow: true });
    expect(toPatch(draft, "draft").scheduledAt).toBeNull();
    expect("publishNow" in toPatch(draft, "now")).toBe(false);
  });

  it("comes back from a post as it was", () => {
    const draft = fromPost(post([target({}), target({ id: "t2", connectionId: "c2" })]), null, "UTC");
    expect(draft.apart).toEqual([]);
    expect(tabsOf(draft)).toHaveLength(1);
    const different = fromPost(post([target({ content: "A" }), target({ connectionId: "c2", content: "B" })]), null, "UTC");
    expect(toInput(different, "draft").targets).toEqual([
      { connectionId: "c1", content: "A" }, { connectionId: "c2", content: "B" },
    ]);
  });
});

describe("the link of a target", () => {
  const linked = () => fromPost(post([target({ link: "https://a.example" }), target({ id: "t2", connectionId: "c2" })]), null, "UTC");

  it("is still there after the post was edited", () => {
    expect(toPatch(linked(), "keep").targets).toEqual([{ connectionId: "c1", link: "https://a.example" }, { connectionId: "c2" }]);
    expect(linked().apart).toEqual(["instagram"]);
  });

  it("is its own, also when it is none", () => {
    const draft = changed(linked(), { type: "variant", key: "c1", change: { link: " " } });
    expect(toInput(draft, "draft").targets[0]).toEqual({ connectionId: "c1", link: "" });
    expect(isSame({ content: null, title: null, link: "", thread: null, mediaIds: null, options: {} })).toBe(false);
    expect(toInput(changed(draft, { type: "same", key: "c1" }), "draft").targets[0]).toEqual({ connectionId: "c1" });
  });
});

describe("a post that is used again", () => {
  it("says the same to the same accounts, at no time and in no test", () => {
    const one = {
      ...post([target({ content: "Own", options: { shareToFeed: true } })]), status: "cancelled" as const, campaignId: "k1", hashtags: ["bread"],
      scheduledAt: "2026-12-01T09:00:00Z", scheduledLocal: "2026-12-01T10:00:00", timezone: "Europe/Berlin", variantGroup: "Headline", variant: "A",
    };
    expect(toInput(reused(one, "UTC", []), "schedule")).toEqual({
      content: "Main", hashtags: ["bread"], mediaIds: ["m1"], campaignId: "k1",
      targets: [{ connectionId: "c1", content: "Own", options: { shareToFeed: true } }],
    });
  });
});

describe("reordered", () => {
  it("moves one entry and stays within the list", () => {
    expect(reordered(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(reordered(["a", "b", "c"], 2, -1)).toEqual(["c", "a", "b"]);
    expect(reordered(["a", "b"], 7, 0)).toEqual(["a", "b"]);
  });
});

function memory(): DraftStorage & { entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}

describe("the draft store", () => {
  it("gives back what was kept, to the workspace and post it belongs to", () => {
    const storage = memory();
    expect(writeDraft(storage, "w1", null, { savedAt: 42, base: null, draft: written() })).toBe(true);
    expect(readDraft(storage, "w1", null)).toEqual({ savedAt: 42, base: null, draft: written() });
    expect(readDraft(storage, "w2", null)).toBeNull();
    expect(readDraft(storage, "w1", "p1")).toBeNull();
    forgetDraft(storage, "w1", null);
    expect(readDraft(storage, "w1", null)).toBeNull();
  });

  it("forgets an empty draft", () => {
    const storage = memory();
    writeDraft(storage, "w1", null, { savedAt: 42, base: null, draft: written() });
    expect(isEmpty(emptyDraft("UTC"))).toBe(true);
    writeDraft(storage, "w1", null, { savedAt: 43, base: null, draft: emptyDraft("UTC") });
    expect(storage.entries.size).toBe(0);
  });

  it.each([
    ["no JSON", "{"],
    ["another version", JSON.stringify({ version: 0, savedAt: 1, draft: {} })],
    ["no draft", JSON.stringify({ version: 1, savedAt: 1, draft: null })],
    ["a field of another type", JSON.stringify({ version: 1, savedAt: 1, draft: { ...emptyDraft("UTC"), targets: "all" } })],
    ["a field too few", JSON.stringify({ version: 1, savedAt: 1, draft: { content: "x" } })],
  ])("takes %s for nothing", (_, text) => {
    const storage = memory();
    storage.entries.set("rostrum-draft:w1:new", text);
    expect(readDraft(storage, "w1", null)).toBeNull();
  });

  it("tells when the browser keeps nothing", () => {
    const full = { ...memory(), setItem: () => { throw new Error("quota"); } };
    expect(writeDraft(full, "w1", null, { savedAt: 1, base: null, draft: written() })).toBe(false);
  });

  it("gives what is new since then to a draft of an older page", () => {
    const storage = memory();
    const old = { ...written(), variants: { instagram: { content: "Own", title: null, thread: null, mediaIds: null, options: {} } } };
    storage.entries.set("rostrum-draft:w1:p1", JSON.stringify({ version: 1, savedAt: 1, draft: old }));
    expect(readDraft(storage, "w1", "p1")).toMatchObject({ base: null, draft: { variants: { instagram: { content: "Own", link: null } } } });
  });

  it("remembers of which version of a post a draft is", () => {
    const storage = memory();
    writeDraft(storage, "w1", "p1", { savedAt: 42, base: "2026-11-20T09:00:00Z", draft: written() });
    expect(readDraft(storage, "w1", "p1")?.base).toBe("2026-11-20T09:00:00Z");
  });
});

describe("isOutdated", () => {
  const noon = Date.parse("2026-11-20T12:00:00Z");

  it.each([
    ["of the same version", "2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z", false],
    ["of an earlier one, whatever the clock of the browser says", "2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z", true],
    ["that does not say, and was kept before the change", null, "2026-11-20T12:00:01Z", true],
    ["that does not say, and was kept after it", null, "2026-11-20T11:00:00Z", false],
  ])("of a draft %s", (_, base, updatedAt, expected) => {
    expect(isOutdated({ savedAt: noon, base }, updatedAt)).toBe(expected);
  });
});
