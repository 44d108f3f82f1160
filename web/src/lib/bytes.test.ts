import { describe, expect, it } from "vitest";
import { bytesText, clockText } from "./bytes";

describe("bytesText", () => {
  it.each([[0, "0 B"], [999, "999 B"], [1000, "1.0 kB"], [12_345_678, "12 MB"], [4_200_000_000, "4.2 GB"]])("of %d", (bytes, words) => {
    expect(bytesText(bytes)).toBe(words);
  });
});

describe("clockText", () => {
  it.each([[0, "0:00"], [65_000, "1:05"], [3_725_400, "1:02:05"]])("of %d", (ms, words) => {
    expect(clockText(ms)).toBe(words);
  });
});
