import { describe, expect, it } from "vitest";
import type { Post, PostStatus, Target } from "@/services/wire";
import { afterMove, byDay, matches, monthOf, moveTo, moveToLocal, problemsOf, rangeOf, stepped, weekOf } from "./calendar";

const zone = "Europe/Berlin";
const now = Date.parse("2026-11-20T12:00:00Z");

function target(connectionId: string, change: Partial<Target> = {}): Target {
  return {
    id: `t-${connectionId}`, connectionId, platform: "x", content: null, title: null, link: null, thread: null, mediaIds: null,
    options: {}, format: null, status: "pending", nextTryAt: null, attempts: 0, error: null, externalId: null, permalink: null,
    publishedAt: null, ...change,
  };
}

function post(id: string, scheduledAt: string | null, change: Partial<Post> = {}): Post {
  const status: PostStatus = scheduledAt === null ? "draft" : "scheduled";
  return {
    id, campaignId: null, content: id, title: null, link: null, thread: [], hashtags: [], mediaIds: [], status, scheduledAt,
    scheduledLocal: null, timezone: null, publishedAt: null, createdAt: "2026-11-01T00:00:00Z", updatedAt: "2026-11-01T00:00:00Z",
    targets: [target("c1")], slotId: null, variantGroup: null, variant: null, ...change,
  };
}

describe("days", () => {
  it("begin on a Monday and fill whole weeks", () => {
    expect(weekOf("2026-11-22")).toEqual([
      "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22",
    ]);
    const november = monthOf("2026-11-20");
    expect([november[0], november.at(-1), november.length]).toEqual(["2026-10-26", "2026-12-06", 42]);
    expect(monthOf("2027-02-10")).toHaveLength(28);
  });

  it("are left for the next and the one before, over the year's end", () => {
    expect(stepped("month", "2026-12-31", 1)).toBe("2027-01-01");
    expect(stepped("month", "2026-03-31", -1)).toBe("2026-02-01");
    expect(stepped("week", "2026-12-30", 1)).toBe("2027-01-06");
  });

  it("are cut in the workspace's zone", () => {
    expect(rangeOf(["2026-11-20", "2026-11-21"], zone)).toEqual({ from: "2026-11-19T23:00:00.000Z", to: "2026-11-21T23:00:00.000Z" });
    const days = byDay([post("late", "2026-11-20T23:30:00Z"), post("draft", null), post("early", "2026-11-20T22:59:00Z")], zone);
    expect(days.get("2026-11-21")?.map((one) => one.id)).toEqual(["late"]);
    expect(days.get("2026-11-20")?.map((one) => one.id)).toEqual(["early"]);
  });
});

describe("moveTo", () => {
  it("keeps the wall clock when the clocks change in between", () => {
    const winter = post("p", "2027-03-26T08:00:00Z");
    const move = moveTo(winter, "2027-03-29", zone, now);
    expect(move).toMatchObject({ patch: { scheduledLocal: "2027-03-29T09:00", timezone: zone } });
    if (typeof move === "string") throw new Error(move);
    expect(afterMove(winter, move, zone).scheduledAt).toBe("2027-03-29T07:00:00.000Z");
  });

  it("can be taken back to what was there before", () => {
    expect(moveTo(post("p", "2026-12-01T08:00:00Z"), "2026-12-02", zone, now)).toMatchObject({ undo: { scheduledAt: "2026-12-01T08:00:00Z" } });
    const walled = post("p", "2026-12-01T08:00:00Z", { scheduledLocal: "2026-12-01T03:00:00", timezone: "America/New_York" });
    expect(moveTo(walled, "2026-12-02", zone, now)).toMatchObject({ undo: { scheduledLocal: "2026-12-01T03:00", timezone: "America/New_York" } });
  });

  it("refuses the past, the same place, and what is under way", () => {
    const waiting = post("p", "2026-12-01T08:00:00Z");
    expect(moveTo(waiting, "2026-11-20", zone, now)).toBe("past");
    expect(moveTo(waiting, "2026-12-01", zone, now)).toBe("same");
    expect(moveTo({ ...waiting, status: "published" }, "2026-12-02", zone, now)).toBe("fixed");
    expect(moveToLocal(waiting, "nonsense", zone, now)).toBe("past");
  });
});

describe("problemsOf", () => {
  it("marks posts that crowd each other on one account", () => {
    const found = problemsOf([
      post("a", "2026-12-01T08:00:00Z"), post("b", "2026-12-01T08:04:59Z"), post("c", "2026-12-01T08:09:59Z"),
      post("d", "2026-12-01T08:00:00Z", { targets: [target("c2")] }),
    ], new Set());
    expect([...found.keys()]).toEqual(["a", "b"]);
    expect(found.get("a")).toEqual(["conflict"]);
  });

  it("marks accounts that need somebody, failures, and what has to be looked at", () => {
    const found = problemsOf([
      post("broken", "2026-12-01T08:00:00Z"),
      post("over", "2026-11-01T08:00:00Z", { status: "published", targets: [target("c1", { status: "published" })] }),
      post("failed", "2026-11-01T08:00:00Z", { status: "failed", targets: [target("c2", { status: "failed" })] }),
      post("look", "2026-11-01T08:00:00Z", { status: "publishing", targets: [target("c2", { status: "needs_attention" })] }),
    ], new Set(["c1"]));
    expect(Object.fromEntries(found)).toEqual({ broken: ["account"], failed: ["failed"], look: ["attention"] });
  });
});

describe("matches", () => {
  it("asks for everything that is asked for", () => {
    const one = post("p", "2026-12-01T08:00:00Z", { campaignId: "k1" });
    expect(matches(one, {})).toBe(true);
    expect(matches(one, { platform: "x", connectionId: "c1", campaignId: "k1", status: "scheduled" })).toBe(true);
    expect(matches(one, { platform: "tiktok" })).toBe(false);
    expect(matches(one, { campaignId: "k2" })).toBe(false);
  });
});
