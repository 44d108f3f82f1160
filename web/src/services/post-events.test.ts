import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import { applyPostEvent, postOf } from "./post-events";
import type { LiveEvent } from "./wire";

const event = (change: Partial<LiveEvent>) =>
  ({ id: "1", type: "post.published", subject: "post:p1", data: {}, ...change }) as LiveEvent;

describe("postOf", () => {
  it("takes the post from the data, or from the subject", () => {
    expect(postOf(event({ data: { postId: "p2" } }))).toBe("p2");
    expect(postOf(event({}))).toBe("p1");
    expect(postOf(event({ subject: "p3" }))).toBe("p3");
  });
});

describe("applyPostEvent", () => {
  it("has the post, its timeline and every list loaded again", async () => {
    const queries = new QueryClient();
    const invalidate = vi.spyOn(queries, "invalidateQueries");
    expect(applyPostEvent(queries, event({}))).toBe(true);
    await vi.waitFor(() => { expect(invalidate).toHaveBeenCalledTimes(4); });
    expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([
      ["posts", "one", "p1"], ["posts", "attempts", "p1"], ["posts", "lists"], ["analytics", "variants"],
    ]);
  });

  it("has the slots and what is free of them loaded again", async () => {
    const queries = new QueryClient();
    const invalidate = vi.spyOn(queries, "invalidateQueries");
    expect(applyPostEvent(queries, event({ type: "slot.created", subject: "s1" }))).toBe(true);
    await vi.waitFor(() => { expect(invalidate).toHaveBeenCalledTimes(2); });
  });

  it("leaves other events to others", () => {
    expect(applyPostEvent(new QueryClient(), event({ type: "sync.started" }))).toBe(false);
  });
});
