// A post while it is being written. What a platform (or, where accounts differ, one account) has not
// of its own is null: the same as main.
import type { Post, PostInput, PostPatch, Target, TargetInput, TargetOptions } from "@/services/wire";

export interface Variant {
  content: string | null;
  title: string | null;
  link: string | null;
  thread: string[] | null;
  mediaIds: string[] | null;
  options: TargetOptions;
}

export interface DraftTarget {
  connectionId: string;
  platform: string;
}

export interface Draft {
  content: string;
  title: string;
  link: string;
  hashtags: string[];
  thread: string[];
  mediaIds: string[];
  campaignId: string | null;
  /** The test of the campaign it takes part in, and as which of the posts that are compared. */
  testGroup: string;
  testVariant: string;
  targets: DraftTarget[];
  /** By platform, or by connection for those in `apart`. */
  variants: Record<string, Variant>;
  /** Platforms whose accounts have variants of their own. */
  apart: string[];
  /** "2026-11-20T09:15"; null: not decided. */
  scheduledLocal: string | null;
  timezone: string;
}

export const sameAsMain: Variant = { content: null, title: null, link: null, thread: null, mediaIds: null, options: {} };

export function emptyDraft(timezone: string): Draft {
  return {
    content: "", title: "", link: "", hashtags: [], thread: [], mediaIds: [], campaignId: null, testGroup: "", testVariant: "", targets: [],
    variants: {}, apart: [], scheduledLocal: null, timezone,
  };
}

export function isEmpty(draft: Draft): boolean {
  return draft.content.trim() === "" && draft.mediaIds.length === 0 && draft.targets.length === 0 &&
    draft.title.trim() === "" && Object.values(draft.variants).every(isSame);
}

/** Nothing of its own but options, which main has not. */
export function isSame(variant: Variant): boolean {
  return variant.content === null && variant.title === null && variant.link === null && variant.thread === null && variant.mediaIds === null;
}

export function variantKey(draft: Draft, target: DraftTarget): string {
  return draft.apart.includes(target.platform) ? target.connectionId : target.platform;
}

export function variantOf(draft: Draft, key: string): Variant {
  return draft.variants[key] ?? sameAsMain;
}

export interface VariantTab {
  key: string;
  platform: string;
  connectionIds: string[];
}

/** One tab per platform, or per account where accounts differ, in the order in which they were chosen. */
export function tabsOf(draft: Draft): VariantTab[] {
  const tabs = new Map<string, VariantTab>();
  for (const target of draft.targets) {
    const key = variantKey(draft, target);
    const tab = tabs.get(key) ?? { key, platform: target.platform, connectionIds: [] };
    tab.connectionIds.push(target.connectionId);
    tabs.set(key, tab);
  }
  return [...tabs.values()];
}

/** What is published where this variant applies. */
export function effective(draft: Draft, variant: Variant) {
  return {
    content: variant.content ?? draft.content,
    title: variant.title ?? draft.title,
    link: (variant.link ?? draft.link).trim(),
    hashtags: draft.hashtags,
    thread: variant.thread ?? draft.thread,
    mediaIds: variant.mediaIds ?? draft.mediaIds,
  };
}

export type DraftChange =
  | { type: "set"; change: Partial<Draft> }
  | { type: "toggle"; target: DraftTarget; apart: boolean }
  | { type: "variant"; key: string; change: Partial<Variant> }
  | { type: "option"; key: string; name: string; value: unknown }
  | { type: "same"; key: string }
  | { type: "addMedia"; key: string | null; id: string }
  | { type: "dropMedia"; id: string }
  | { type: "load"; draft: Draft };

function withVariant(draft: Draft, key: string, change: Partial<Variant>): Draft {
  return { ...draft, variants: { ...draft.variants, [key]: { ...variantOf(draft, key), ...change } } };
}

function toggled(draft: Draft, target: DraftTarget, apart: boolean): Draft {
  const chosen = draft.targets.some((one) => one.connectionId === target.connectionId);
  if (chosen) return { ...draft, targets: draft.targets.filter((one) => one.connectionId !== target.connectionId) };
  const separate = apart && !draft.apart.includes(target.platform) ? [...draft.apart, target.platform] : draft.apart;
  return { ...draft, apart: separate, targets: [...draft.targets, target] };
}

function withoutMedia(draft: Draft, id: string): Draft {
  const without = (ids: string[]) => ids.filter((one) => one !== id);
  const variants = Object.fromEntries(Object.entries(draft.variants).map(([key, one]) =>
    [key, { ...one, mediaIds: one.mediaIds && without(one.mediaIds) }]));
  return { ...draft, mediaIds: without(draft.mediaIds), variants };
}

function withOption(draft: Draft, key: string, name: string, value: unknown): Draft {
  const others = Object.entries(variantOf(draft, key).options).filter(([one]) => one !== name);
  const chosen: [string, unknown][] = value === undefined || value === "" ? [] : [[name, value]];
  return withVariant(draft, key, { options: Object.fromEntries([...others, ...chosen]) });
}

export function changed(draft: Draft, change: DraftChange): Draft {
  switch (change.type) {
    case "set": return { ...draft, ...change.change };
    case "toggle": return toggled(draft, change.target, change.apart);
    case "variant": return withVariant(draft, change.key, change.change);
    case "option": return withOption(draft, change.key, change.name, change.value);
    case "same": return withVariant(draft, change.key, { ...sameAsMain, options: variantOf(draft, change.key).options });
    case "addMedia": {
      const own = change.key === null ? null : variantOf(draft, change.key).mediaIds;
      if (change.key === null || own === null) {
        return draft.mediaIds.includes(change.id) ? draft : { ...draft, mediaIds: [...draft.mediaIds, change.id] };
      }
      return own.includes(change.id) ? draft : withVariant(draft, change.key, { mediaIds: [...own, change.id] });
    }
    case "dropMedia": return withoutMedia(draft, change.id);
    case "load": return change.draft;
  }
}

/** A list with one of its entries at another place. */
export function reordered<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const result = [...items];
  const [moved] = result.splice(from, 1);
  if (moved !== undefined) result.splice(Math.max(0, Math.min(to, result.length)), 0, moved);
  return result;
}

/** Lists are typed line by line; an empty line is none. */
function trimmed(options: TargetOptions): TargetOptions {
  return Object.fromEntries(Object.entries(options).map(([name, value]) =>
    [name, Array.isArray(value) ? value.filter((one) => typeof one !== "string" || one.trim() !== "") : value]));
}

function targetInput(draft: Draft, target: DraftTarget): TargetInput {
  const variant = variantOf(draft, variantKey(draft, target));
  const input: TargetInput = { connectionId: target.connectionId };
  if (variant.content !== null) input.content = variant.content;
  if (variant.title !== null) input.title = variant.title;
  if (variant.link !== null) input.link = variant.link.trim();
  if (variant.thread !== null) input.thread = variant.thread;
  if (variant.mediaIds !== null) input.mediaIds = variant.mediaIds;
  if (Object.keys(variant.options).length > 0) input.options = trimmed(variant.options);
  return input;
}

/** Which test it belongs to; null while the campaign, the test or the letter is missing. */
function testOf(draft: Draft): { variantGroup: string; variant: string } | null {
  const [variantGroup, variant] = [draft.testGroup.trim(), draft.testVariant.trim()];
  return draft.campaignId === null || variantGroup === "" || variant === "" ? null : { variantGroup, variant };
}

/** One of the two words of a test is missing. */
export function isTestUnclear(draft: Draft): boolean {
  return draft.campaignId !== null && (draft.testGroup.trim() === "") !== (draft.testVariant.trim() === "");
}

/** "queue": at the next free slot. "keep": when it was going to go out already. */
export type Intent = "draft" | "schedule" | "queue" | "keep" | "now";

/** The draft in the API's words. */
export function toInput(draft: Draft, intent: Intent): PostInput {
  const input: PostInput = { content: draft.content, targets: draft.targets.map((one) => targetInput(draft, one)) };
  if (draft.title.trim() !== "") input.title = draft.title;
  if (draft.link.trim() !== "") input.link = draft.link.trim();
  if (draft.hashtags.length > 0) input.hashtags = draft.hashtags;
  if (draft.thread.length > 0) input.thread = draft.thread;
  if (draft.mediaIds.length > 0) input.mediaIds = draft.mediaIds;
  if (draft.campaignId !== null) input.campaignId = draft.campaignId;
  Object.assign(input, testOf(draft));
  if (intent === "now") input.publishNow = true;
  if (intent === "queue") input.queue = true;
  if (intent === "schedule" && draft.scheduledLocal !== null) {
    input.scheduledLocal = draft.scheduledLocal;
    input.timezone = draft.timezone;
  }
  return input;
}

/** The same for a post that is there already: what was emptied is said to be empty. */
export function toPatch(draft: Draft, intent: Intent): PostPatch {
  const input = toInput(draft, intent);
  const patch: PostPatch = {
    content: input.content, targets: input.targets, thread: draft.thread, mediaIds: draft.mediaIds, hashtags: draft.hashtags,
    title: input.title ?? null, link: input.link ?? null, campaignId: draft.campaignId,
    variantGroup: input.variantGroup ?? null, variant: input.variant ?? null,
  };
  switch (intent) {
    case "draft": return { ...patch, scheduledAt: null };
    case "schedule": return { ...patch, scheduledLocal: input.scheduledLocal, timezone: input.timezone };
    case "queue": return { ...patch, queue: true };
    case "keep":
    case "now": return patch;
  }
}

/** What makes a draft that says the same as a post, as another variant of a test. */
export function copyOf(post: Post, variantGroup: string, variant: string): PostInput {
  const same = fromPost(post, null, post.timezone ?? "UTC", post.targets.map((one) => one.platform));
  return { ...toInput(same, "draft"), variantGroup, variant };
}

/** What is written of a post once more: all that it says, with no time and in no test. */
export function reused(post: Post, timezone: string, apartAnyway: readonly string[]): Draft {
  return { ...fromPost(post, null, timezone, apartAnyway), testGroup: "", testVariant: "" };
}

const variantFrom = ({ content, title, link, thread, mediaIds, options }: Target): Variant =>
  ({ content, title, link, thread, mediaIds, options });

/** The draft that a post would have come from. Accounts of one platform that differ are kept apart. */
export function fromPost(post: Post, localOfSchedule: string | null, timezone: string, apartAnyway: readonly string[] = []): Draft {
  const apart = new Set(apartAnyway.filter((platform) => post.targets.some((one) => one.platform === platform)));
  const seen = new Map<string, string>();
  for (const target of post.targets) {
    const words = JSON.stringify(variantFrom(target));
    if ((seen.get(target.platform) ?? words) !== words) apart.add(target.platform);
    seen.set(target.platform, words);
  }
  const variants = Object.fromEntries(post.targets.map((target) =>
    [apart.has(target.platform) ? target.connectionId : target.platform, variantFrom(target)]));
  return {
    content: post.content, title: post.title ?? "", link: post.link ?? "", hashtags: post.hashtags, thread: post.thread,
    mediaIds: post.mediaIds, campaignId: post.campaignId, testGroup: post.variantGroup ?? "", testVariant: post.variant ?? "",
    targets: post.targets.map(({ connectionId, platform }) => ({ connectionId, platform })),
    variants, apart: [...apart], scheduledLocal: localOfSchedule, timezone,
  };
}
