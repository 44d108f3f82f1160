import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { all } from "./client";
import { postKeys } from "./post-keys";
import { isCut, keep } from "./posts";
import type { Post } from "./wire";

/** A list of so many posts, in pages of 100. */
function pages(count: number) {
  return (cursor: string | undefined) => {
    const from = Number(cursor ?? 0);
    const data = Array.from({ length: Math.min(100, count - from) }, (_, index) => ({ id: `p${from + index}` }) as Post);
    return Promise.resolve({ data, nextCursor: from + 100 < count ? String(from + 100) : null });
  };
}

describe("isCut", () => {
  it.each([
    [0, false], [999, false], [1000, false], [1001, true], [5000, true],
  ])("of %i posts", async (count, expected) => {
    expect(isCut(await all(pages(count), 1001))).toBe(expected);
  });
});

describe("keep", () => {
  it("shows an answer, and does not trust it to be the newest", async () => {
    const queries = new QueryClient();
    const post = { id: "p1", status: "publishing" } as Post;
    await keep(queries, post);
    expect(queries.getQueryData(postKeys.one("p1"))).toEqual(post);
    expect(queries.getQueryState(postKeys.one("p1"))?.isInvalidated).toBe(true);
  });
});
