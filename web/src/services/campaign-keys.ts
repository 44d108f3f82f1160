export const campaignKeys = {
  all: ["campaigns"],
  list: ["campaigns", "list"],
  one: (id: string) => ["campaigns", "one", id],
  messages: (id: string) => ["campaigns", "messages", id],
} as const;
