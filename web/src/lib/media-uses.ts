import type { Post } from "@/services/wire";

/** Which posts name which file, in the post itself or for one of its accounts. */
export function usesOf(posts: readonly Post[]): Map<string, Post[]> {
  const uses = new Map<string, Post[]>();
  for (const post of posts) {
    const ids = new Set([...post.mediaIds, ...post.targets.flatMap((one) => one.mediaIds ?? [])]);
    for (const id of ids) uses.set(id, [...(uses.get(id) ?? []), post]);
  }
  return uses;
}
