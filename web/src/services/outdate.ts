import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Has everything under a key loaded again: at once where it is shown, else when it is shown next. A
 * request that is under way may have read the old state, so it is given up first: its answer would
 * count as new.
 */
export async function outdate(queries: QueryClient, queryKey: QueryKey): Promise<void> {
  await queries.cancelQueries({ queryKey });
  await queries.invalidateQueries({ queryKey });
}
