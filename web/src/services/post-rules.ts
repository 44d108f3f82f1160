// What a platform takes of a post, as GET /api/v1/platforms tells it, and what one account may do.
import { useQuery } from "@tanstack/react-query";
import { body, client } from "./client";
import { ApiError } from "./errors";
import type { AccountOptions, Platform, PostRules } from "./wire";

/** The rules of a platform; null where it cannot be published to. */
export function rulesOf(platform: Platform | undefined): PostRules | null {
  const rules = platform?.postRules;
  return rules && rules.formats.length > 0 ? rules : null;
}

/** What some account of the platform may choose differs from what another one may. */
export function hasAccountOptions(rules: PostRules | null): boolean {
  return rules?.options.some((one) => one.type === "one_of" && one.values.length === 0) ?? false;
}

/** What an account may do now; asked each time the form is opened, as TikTok wants it. */
export function useAccountOptions(connectionId: string, enabled: boolean) {
  return useQuery({
    queryKey: ["connections", "post-options", connectionId],
    queryFn: async ({ signal }): Promise<AccountOptions> => {
      try {
        return await body(client.GET("/api/v1/connections/{id}/post-options", { params: { path: { id: connectionId } }, signal }));
      } catch (error) {
        // The platform has nothing of the kind.
        if (error instanceof ApiError && error.status === 404) return {};
        throw error;
      }
    },
    enabled,
    staleTime: 60_000,
    refetchOnMount: "always",
    retry: false,
  });
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** The values of an option that are the account's own, under its name or the name of their list. */
export function accountValues(options: AccountOptions | undefined, name: string): string[] {
  for (const key of [name, `${name}s`, `${name}Options`]) {
    const found = texts(options?.[key]);
    if (found.length > 0) return found;
  }
  return [];
}
