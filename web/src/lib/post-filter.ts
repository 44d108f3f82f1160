// The filter of a list of posts, as it stands in the address and as the server wants it.
import type { AccountFilter, PostFilter, PostSort } from "@/services/analytics";
import { daysBefore } from "./time";

export type PeriodName = "7" | "30" | "90" | "365" | "all" | "custom";

export interface PostFilterChange {
  platform?: string;
  connectionId?: string;
  mediaType?: string;
  period?: PeriodName;
  from?: string;
  to?: string;
  sort?: PostSort;
  order?: "asc" | "desc";
}

const periods: readonly PeriodName[] = ["7", "30", "90", "365", "all", "custom"];
const sorts: readonly PostSort[] = ["postedAt", "engagement", "likes", "comments", "views"];
const day = /^\d{4}-\d{2}-\d{2}$/;

function dayOf(search: URLSearchParams, name: string): string | undefined {
  const value = search.get(name);
  return value && day.test(value) ? value : undefined;
}

export function filterOfSearch(
  search: URLSearchParams, fixed: AccountFilter, now: number, zone: string,
): { filter: PostFilter; period: PeriodName; isFiltered: boolean } {
  const period = periods.find((one) => one === search.get("period")) ?? "all";
  const sort = sorts.find((one) => one === search.get("sort")) ?? "postedAt";
  const filter: PostFilter = { sort, order: search.get("order") === "asc" ? "asc" : "desc" };

  const platform = fixed.platform ?? search.get("platform");
  const connectionId = fixed.connectionId ?? search.get("connectionId");
  const mediaType = search.get("mediaType");
  if (platform) filter.platform = platform;
  if (connectionId) filter.connectionId = connectionId;
  if (mediaType) filter.mediaType = mediaType;

  const from = period === "custom" ? dayOf(search, "from")
    : period === "all" ? undefined
    : daysBefore(Number(period), now, zone);
  const to = period === "custom" ? dayOf(search, "to") : undefined;
  if (from) filter.from = from;
  if (to) filter.to = to;

  const isFiltered =
    period !== "all" || Boolean(mediaType) ||
    Boolean(platform && !fixed.platform) || Boolean(connectionId && !fixed.connectionId);
  return { filter, period, isFiltered };
}

/** The address after a change: empty values and defaults are left out. */
export function searchOfChange(before: URLSearchParams, change: PostFilterChange): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(change) as [string, string | undefined][]) {
    if (value) after.set(name, value);
    else after.delete(name);
  }
  if (after.get("period") !== "custom") {
    after.delete("from");
    after.delete("to");
  }
  if (after.get("period") === "all") after.delete("period");
  if (after.get("sort") === "postedAt" && after.get("order") === "desc") {
    after.delete("sort");
    after.delete("order");
  }
  return after;
}
