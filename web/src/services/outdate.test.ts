import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gather_ms, outdate, outdateSoon } from "./outdate";

const queryKey = ["analytics", "totals"];

/** A request that answers when it is told to. */
function slow(value: string) {
  let resolve: ((value: string) => void) | undefined;
  const promise = new Promise<string>((done) => {
    resolve = done;
  });
  return { queryFn: () => promise, answer: () => resolve?.(value) };
}

describe("outdate", () => {
  it("marks what is not shown, so that it is loaded again when it is", async () => {
    const queries = new QueryClient();
    queries.setQueryData(queryKey, "old");
    await outdate(queries, ["analytics"]);
    expect(queries.getQueryState(queryKey)?.isInvalidated).toBe(true);
  });

  it("does not take the answer of a request that was under way for the new state", async () => {
    const queries = new QueryClient();
    queries.setQueryData(queryKey, "before", { updatedAt: 1 });
    const request = slow("half-way");
    const fetching = queries.query({ queryKey, queryFn: request.queryFn }).catch(() => "given up");
    await outdate(queries, ["analytics"]);
    request.answer();
    await fetching;
    expect(queries.getQueryData(queryKey)).toBe("before");
    expect(queries.getQueryState(queryKey)?.isInvalidated).toBe(true);
    const loaded = await queries.query({ queryKey, queryFn: () => "new", staleTime: 60_000 });
    expect(loaded).toBe("new");
  });
});

describe("outdateSoon", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("follows the first news at once and gathers what comes soon after it", async () => {
    const queries = new QueryClient();
    const invalidate = vi.spyOn(queries, "invalidateQueries");
    const settle = () => vi.advanceTimersByTimeAsync(0);
    for (let i = 0; i < 100; i += 1) outdateSoon(queries, ["connections", "list"], ["analytics"]);
    await settle();
    expect(invalidate).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(gather_ms);
    expect(invalidate).toHaveBeenCalledTimes(4);
    await vi.advanceTimersByTimeAsync(gather_ms);
    expect(invalidate).toHaveBeenCalledTimes(4);
    outdateSoon(queries, ["analytics"]);
    await settle();
    expect(invalidate).toHaveBeenCalledTimes(5);
  });
});
