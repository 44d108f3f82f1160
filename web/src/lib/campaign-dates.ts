import type { Campaign, Post, PostStatus } from "@/services/wire";
import { k } from "@/strings/calendar";
import { calendarDay } from "./time";
import { dayOf } from "./wall-clock";

const words = k.campaigns;

/** "1 Nov 2026 to 30 Nov 2026", "From …", "Until …", or that it has none. */
export function campaignDates({ startsAt, endsAt }: Pick<Campaign, "startsAt" | "endsAt">, zone: string): string {
  const day = (iso: string) => calendarDay(dayOf(Date.parse(iso), zone), true);
  if (startsAt !== null && endsAt !== null) return words.dates(day(startsAt), day(endsAt));
  if (startsAt !== null) return words.from(day(startsAt));
  return endsAt !== null ? words.until(day(endsAt)) : words.open;
}

const states: readonly PostStatus[] = ["draft", "scheduled", "publishing", "published", "partial", "failed", "cancelled"];

/** How many posts are in which state; states without any are left out. */
export function countsOf(summary: Record<PostStatus, number>): [PostStatus, number][] {
  return states.filter((status) => summary[status] > 0).map((status) => [status, summary[status]]);
}

export interface Column {
  /** The platform; null for the main version. */
  platform: string | null;
  /** Null: the same as main. */
  content: string | null;
}

/** What a post says where, main first, each different version of a platform once. */
export function variantColumns(post: Post): Column[] {
  const columns: Column[] = [{ platform: null, content: post.content }];
  for (const { platform, content } of post.targets) {
    const own = content === post.content ? null : content;
    if (!columns.some((one) => one.platform === platform && one.content === own)) columns.push({ platform, content: own });
  }
  return columns;
}

export function hasVariants(post: Post): boolean {
  return variantColumns(post).some((one) => one.platform !== null && one.content !== null);
}
