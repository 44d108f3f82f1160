import { describe, expect, it } from "vitest";
import type { Post } from "@/services/wire";
import { campaignDates, countsOf, hasVariants, variantColumns } from "./campaign-dates";

describe("campaignDates", () => {
  it("says what is known, in the zone's days", () => {
    const startsAt = "2026-10-31T23:00:00Z";
    const endsAt = "2026-11-30T22:59:59Z";
    expect(campaignDates({ startsAt, endsAt }, "Europe/Berlin")).toBe("1 Nov 2026 to 30 Nov 2026");
    expect(campaignDates({ startsAt, endsAt: null }, "UTC")).toBe("From 31 Oct 2026");
    expect(campaignDates({ startsAt: null, endsAt }, "UTC")).toBe("Until 30 Nov 2026");
    expect(campaignDates({ startsAt: null, endsAt: null }, "UTC")).toBe("No dates");
  });
});

const post = (content: string, ...targets: [string, string | null][]) =>
  ({ content, status: "draft", targets: targets.map(([platform, own]) => ({ platform, content: own })) }) as Post;

describe("variants", () => {
  it("stand side by side, each once", () => {
    const one = post("Main", ["x", "Short"], ["x", "Short"], ["instagram", null], ["instagram", null], ["linkedin", "Main"]);
    expect(variantColumns(one)).toEqual([
      { platform: null, content: "Main" }, { platform: "x", content: "Short" }, { platform: "instagram", content: null }, { platform: "linkedin", content: null },
    ]);
    expect(hasVariants(one)).toBe(true);
    expect(hasVariants(post("Main", ["x", null]))).toBe(false);
  });
});

describe("countsOf", () => {
  it("names only the states that posts are in", () => {
    const none = { draft: 0, scheduled: 0, publishing: 0, published: 0, partial: 0, failed: 0, cancelled: 0 };
    expect(countsOf({ ...none, published: 3, draft: 2 })).toEqual([["draft", 2], ["published", 3]]);
    expect(countsOf(none)).toEqual([]);
  });
});
