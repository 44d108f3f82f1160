import { useInfiniteQuery, useMutation, useQueries, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { body, client, done } from "./client";
import { mediaKeys } from "./media-keys";
import { outdate } from "./outdate";
import type { Media, MediaKind } from "./wire";

export const media_path = "/api/v1/media";
export const uploads_path = "/api/v1/media/uploads";

/** Newest first, a page at a time. */
export function useMediaPages(kind: MediaKind | null) {
  return useInfiniteQuery({
    queryKey: mediaKeys.list(kind),
    queryFn: ({ pageParam, signal }) =>
      body(client.GET("/api/v1/media", {
        params: { query: { kind: kind ?? undefined, limit: 60, cursor: pageParam } }, signal,
      })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Files by their ids, in that order; without those that are not there yet. */
export function useMediaByIds(ids: readonly string[]): Media[] {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: mediaKeys.one(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchMedia(id, signal),
      staleTime: 5 * 60_000,
    })),
    combine: (results) => results.flatMap((one) => (one.data ? [one.data] : [])),
  });
}

export function fetchMedia(id: string, signal?: AbortSignal): Promise<Media> {
  return body(client.GET("/api/v1/media/{id}", { params: { path: { id } }, signal }));
}

/** A file that has just come. */
export function keepMedia(queries: QueryClient, media: Media): void {
  queries.setQueryData(mediaKeys.one(media.id), media);
  void outdate(queries, mediaKeys.lists);
}

export function useDescribeMedia() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, altText }: { id: string; altText: string }) =>
      body(client.PATCH("/api/v1/media/{id}", { params: { path: { id } }, body: { altText } })),
    onSuccess: (media) => keepMedia(queries, media),
  });
}

export function useDeleteMedia() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => done(client.DELETE("/api/v1/media/{id}", { params: { path: { id } } })),
    onSuccess: (_, id) => {
      queries.removeQueries({ queryKey: mediaKeys.one(id) });
      return outdate(queries, mediaKeys.lists);
    },
  });
}
