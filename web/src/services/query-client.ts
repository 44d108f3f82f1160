import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./errors";
import { authKeys } from "./auth-keys";

const attempts_max = 2;

function shouldRetry(failures: number, error: Error): boolean {
  return failures < attempts_max && error instanceof ApiError && error.retryable && error.status !== 429;
}

/** One client for the page. An answer of 401 anywhere means that the session is over. */
export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) client.setQueryData(authKeys.me, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 30_000, retry: shouldRetry, refetchOnWindowFocus: "always" },
      mutations: { retry: false },
    },
  });
  client.setQueryDefaults(authKeys.me, { staleTime: 5 * 60_000 });
  return client;
}
