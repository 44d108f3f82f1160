import { useQuery } from "@tanstack/react-query";
import { body, client } from "./client";
import type { Platform } from "./wire";

export const platformKeys = { all: ["platforms"] } as const;

export function usePlatforms(enabled = true) {
  return useQuery({
    queryKey: platformKeys.all,
    queryFn: async (): Promise<Platform[]> => (await body(client.GET("/api/v1/platforms"))).data,
    staleTime: 5 * 60_000,
    enabled,
  });
}

/** The capabilities a platform says it has, in the server's words. */
export function capabilitiesOf(platform: Platform): string[] {
  return Object.entries(platform.capabilities)
    .filter(([, has]) => has)
    .map(([name]) => name);
}
