// Weekly times at which posts go out that are given none of their own. Those of a campaign are for
// its posts alone; a campaign without any uses those of the workspace.
import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { body, client, done } from "./client";
import { outdate } from "./outdate";
import { postKeys } from "./post-keys";
import { slotKeys } from "./slot-keys";
import type { SlotInput } from "./wire";

/** Of a campaign; null: the workspace's own. */
export function usePostingSlots(campaignId: string | null) {
  return useQuery({
    queryKey: slotKeys.of(campaignId),
    queryFn: async ({ signal }) =>
      (await body(client.GET("/api/v1/posting-slots", {
        params: { query: { campaignId: campaignId ?? undefined } }, signal,
      }))).data,
  });
}

/** The next times that are free for a post of the campaign, or for one without a campaign. */
export function useFreeSlots(campaignId: string | null, limit: number) {
  return useQuery({
    queryKey: [...postKeys.freeSlots, campaignId, limit],
    queryFn: async ({ signal }) =>
      (await body(client.GET("/api/v1/posting-slots/next", {
        params: { query: { campaignId: campaignId ?? undefined, limit } }, signal,
      }))).data,
    refetchOnMount: "always",
  });
}

function outdateSlots(queries: QueryClient) {
  return Promise.all([outdate(queries, slotKeys.all), outdate(queries, postKeys.freeSlots)]);
}

export function useAddSlot() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: SlotInput) => body(client.POST("/api/v1/posting-slots", { body: input })),
    onSuccess: () => outdateSlots(queries),
  });
}

export function useRemoveSlot() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => done(client.DELETE("/api/v1/posting-slots/{id}", { params: { path: { id } } })),
    onSuccess: () => outdateSlots(queries),
  });
}
