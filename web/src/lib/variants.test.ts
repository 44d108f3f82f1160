import { describe, expect, it } from "vitest";
import type { VariantResult } from "@/services/wire";
import { barWidth, bestOf, knownCounts, nextVariant, testName, variantsOf } from "./variants";

const result = (variant: string, change: Partial<VariantResult> = {}): VariantResult => ({
  variant, posts: 1, published: 1, measured: 1, views: null, reach: null, likes: null, comments: null, shares: null, saves: null,
  engagement: null, engagementRate: null, ...change,
});

describe("nextVariant", () => {
  it("is the first free letter, then a number", () => {
    expect(nextVariant([])).toBe("A");
    expect(nextVariant(["A", "c"])).toBe("B");
    expect(nextVariant(["a ", "B"])).toBe("C");
    expect(nextVariant(Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))).toBe("27");
    expect(nextVariant([...Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "27"])).toBe("28");
  });
});

describe("variantsOf", () => {
  it("finds the test by its name", () => {
    const tests = [{ group: "Headline", variants: [result("A"), result("B")] }];
    expect(variantsOf(tests, " Headline ")).toEqual(["A", "B"]);
    expect(variantsOf(tests, "Other")).toEqual([]);
  });
});

describe("testName", () => {
  it("takes the first words and stays unique", () => {
    expect(testName("Fresh\nbread", [])).toBe("Fresh bread");
    expect(testName("Fresh bread", ["Fresh bread"])).toBe("Fresh bread 2");
    expect(testName("", ["Test", "Test 2"])).toBe("Test 3");
    expect(Array.from(testName("👩‍🍳".repeat(100), [])).length).toBeLessThanOrEqual(40);
  });
});

describe("bestOf", () => {
  it.each([
    ["nothing to compare", [result("A", { engagementRate: 4 })], null],
    ["the higher rate", [result("A", { engagementRate: 4 }), result("B", { engagementRate: 5 })], { variant: "B", by: "engagementRate" }],
    ["level", [result("A", { engagementRate: 4 }), result("B", { engagementRate: 4 })], null],
    ["not out yet", [result("A", { engagementRate: 4 }), result("B", { engagementRate: 5, measured: 0 })], null],
    ["no rates: engagement a post", [result("A", { engagement: 30, measured: 3 }), result("B", { engagement: 20 })], { variant: "B", by: "engagement" }],
    ["nothing known", [result("A"), result("B")], null],
  ] as const)("%s", (_, variants, expected) => {
    expect(bestOf(variants)).toEqual(expected);
  });
});

describe("figures", () => {
  it("are shown where a platform tells them", () => {
    expect(knownCounts([result("A", { likes: 3 }), result("B", { views: 0 })])).toEqual(["views", "likes"]);
    expect(knownCounts([])).toEqual([]);
  });

  it("have bars beside each other", () => {
    expect(barWidth(5, [5, 10])).toBe(50);
    expect(barWidth(null, [5, null])).toBe(0);
    expect(barWidth(0, [0, 0])).toBe(0);
  });
});
