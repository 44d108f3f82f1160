import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { body, client, done } from "./client";
import type { Session } from "./wire";

export const sessionKeys = { all: ["sessions"] } as const;

export function useSessions() {
  return useQuery({
    queryKey: sessionKeys.all,
    queryFn: async (): Promise<Session[]> => (await body(client.GET("/api/v1/sessions"))).data,
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      done(client.DELETE("/api/v1/sessions/{id}", { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionKeys.all }),
  });
}
