// The timeline of a target as people read it.
import type { Attempt, Post } from "@/services/wire";
import { p } from "@/strings/posts";
import { capitalised } from "./format";

/** "create_container" -> "Prepare the post"; a step that we have no words for, as it is called. */
export function stepText(step: string): string {
  return p.steps[step] ?? capitalised(step.replaceAll("_", " "));
}

export function outcomeText(outcome: string): string {
  return p.outcomes[outcome] ?? outcome.replaceAll("_", " ");
}

export type LineTone = "ok" | "bad" | "warn" | "quiet";

const good = new Set(["done", "published"]);
const bad = new Set(["rejected", "not_found", "misconfigured", "failed"]);
const careful = new Set(["retry_later", "rate_limited", "reauthorize", "ambiguous", "unknown"]);

export function toneOfLine({ outcome }: Pick<Attempt, "outcome">): LineTone {
  if (good.has(outcome)) return "ok";
  if (bad.has(outcome)) return "bad";
  return careful.has(outcome) ? "warn" : "quiet";
}

/** What can be done with a post as it stands. */
export function actionsOf(post: Post) {
  const states = post.targets.map((one) => one.status);
  const idle = !states.some((one) => one === "publishing" || one === "processing");
  const waits = post.status === "draft" || post.status === "scheduled";
  // The server changes and publishes only what nobody has begun with.
  const untouched = waits && post.targets.every((one) => one.status === "pending" && one.attempts === 0);
  return {
    edit: untouched,
    publish: untouched,
    reuse: !waits && post.status !== "publishing",
    cancel: (post.status === "scheduled" || post.status === "publishing") && states.includes("pending"),
    retry: states.includes("failed"),
    remove: idle,
  };
}
