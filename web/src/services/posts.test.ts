import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { postKeys } from "./post-keys";
import { keep } from "./posts";
import type { Post } from "./wire";

describe("keep", () => {
  it("shows an answer, and does not trust it to be the newest", async () => {
    const queries = new QueryClient();
    const post = { id: "p1", status: "publishing" } as Post;
    await keep(queries, post);
    expect(queries.getQueryData(postKeys.one("p1"))).toEqual(post);
    expect(queries.getQueryState(postKeys.one("p1"))?.isInvalidated).toBe(true);
  });
});
