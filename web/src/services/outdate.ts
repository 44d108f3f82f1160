import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";

/** Between two times that news has things loaded again. */
export const gather_ms = 2_000;

/**
 * Has everything under a key loaded again: at once where it is shown, else when it is shown next. A
 * request that is under way may have read the old state, so it is given up first: its answer would
 * count as new.
 */
export async function outdate(queries: QueryClient, queryKey: QueryKey): Promise<void> {
  await queries.cancelQueries({ queryKey });
  await queries.invalidateQueries({ queryKey });
}

interface News {
  keys: Map<string, QueryKey>;
  quietUntil: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const newsOf = new WeakMap<QueryClient, News>();

/**
 * The same for what the server tells by itself, of which there may be hundreds within a minute: the
 * first is followed at once, what comes soon after it is gathered.
 */
export function outdateSoon(queries: QueryClient, ...queryKeys: QueryKey[]): void {
  const news: News = newsOf.get(queries) ?? { keys: new Map(), quietUntil: 0, timer: undefined };
  newsOf.set(queries, news);
  for (const queryKey of queryKeys) news.keys.set(hashKey(queryKey), queryKey);
  if (news.timer !== undefined) return;

  const follow = () => {
    news.timer = undefined;
    news.quietUntil = Date.now() + gather_ms;
    const keys = [...news.keys.values()];
    news.keys.clear();
    for (const queryKey of keys) void outdate(queries, queryKey);
  };
  const wait_ms = news.quietUntil - Date.now();
  if (wait_ms <= 0) follow();
  else news.timer = setTimeout(follow, wait_ms);
}
