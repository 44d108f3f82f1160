// The days of a calendar, what stands on them, and what moving a post there means.
import type { Post, PostPatch } from "@/services/wire";
import { addDays, dayOf, instantOf, localOf } from "./wall-clock";

export type CalendarView = "month" | "week" | "list";

/** Monday is the first: 0 to 6. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export function weekOf(day: string): string[] {
  const monday = addDays(day, -weekdayOf(day));
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** The whole weeks that a month touches. */
export function monthOf(day: string): string[] {
  const first = `${day.slice(0, 7)}-01`;
  const start = addDays(first, -weekdayOf(first));
  const days: string[] = [];
  for (let at = start; at.slice(0, 7) <= day.slice(0, 7); at = addDays(at, 7)) {
    for (let index = 0; index < 7; index += 1) days.push(addDays(at, index));
  }
  return days;
}

export function daysOf(view: CalendarView, day: string): string[] {
  return view === "week" ? weekOf(day) : monthOf(day);
}

/** The day that "next" or "previous" leads to. */
export function stepped(view: CalendarView, day: string, direction: 1 | -1): string {
  if (view === "week") return addDays(day, 7 * direction);
  const first = `${day.slice(0, 7)}-01`;
  return `${addDays(first, direction === 1 ? 31 : -1).slice(0, 7)}-01`;
}

/** The instants from the first day up to the end of the last. */
export function rangeOf(days: readonly string[], zone: string): { from: string; to: string } {
  const first = days[0] ?? "1970-01-01";
  const last = days.at(-1) ?? first;
  const iso = (day: string) => new Date(instantOf(`${day}T00:00`, zone)).toISOString();
  return { from: iso(first), to: iso(addDays(last, 1)) };
}

/** When a post stands in the calendar; null for a draft without a time. */
export function timeOf(post: Post): number | null {
  const iso = post.scheduledAt ?? post.publishedAt;
  return iso === null ? null : new Date(iso).getTime();
}

export function byDay(posts: readonly Post[], zone: string): Map<string, Post[]> {
  const days = new Map<string, Post[]>();
  const dated = posts
    .flatMap((post) => { const at = timeOf(post); return at === null ? [] : [{ post, at }]; })
    .sort((a, b) => a.at - b.at || a.post.id.localeCompare(b.post.id));
  for (const { post, at } of dated) {
    const day = dayOf(at, zone);
    days.set(day, [...(days.get(day) ?? []), post]);
  }
  return days;
}

export function isMovable(post: Post): boolean {
  return post.status === "scheduled";
}

export interface Move {
  id: string;
  local: string;
  patch: PostPatch;
  /** What takes it back. */
  undo: PostPatch;
}

export type MoveProblem = "past" | "same" | "fixed";

/** The same wall clock on another day, in the zone of the calendar. */
export function moveTo(post: Post, day: string, zone: string, now: number): Move | MoveProblem {
  const at = timeOf(post);
  if (at === null || !isMovable(post)) return "fixed";
  return moveToLocal(post, `${day}T${localOf(at, zone).slice(11)}`, zone, now);
}

export function moveToLocal(post: Post, local: string, zone: string, now: number): Move | MoveProblem {
  const at = timeOf(post);
  if (at === null || !isMovable(post)) return "fixed";
  if (localOf(at, zone) === local) return "same";
  const instant = instantOf(local, zone);
  if (Number.isNaN(instant) || instant <= now) return "past";
  return {
    id: post.id,
    local,
    patch: { scheduledLocal: local, timezone: zone },
    undo: post.scheduledLocal !== null && post.timezone !== null
      ? { scheduledLocal: post.scheduledLocal.slice(0, 16), timezone: post.timezone }
      : { scheduledAt: post.scheduledAt },
  };
}

/** How a post looks while its move is on the way. */
export function afterMove(post: Post, move: Move, zone: string): Post {
  return { ...post, scheduledAt: new Date(instantOf(move.local, zone)).toISOString(), scheduledLocal: move.local, timezone: zone, slotId: null };
}

export interface CalendarFilter {
  platform?: string;
  connectionId?: string;
  campaignId?: string;
  status?: string;
}

export function matches(post: Post, filter: CalendarFilter): boolean {
  return (!filter.platform || post.targets.some((one) => one.platform === filter.platform)) &&
    (!filter.connectionId || post.targets.some((one) => one.connectionId === filter.connectionId)) &&
    (!filter.campaignId || post.campaignId === filter.campaignId) &&
    (!filter.status || post.status === filter.status);
}

export type Problem = "conflict" | "account" | "failed" | "attention";

const close_ms = 5 * 60_000;

/** The ids of posts that go out on the same account within minutes of each other. */
function conflicting(posts: readonly Post[]): Set<string> {
  const lanes = new Map<string, { id: string; at: number }[]>();
  for (const post of posts) {
    const at = timeOf(post);
    if (at === null || post.status !== "scheduled") continue;
    for (const { connectionId } of post.targets) {
      lanes.set(connectionId, [...(lanes.get(connectionId) ?? []), { id: post.id, at }]);
    }
  }
  const found = new Set<string>();
  for (const lane of lanes.values()) {
    lane.sort((a, b) => a.at - b.at);
    lane.forEach((one, index) => {
      const before = lane[index - 1];
      if (before && one.at - before.at < close_ms) { found.add(one.id); found.add(before.id); }
    });
  }
  return found;
}

/** What is wrong with which post: it will fail, has failed, or crowds another one. */
export function problemsOf(posts: readonly Post[], brokenConnections: ReadonlySet<string>): Map<string, Problem[]> {
  const crowded = conflicting(posts);
  const result = new Map<string, Problem[]>();
  for (const post of posts) {
    const problems: Problem[] = [];
    const states = new Set(post.targets.map((one) => one.status));
    if (states.has("needs_attention")) problems.push("attention");
    if (states.has("failed") || post.targets.some((one) => one.error !== null && one.status === "pending")) problems.push("failed");
    const waits = post.status === "scheduled" || post.status === "publishing";
    if (waits && post.targets.some((one) => brokenConnections.has(one.connectionId) && one.status !== "published")) problems.push("account");
    if (crowded.has(post.id)) problems.push("conflict");
    if (problems.length > 0) result.set(post.id, problems);
  }
  return result;
}
