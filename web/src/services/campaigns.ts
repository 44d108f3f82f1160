import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { analyticsKeys } from "./analytics-keys";
import { campaignKeys } from "./campaign-keys";
import { all, body, client, done } from "./client";
import { outdate } from "./outdate";
import { postKeys } from "./post-keys";
import type { Campaign, CampaignInput } from "./wire";

export function useCampaigns(enabled = true) {
  return useQuery({
    queryKey: campaignKeys.list,
    queryFn: ({ signal }) =>
      all((cursor) => body(client.GET("/api/v1/campaigns", { params: { query: { limit: 100, cursor } }, signal }))),
    enabled,
  });
}

export function useCampaign(id: string) {
  const queries = useQueryClient();
  return useQuery<Campaign>({
    queryKey: campaignKeys.one(id),
    queryFn: ({ signal }) => body(client.GET("/api/v1/campaigns/{id}", { params: { path: { id } }, signal })),
    placeholderData: () => queries.getQueryData<Campaign[]>(campaignKeys.list)?.find((one) => one.id === id),
  });
}

/** Creates a campaign, or changes the one that is named. */
export function useSaveCampaign(id: string | null) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: CampaignInput) =>
      id === null
        ? body(client.POST("/api/v1/campaigns", { body: input }))
        : body(client.PATCH("/api/v1/campaigns/{id}", { params: { path: { id } }, body: input })),
    onSuccess: async (campaign) => {
      queries.setQueryData(campaignKeys.one(campaign.id), campaign);
      await outdate(queries, campaignKeys.list);
    },
  });
}

export function useDeleteCampaign() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => done(client.DELETE("/api/v1/campaigns/{id}", { params: { path: { id } } })),
    onSuccess: (_, id) => {
      queries.removeQueries({ queryKey: campaignKeys.one(id) });
      return Promise.all([outdate(queries, campaignKeys.list), outdate(queries, postKeys.all)]);
    },
  });
}

/** What the variants of each test have done so far. */
export function useCampaignVariants(id: string, enabled = true) {
  return useQuery({
    queryKey: analyticsKeys.variantsOf(id),
    queryFn: async ({ signal }) =>
      (await body(client.GET("/api/v1/campaigns/{id}/variants", { params: { path: { id } }, signal }))).data,
    enabled,
  });
}

/** The conversation, newest first. */
export function useCampaignMessages(id: string) {
  return useInfiniteQuery({
    queryKey: campaignKeys.messages(id),
    queryFn: ({ pageParam, signal }) =>
      body(client.GET("/api/v1/campaigns/{id}/messages", {
        params: { path: { id }, query: { limit: 50, cursor: pageParam } }, signal,
      })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function useSendMessage(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (content: string) =>
      body(client.POST("/api/v1/campaigns/{id}/messages", { params: { path: { id } }, body: { content } })),
    onSuccess: () => outdate(queries, campaignKeys.messages(id)),
  });
}
