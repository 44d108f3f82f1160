import {
  useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient,
} from "@tanstack/react-query";
import { body, client } from "./client";
import { connectionKeys, patchConnection } from "./connections";
import { analyticsKeys } from "./analytics-keys";
import { useLiveState } from "./live-state";
import { outdateSoon } from "./outdate";
import { isRunning, progressOfRun, startOfSync, type SyncProgress } from "./sync-progress";
import type { Connection, SyncRun } from "./wire";

const running_poll_ms = 4_000;
const fallback_poll_ms = 20_000;

function fetchRuns(id: string, limit: number, signal: AbortSignal, cursor?: string) {
  return body(
    client.GET("/api/v1/connections/{id}/sync-runs", {
      signal,
      params: { path: { id }, query: { limit, cursor } },
    }),
  );
}

export function useSyncRuns(id: string) {
  return useInfiniteQuery({
    queryKey: connectionKeys.syncRuns(id),
    queryFn: ({ pageParam, signal }) => fetchRuns(id, 25, signal, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** The sync that runs on a connection, or null. Fed by the live stream; asked for when that is lost. */
export function useSyncProgress(connection: Connection): SyncProgress | null {
  const queries = useQueryClient();
  const live = useLiveState();
  const running = isRunning(connection.lastSyncStatus);
  const { data } = useQuery({
    queryKey: connectionKeys.progress(connection.id),
    queryFn: async ({ signal }): Promise<SyncProgress | null> => {
      const [latest] = (await fetchRuns(connection.id, 1, signal)).data;
      const progress = progressOfRun(latest);
      if (!progress) syncEnded(queries, connection.id);
      return progress;
    },
    enabled: running,
    staleTime: running_poll_ms,
    refetchInterval: live === "live" ? fallback_poll_ms : running_poll_ms,
  });
  return running ? (data ?? startOfSync) : null;
}

/** Called when a sync is known to run: everybody who shows the connection shows that. */
export function syncIsAt(queries: QueryClient, id: string, progress: SyncProgress): void {
  patchConnection(queries, id, { lastSyncStatus: "running" });
  queries.setQueryData<SyncProgress>(connectionKeys.progress(id), progress);
}

/** Called when a sync has ended: what it may have changed is loaded again. */
export function syncEnded(queries: QueryClient, id: string): void {
  queries.setQueryData<SyncProgress | null>(connectionKeys.progress(id), null);
  outdateSoon(
    queries,
    connectionKeys.list, connectionKeys.one(id), connectionKeys.syncRuns(id), analyticsKeys.all,
  );
}

export function useStartSync() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, full }: { id: string; full: boolean }): Promise<SyncRun> => {
      const answer = await body(
        client.POST("/api/v1/connections/{id}/sync", {
          params: { path: { id } },
          body: full ? { full } : {},
        }),
      );
      return answer.syncRun;
    },
    onSuccess: (run, { id }) => {
      syncIsAt(queries, id, progressOfRun(run) ?? startOfSync);
      return queries.invalidateQueries({ queryKey: connectionKeys.syncRuns(id) });
    },
  });
}
