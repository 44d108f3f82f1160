import { useMutation, useQueryClient } from "@tanstack/react-query";
import { authKeys } from "./auth-keys";
import { body, client } from "./client";

export interface WorkspaceChange {
  name?: string;
  timezone?: string;
}

export function useUpdateWorkspace(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: WorkspaceChange) =>
      body(client.PATCH("/api/v1/workspaces/{id}", { params: { path: { id } }, body: change })),
    // The zone decides how days are cut, so everything that was counted is counted again.
    onSuccess: () => queries.invalidateQueries(),
  });
}

export function useCreateWorkspace() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: { name: string; timezone?: string }) =>
      body(client.POST("/api/v1/workspaces", { body: input })),
    onSuccess: () => queries.invalidateQueries({ queryKey: authKeys.me }),
  });
}
