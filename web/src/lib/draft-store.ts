// Drafts outlive the tab: one per workspace and post, in the browser's own storage.
import { emptyDraft, isEmpty, sameAsMain, type Draft } from "./draft";

const version = 1;

export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface KeptDraft {
  savedAt: number;
  /** When the post that it changes had last been changed; null for a new post. */
  base: string | null;
  draft: Draft;
}

function keyOf(workspaceId: string, postId: string | null): string {
  return `rostrum-draft:${workspaceId}:${postId ?? "new"}`;
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

/** Whether every field has the shape it had when it was written. */
function isDraft(value: unknown, like: Draft): value is Draft {
  const found = record(value);
  if (!found) return false;
  return Object.entries(like).every(([name, expected]: [string, unknown]) => {
    const actual = found[name];
    if (expected === null) return actual === null || typeof actual === "string";
    return typeof actual === typeof expected && Array.isArray(actual) === Array.isArray(expected) && actual !== null;
  });
}

/** Variants of an older page lack what came later. */
function completed(draft: Draft): Draft {
  const variants = Object.entries(draft.variants).map(([key, one]) => [key, { ...sameAsMain, ...one }]);
  return { ...draft, variants: Object.fromEntries(variants) as Draft["variants"] };
}

/** Whether the post was changed by somebody else after the draft was begun. */
export function isOutdated({ savedAt, base }: Pick<KeptDraft, "savedAt" | "base">, updatedAt: string): boolean {
  return base === null ? Date.parse(updatedAt) > savedAt : base !== updatedAt;
}

/** The kept draft, or null: when there is none, or one of another version of this page. */
export function readDraft(storage: DraftStorage, workspaceId: string, postId: string | null): KeptDraft | null {
  try {
    const found = record(JSON.parse(storage.getItem(keyOf(workspaceId, postId)) ?? "null"));
    if (found?.version !== version || typeof found.savedAt !== "number") return null;
    if (!isDraft(found.draft, emptyDraft("UTC"))) return null;
    const base = typeof found.base === "string" ? found.base : null;
    return { savedAt: found.savedAt, base, draft: completed(found.draft) };
  } catch {
    return null;
  }
}

/** Keeps a draft; an empty one is forgotten. False when the browser has no room or forbids it. */
export function writeDraft(storage: DraftStorage, workspaceId: string, postId: string | null, kept: KeptDraft): boolean {
  try {
    if (isEmpty(kept.draft)) storage.removeItem(keyOf(workspaceId, postId));
    else storage.setItem(keyOf(workspaceId, postId), JSON.stringify({ version, ...kept }));
    return true;
  } catch {
    return false;
  }
}

export function forgetDraft(storage: DraftStorage, workspaceId: string, postId: string | null): void {
  try {
    storage.removeItem(keyOf(workspaceId, postId));
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}
