import { describe, expect, it } from "vitest";
import { isPermalink, isWebAddress, permalink_max } from "./permalink";

describe("isPermalink", () => {
  it.each([
    ["https://x.example/1", true],
    ["http://x.example/1", false],
    ["http://127.0.0.1:9000/x/1", false],
    ["x.example/1", false],
    ["", false],
    ["https://".padEnd(permalink_max + 1, "a"), false],
  ])("of %s", (address, expected) => {
    expect(isPermalink(address)).toBe(expected);
  });
});

describe("isWebAddress", () => {
  it.each([
    ["https://x.example/1", true],
    ["http://x.example/1", true],
    ["javascript:alert(1)", false],
    [" https://x.example", false],
    ["x.example", false],
  ])("of %s", (address, expected) => {
    expect(isWebAddress(address)).toBe(expected);
  });
});
