import { describe, expect, it } from "vitest";
import { excerpt } from "./post-text";

describe("excerpt", () => {
  it("is one line, and cut at a limit", () => {
    expect(excerpt("two\n lines ")).toBe("two lines");
    expect(excerpt("abcdef", 4)).toBe("abc…");
  });
});
