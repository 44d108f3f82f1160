import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { analyticsKeys } from "./analytics-keys";
import { body, client } from "./client";
import type { Analytics, BestTimes, Connection, FollowerHistory, PlatformAnalytics } from "./wire";

export type Period = 30 | 90 | 365;
export type PostSort = "postedAt" | "engagement" | "likes" | "comments" | "views";

export interface AccountFilter {
  platform?: string;
  connectionId?: string;
}

export interface PeriodFilter extends AccountFilter {
  from?: string;
  to?: string;
}

export interface PostFilter extends PeriodFilter {
  mediaType?: string;
  sort: PostSort;
  order: "asc" | "desc";
}

export function useAnalytics() {
  return useQuery({
    queryKey: analyticsKeys.totals,
    queryFn: ({ signal }): Promise<Analytics> => body(client.GET("/api/v1/analytics", { signal })),
  });
}

/** Followers by day, of one account or of all together. The old line stays while a new one loads. */
export function useFollowers(days: Period, connectionId?: string, enabled = true) {
  return useQuery({
    queryKey: analyticsKeys.followers(days, connectionId),
    queryFn: ({ signal }): Promise<FollowerHistory> =>
      body(
        client.GET("/api/v1/analytics/followers", { params: { query: { days, connectionId } }, signal }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
    enabled,
  });
}

/** The profile of one account as its platform last gave it. */
export function useProfile(connection: Connection) {
  return useQuery({
    queryKey: analyticsKeys.platform(connection.id),
    queryFn: ({ signal }): Promise<PlatformAnalytics> =>
      body(
        client.GET("/api/v1/analytics/platforms/{platform}", {
          signal,
          params: {
            path: { platform: connection.platform },
            query: { connectionId: connection.id, days: 30 },
          },
        }),
      ),
  });
}

const page_size = 50;

export function usePosts(filter: PostFilter) {
  return useInfiniteQuery({
    queryKey: analyticsKeys.posts(filter),
    queryFn: ({ pageParam, signal }) =>
      body(
        client.GET("/api/v1/analytics/posts", {
          signal,
          params: { query: { ...filter, limit: page_size, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useBestTimes(filter: AccountFilter) {
  return useQuery({
    queryKey: analyticsKeys.bestTimes(filter),
    queryFn: ({ signal }): Promise<BestTimes> =>
      body(client.GET("/api/v1/analytics/best-times", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
}

/** The address of a CSV file with the posts of a filter; the browser downloads it by itself. */
export function exportUrl(filter: PostFilter): string {
  const query = new URLSearchParams(
    Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  return `/api/v1/analytics/export.csv?${query.toString()}`;
}

export interface KeptData {
  posts: number;
  /** There are more posts than were counted. */
  morePosts: boolean;
  daysOfHistory: number;
}

/** What this server holds about an account, in numbers, for the question before a disconnect. */
export function useKeptData(connectionId: string, enabled: boolean) {
  return useQuery({
    queryKey: analyticsKeys.kept(connectionId),
    enabled,
    queryFn: async (): Promise<KeptData> => {
      const [posts, history] = await Promise.all([
        body(
          client.GET("/api/v1/analytics/posts", { params: { query: { connectionId, limit: 100 } } }),
        ),
        body(
          client.GET("/api/v1/analytics/followers", {
            params: { query: { connectionId, days: 365 } },
          }),
        ),
      ]);
      return {
        posts: posts.data.length,
        morePosts: Boolean(posts.nextCursor),
        daysOfHistory: history.points.filter((point) => point.followers !== null).length,
      };
    },
  });
}
