export const slotKeys = {
  all: ["posting-slots"],
  of: (campaignId: string | null) => ["posting-slots", campaignId],
} as const;
