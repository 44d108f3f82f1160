import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { filterOfSearch, searchOfChange, type PeriodName, type PostFilterChange } from "@/lib/post-filter";
import { useNow } from "@/lib/use-now";
import { useZone } from "@/services/auth";
import type { AccountFilter, PostFilter } from "@/services/analytics";

export interface PostFilterState {
  filter: PostFilter;
  period: PeriodName;
  change: (change: PostFilterChange) => void;
  isFiltered: boolean;
  clear: () => void;
}

const minute_ms = 60_000;

/** The filter of a list of posts. It lives in the address, so that it can be kept and sent on. */
export function usePostFilter(fixed: AccountFilter = {}): PostFilterState {
  const [search, setSearch] = useSearchParams();
  const zone = useZone();
  const now = Math.floor(useNow() / minute_ms) * minute_ms;
  const { connectionId, platform } = fixed;
  const state = useMemo(
    () => filterOfSearch(search, { connectionId, platform }, now, zone),
    [search, connectionId, platform, now, zone],
  );
  return {
    ...state,
    change: (change) => setSearch((before) => searchOfChange(before, change), { replace: true }),
    clear: () =>
      setSearch((before) => {
        const tab = before.get("tab");
        return new URLSearchParams(tab ? { tab } : undefined);
      }, { replace: true }),
  };
}
