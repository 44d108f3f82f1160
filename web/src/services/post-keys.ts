export const postKeys = {
  all: ["posts"],
  /** Everything that shows several posts. */
  lists: ["posts", "lists"],
  list: (filter: object) => ["posts", "lists", "all", filter],
  pages: (filter: object) => ["posts", "lists", "pages", filter],
  summary: (campaignId?: string) => ["posts", "lists", "summary", campaignId ?? null],
  /** Each post that gets a time may take a slot. */
  freeSlots: ["posts", "lists", "free-slots"],
  one: (id: string) => ["posts", "one", id],
  attempts: (id: string) => ["posts", "attempts", id],
  validation: (input: object | null) => ["posts", "validation", input],
} as const;
