// Several posts at regular intervals: what a plan will become, before it is sent.
import { addDays, instantOf, localOf } from "./wall-clock";

export const bulk_max = 100;
const hour_ms = 3600 * 1000;
const minute_ms = 60_000;

export interface BulkPlan {
  /** The texts, parted by a line of three dashes. */
  text: string;
  connectionIds: string[];
  intervalHours: number;
  /** "2026-11-20T09:15" in `timezone`. */
  startLocal: string;
  timezone: string;
}

export interface PlannedPost {
  content: string;
  /** RFC 3339. */
  at: string;
  local: string;
}

export type PlanProblem = "texts" | "tooMany" | "accounts" | "interval" | "start" | "past";

export function textsOf(text: string): string[] {
  return text.split(/^[ \t]*---[ \t]*$/m).map((one) => one.trim()).filter((one) => one !== "");
}

/** What keeps the plan from being sent, by field. */
export function problemsOfPlan(plan: BulkPlan, now: number): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const count = textsOf(plan.text).length;
  if (count === 0) problems.push("texts");
  if (count > bulk_max) problems.push("tooMany");
  if (plan.connectionIds.length === 0) problems.push("accounts");
  if (!(plan.intervalHours * 60 >= 1)) problems.push("interval");
  const start = instantOf(plan.startLocal, plan.timezone);
  if (Number.isNaN(start)) problems.push("start");
  else if (start <= now) problems.push("past");
  return problems;
}

/** Whole days apart means the same wall clock on every one of them, also when clocks change. */
function timeAt(plan: BulkPlan, place: number): number {
  const minutes = Math.round(plan.intervalHours * 60);
  if (minutes % (24 * 60) === 0) {
    const day = addDays(plan.startLocal.slice(0, 10), (place * minutes) / (24 * 60));
    return instantOf(`${day}${plan.startLocal.slice(10)}`, plan.timezone);
  }
  return instantOf(plan.startLocal, plan.timezone) + place * minutes * minute_ms;
}

/** One row per post; nothing while the start is no time. */
export function plannedPosts(plan: BulkPlan): PlannedPost[] {
  if (Number.isNaN(instantOf(plan.startLocal, plan.timezone)) || !(plan.intervalHours > 0)) return [];
  return textsOf(plan.text).slice(0, bulk_max).map((content, place) => {
    const at = timeAt(plan, place);
    return { content, at: new Date(at).toISOString(), local: localOf(at, plan.timezone) };
  });
}

/** The next full hour, as a start to suggest. */
export function nextHour(now: number, zone: string): string {
  return localOf(Math.ceil((now + minute_ms) / hour_ms) * hour_ms, zone);
}
