import {
  keepPreviousData, skipToken, useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient,
} from "@tanstack/react-query";
import { analyticsKeys } from "./analytics-keys";
import { all, body, client, done } from "./client";
import { useLiveState } from "./live-state";
import { outdate } from "./outdate";
import { postKeys } from "./post-keys";
import type { BulkInput, Post, PostInput, PostPatch, RetryTarget } from "./wire";

const idle_poll_ms = 60_000;
const moving_poll_ms = 5_000;
const lines_max = 1000;
const posts_max = 1000;

/** There are more posts than `usePostsOf` has read. */
export function isCut(posts: readonly Post[]): boolean {
  return posts.length > posts_max;
}

export interface PostsFilter {
  campaignId?: string;
  status?: string;
  /** RFC 3339. */
  from?: string;
  to?: string;
}

function listPosts(filter: PostsFilter, cursor: string | undefined, limit: number, signal?: AbortSignal) {
  return body(client.GET("/api/v1/posts", { params: { query: { ...filter, limit, cursor } }, signal }));
}

/** Every post of a filter; for the weeks of a calendar and for one campaign. */
export function usePostsOf(filter: PostsFilter, enabled = true) {
  const live = useLiveState();
  return useQuery({
    queryKey: postKeys.list(filter),
    queryFn: ({ signal }) => all((cursor) => listPosts(filter, cursor, 100, signal), posts_max + 1),
    placeholderData: keepPreviousData,
    refetchInterval: live === "lost" ? idle_poll_ms : false,
    enabled,
  });
}

/** Posts a page at a time, as one scrolls. */
export function usePostPages(filter: PostsFilter) {
  return useInfiniteQuery({
    queryKey: postKeys.pages(filter),
    queryFn: ({ pageParam, signal }) => listPosts(filter, pageParam, 50, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Whether something about it changes without anybody doing anything. */
export function isMoving(post: Post): boolean {
  return post.status === "publishing" || post.targets.some((one) => one.status === "publishing" || one.status === "processing");
}

export function usePost(id: string, enabled = true) {
  const live = useLiveState();
  return useQuery({
    queryKey: postKeys.one(id),
    queryFn: ({ signal }) => body(client.GET("/api/v1/posts/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) =>
      live === "lost" ? (state.data && isMoving(state.data) ? moving_poll_ms : idle_poll_ms) : false,
    enabled,
  });
}

/** The timeline of all targets, oldest first. */
export function useAttempts(id: string) {
  const live = useLiveState();
  return useQuery({
    queryKey: postKeys.attempts(id),
    queryFn: async ({ signal }) => {
      const lines = await all((cursor) =>
        body(client.GET("/api/v1/posts/{id}/attempts", { params: { path: { id }, query: { limit: 100, cursor } }, signal })), lines_max);
      return lines.toReversed();
    },
    refetchInterval: live === "lost" ? moving_poll_ms : false,
  });
}

/** How many posts are in which state, of the workspace or of one campaign. */
export function usePostSummary(campaignId?: string) {
  return useQuery({
    queryKey: postKeys.summary(campaignId),
    queryFn: ({ signal }) => body(client.GET("/api/v1/posts/summary", { params: { query: { campaignId } }, signal })),
  });
}

/** What the server says to a post as it stands; the last answer stays while the next one comes. */
export function useValidation(input: PostInput | null) {
  return useQuery({
    queryKey: postKeys.validation(input),
    queryFn: input === null ? skipToken : ({ signal }) => body(client.POST("/api/v1/posts/validate", { body: input, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
}

/**
 * Shows what an answer told at once, and has every list loaded again. The post, too: a worker may have
 * been quicker than the answer, and what the stream told of that is behind us.
 */
export async function keep(queries: QueryClient, post: Post): Promise<void> {
  await queries.cancelQueries({ queryKey: postKeys.one(post.id) });
  queries.setQueryData(postKeys.one(post.id), post);
  await Promise.all([
    outdate(queries, postKeys.one(post.id)), outdate(queries, postKeys.lists), outdate(queries, postKeys.attempts(post.id)),
    outdate(queries, analyticsKeys.variants),
  ]);
}

function usePostMutation<Input>(call: (input: Input) => Promise<Post>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: (post) => keep(queries, post) });
}

/** The key makes a second click, or a second try after a lost answer, find the post of the first. */
export function useCreatePost() {
  return usePostMutation(({ input, key }: { input: PostInput; key: string }) =>
    body(client.POST("/api/v1/posts", { params: { header: { "Idempotency-Key": key } }, body: input })));
}

export function useUpdatePost() {
  return usePostMutation(({ id, patch }: { id: string; patch: PostPatch }) =>
    body(client.PATCH("/api/v1/posts/{id}", { params: { path: { id } }, body: patch })));
}

export function usePublishPost() {
  return usePostMutation((id: string) => body(client.POST("/api/v1/posts/{id}/publish", { params: { path: { id } } })));
}

export function useCancelPost() {
  return usePostMutation((id: string) => body(client.POST("/api/v1/posts/{id}/cancel", { params: { path: { id } } })));
}

/** Without targets, all that failed are tried again. */
export function useRetryPost() {
  return usePostMutation(({ id, targets }: { id: string; targets?: RetryTarget[] }) =>
    body(client.POST("/api/v1/posts/{id}/retry", { params: { path: { id } }, body: targets ? { targets } : {} })));
}

export function useDeletePost() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, everywhere }: { id: string; everywhere: boolean }) =>
      done(client.DELETE("/api/v1/posts/{id}", { params: { path: { id }, query: everywhere ? { everywhere } : {} } })),
    onSuccess: (_, { id }) => {
      queries.removeQueries({ queryKey: postKeys.one(id) });
      return outdate(queries, postKeys.lists);
    },
  });
}

/** All of them or none. */
export function useBulkSchedule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ input, key }: { input: BulkInput; key: string }) =>
      body(client.POST("/api/v1/posts/schedule", { params: { header: { "Idempotency-Key": key } }, body: input })),
    onSuccess: () => outdate(queries, postKeys.lists),
  });
}
