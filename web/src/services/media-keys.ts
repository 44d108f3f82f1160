export const mediaKeys = {
  all: ["media"],
  lists: ["media", "lists"],
  list: (kind: string | null) => ["media", "lists", kind],
  one: (id: string) => ["media", "one", id],
} as const;
