import { describe, expect, it } from "vitest";
import type { TextUnit } from "@/services/wire";
import { lengthOf, toneOf } from "./text-length";

describe("lengthOf", () => {
  it.each<[string, TextUnit | undefined, number]>([
    ["plain", undefined, 5],
    ["👩‍🍳", undefined, 3],
    ["👩‍🍳", "utf16", 5],
    ["ä", "bytes", 2],
    ["👩‍🍳", "weighted", 2],
    ["日本", "weighted", 4],
    ["see https://example.com/a/very/long/path/that/goes/on now", "weighted", 4 + 23 + 4],
    ["", "weighted", 0],
    ["👩‍🍳", "code_points", 3],
  ])("counts %j by %s", (text, unit, expected) => {
    expect(lengthOf(text, unit)).toBe(expected);
  });
});

describe("toneOf", () => {
  it("warns in the last tenth and is bad over the limit", () => {
    expect(toneOf(251, 280)).toBe("quiet");
    expect(toneOf(252, 280)).toBe("warn");
    expect(toneOf(280, 280)).toBe("warn");
    expect(toneOf(281, 280)).toBe("bad");
  });
});
