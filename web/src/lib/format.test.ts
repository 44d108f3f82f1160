import { describe, expect, it } from "vitest";
import { atHandle, compactNumber, counted, initials, percent, signedNumber } from "./format";

describe("compactNumber", () => {
  it.each([
    [0, "0", "a true zero is shown"],
    [999, "999", "below a thousand it is exact"],
    [1000, "1k", "no empty decimal"],
    [12_431, "12.4k", "one decimal"],
    [999_999, "999.9k", "rounds down, not up to 1000k"],
    [3_400_000, "3.4M", "millions"],
    [-1500, "-1.5k", "negative"],
    [null, "–", "a gap is not a zero"],
  ])("%s is %s: %s", (...[value, text]) => {
    expect(compactNumber(value)).toBe(text);
  });
});

it("writes changes with their sign", () => {
  expect(signedNumber(320)).toBe("+320");
  expect(signedNumber(-12)).toBe("\u221212");
  expect(signedNumber(0)).toBe("0");
  expect(signedNumber(null)).toBe("–");
});

it("writes rates in percent", () => {
  expect(percent(4.237)).toBe("4.2 %");
  expect(percent(12.7)).toBe("13 %");
  expect(percent(null)).toBe("–");
});

it("counts in words", () => {
  expect(counted(1, "post", "posts")).toBe("1 post");
  expect(counted(12_431, "post", "posts")).toBe("12,431 posts");
});

it("marks handles once, and leaves names alone", () => {
  expect(atHandle("ada.bakes")).toBe("@ada.bakes");
  expect(atHandle("@ada.bakes")).toBe("@ada.bakes");
  expect(atHandle("Ada Bakes")).toBe("Ada Bakes");
});

it("takes initials by character, not by code unit", () => {
  expect(initials("Ada Lovelace")).toBe("AL");
  expect(initials("🍞bakery")).toBe("🍞");
  expect(initials("@ada.bakes")).toBe("AB");
});
