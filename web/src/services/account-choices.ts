import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { analyticsKeys } from "./analytics-keys";
import { body, client } from "./client";
import { connectionKeys } from "./connections";
import { outdate } from "./outdate";

/** The accounts that a sign-in opened, when it opened several. */
export function useAccountChoice(id: string) {
  return useQuery({
    queryKey: ["account-choices", id],
    queryFn: ({ signal }) =>
      body(client.GET("/api/v1/account-choices/{id}", { params: { path: { id } }, signal })),
    // It does not change, and is gone once it was made.
    staleTime: Infinity,
    retry: false,
  });
}

export function useChooseAccounts(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (externalIds: string[]) =>
      body(
        client.POST("/api/v1/account-choices/{id}", { params: { path: { id } }, body: { externalIds } }),
      ),
    onSuccess: () =>
      Promise.all([outdate(queries, connectionKeys.list), outdate(queries, analyticsKeys.all)]),
  });
}
