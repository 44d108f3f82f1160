export const authKeys = { me: ["auth", "me"], config: ["auth", "config"] } as const;
