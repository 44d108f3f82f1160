import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { body, client, done } from "./client";

export const jobKeys = {
  all: ["jobs"],
  list: (state: string) => ["jobs", state],
} as const;

/** A job that ends well is gone; one that failed too often is dead. */
export const jobStates = ["dead", "running", "available"] as const;
export type JobState = (typeof jobStates)[number];

export function useJobs(state: JobState) {
  return useInfiniteQuery({
    queryKey: jobKeys.list(state),
    queryFn: ({ pageParam }) =>
      body(
        client.GET("/api/v1/admin/jobs", {
          params: { query: { state, limit: 50, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

export function useRetryJob() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      done(client.POST("/api/v1/admin/jobs/{id}/retry", { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: jobKeys.all }),
  });
}
