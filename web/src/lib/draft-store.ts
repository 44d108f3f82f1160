// Drafts outlive the tab: one per workspace and post, in the browser's own storage.
import { emptyDraft, isEmpty, type Draft } from "./draft";

const version = 1;

export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface KeptDraft {
  savedAt: number;
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

/** The kept draft, or null: when there is none, or one of another version of this page. */
export function readDraft(storage: DraftStorage, workspaceId: string, postId: string | null): KeptDraft | null {
  try {
    const found = record(JSON.parse(storage.getItem(keyOf(workspaceId, postId)) ?? "null"));
    if (found?.version !== version || typeof found.savedAt !== "number") return null;
    return isDraft(found.draft, emptyDraft("UTC")) ? { savedAt: found.savedAt, draft: found.draft } : null;
  } catch {
    return null;
  }
}

/** Keeps a draft; an empty one is forgotten. False when the browser has no room or forbids it. */
export function writeDraft(
  storage: DraftStorage, workspaceId: string, postId: string | null, draft: Draft, savedAt: number,
): boolean {
  try {
    if (isEmpty(draft)) storage.removeItem(keyOf(workspaceId, postId));
    else storage.setItem(keyOf(workspaceId, postId), JSON.stringify({ version, savedAt, draft }));
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
