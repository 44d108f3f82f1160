import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { analyticsKeys } from "./analytics-keys";
import { all, body, client, done } from "./client";
import { useLiveState } from "./live-state";
import { outdate } from "./outdate";
import type { Connection } from "./wire";

export const connectionKeys = {
  all: ["connections"],
  list: ["connections", "list"],
  one: (id: string) => ["connections", "one", id],
  syncRuns: (id: string) => ["connections", "sync-runs", id],
  progress: (id: string) => ["connections", "progress", id],
} as const;

const idle_poll_ms = 60_000;

/** Every connection of the workspace. While the live stream is lost, it is asked for now and then. */
export function useConnections() {
  const live = useLiveState();
  return useQuery({
    queryKey: connectionKeys.list,
    queryFn: ({ signal }): Promise<Connection[]> =>
      all((cursor) =>
        body(client.GET("/api/v1/connections", { params: { query: { limit: 100, cursor } }, signal }))),
    refetchInterval: live === "lost" ? idle_poll_ms : false,
  });
}

export function useConnection(id: string) {
  const queries = useQueryClient();
  return useQuery<Connection>({
    queryKey: connectionKeys.one(id),
    queryFn: ({ signal }): Promise<Connection> =>
      body(client.GET("/api/v1/connections/{id}", { params: { path: { id } }, signal })),
    placeholderData: () =>
      queries.getQueryData<Connection[]>(connectionKeys.list)?.find((one) => one.id === id),
  });
}

/** Writes what is known to have changed into every cached copy of a connection. */
export function patchConnection(queries: QueryClient, id: string, change: Partial<Connection>) {
  queries.setQueryData<Connection[]>(connectionKeys.list, (list) =>
    list?.map((one) => (one.id === id ? { ...one, ...change } : one)));
  queries.setQueryData<Connection>(connectionKeys.one(id), (one) => one && { ...one, ...change });
}

export interface Authorization {
  platform: string;
  returnTo?: string;
}

/** Where to send the browser so that the owner of an account can say yes. */
export async function authorize({ platform, returnTo }: Authorization): Promise<string> {
  const answer = await body(
    client.POST("/api/v1/connections/{platform}/authorize", {
      params: { path: { platform } },
      body: returnTo ? { returnTo } : {},
    }),
  );
  return answer.url;
}

export function useDisconnect() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, purge }: { id: string; purge: boolean }) =>
      done(
        client.DELETE("/api/v1/connections/{id}", {
          params: { path: { id }, query: purge ? { purge } : {} },
        }),
      ),
    onSuccess: () =>
      Promise.all([
        outdate(queries, connectionKeys.list),
        outdate(queries, analyticsKeys.all),
      ]),
  });
}
