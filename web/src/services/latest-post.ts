import { useQueryClient } from "@tanstack/react-query";
import { body, client } from "./client";
import { postKeys } from "./post-keys";

/** Asks for a post as it is now, whatever was heard of it before. */
export function useLatestPost() {
  const queries = useQueryClient();
  return (id: string) => queries.query({
    queryKey: postKeys.one(id),
    queryFn: ({ signal }) => body(client.GET("/api/v1/posts/{id}", { params: { path: { id } }, signal })),
    staleTime: 0,
  });
}
