import type { QueryClient } from "@tanstack/react-query";
import { analyticsKeys } from "./analytics-keys";
import { campaignKeys } from "./campaign-keys";
import { mediaKeys } from "./media-keys";
import { outdateSoon } from "./outdate";
import { postKeys } from "./post-keys";
import { slotKeys } from "./slot-keys";
import type { LiveEvent } from "./wire";

/** What the server tells of posts, campaigns and files. */
export const publishing_events = [
  "post.scheduled", "post.updated", "post.published", "post.failed", "post.needs_attention", "post.cancelled", "post.deleted",
  "slot.created", "slot.deleted",
];

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The post that a post.* event is about: named in its data, or else its subject. */
export function postOf(event: LiveEvent): string {
  const named = record(event.data).postId;
  return typeof named === "string" ? named : event.subject.replace(/^post:/, "");
}

/** Has what an event of publishing may have changed loaded again. False for any other event. */
export function applyPostEvent(queries: QueryClient, event: LiveEvent): boolean {
  if (event.type.startsWith("slot.")) {
    outdateSoon(queries, slotKeys.all, postKeys.freeSlots);
    return true;
  }
  if (!event.type.startsWith("post.")) return false;
  const id = postOf(event);
  outdateSoon(queries, postKeys.one(id), postKeys.attempts(id), postKeys.lists, analyticsKeys.variants);
  return true;
}

/** After a time in which nothing was heard. */
export function outdatePublishing(queries: QueryClient): void {
  outdateSoon(queries, postKeys.all, campaignKeys.all, mediaKeys.lists, slotKeys.all);
}
