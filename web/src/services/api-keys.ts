import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { all, body, client, done } from "./client";
import type { ApiKey, NewApiKey, Role } from "./wire";

export const apiKeyKeys = { all: ["api-keys"] } as const;

export function useApiKeys() {
  return useQuery({
    queryKey: apiKeyKeys.all,
    queryFn: (): Promise<ApiKey[]> =>
      all((cursor) =>
        body(client.GET("/api/v1/api-keys", { params: { query: { limit: 100, cursor } } }))),
  });
}

/** The answer holds the key itself, this once. It is never put into the cache. */
export function useCreateApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: { name: string; role: Role }): Promise<NewApiKey> =>
      body(client.POST("/api/v1/api-keys", { body: input })),
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}

export function useDeleteApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      done(client.DELETE("/api/v1/api-keys/{id}", { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}
