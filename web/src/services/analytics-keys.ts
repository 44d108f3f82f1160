export const analyticsKeys = {
  all: ["analytics"],
  totals: ["analytics", "totals"],
  followers: (days: number, connectionId?: string) =>
    ["analytics", "followers", days, connectionId ?? null],
  platform: (connectionId: string) => ["analytics", "platform", connectionId],
  posts: (filter: object) => ["analytics", "posts", filter],
  bestTimes: (filter: object) => ["analytics", "best-times", filter],
  variants: ["analytics", "variants"],
  variantsOf: (campaignId: string) => ["analytics", "variants", campaignId],
  kept: (connectionId: string) => ["analytics", "kept", connectionId],
} as const;
