import { useEffect, useReducer, useRef, useState } from "react";
import { changed, emptyDraft, type Draft, type DraftChange } from "@/lib/draft";
import { forgetDraft, isOutdated, readDraft, writeDraft, type DraftStorage } from "@/lib/draft-store";

const quiet_ms = 400;
const nowhere: DraftStorage = {
  getItem: () => null,
  setItem: () => { throw new Error("this browser keeps nothing"); },
  removeItem: () => undefined,
};

function storage(): DraftStorage {
  try {
    return window.localStorage;
  } catch {
    return nowhere;
  }
}

export type Keeping = { kind: "untouched" } | { kind: "kept"; at: number } | { kind: "refused" };

export interface DraftState {
  draft: Draft;
  change: (change: DraftChange) => void;
  keeping: Keeping;
  /** It was there when the page was opened. */
  restored: boolean;
  /** It says something that the post does not. */
  touched: boolean;
  /** The version of the post that it goes by; null for a new post. */
  base: string | null;
  /** Somebody has changed the post since. */
  outdated: boolean;
  /** Goes by this version from now on. */
  rebase: (version: string) => void;
  /** After it was sent, or thrown away. */
  forget: () => void;
}

interface Origin {
  workspaceId: string;
  /** Under what it is kept: the post that is edited, or that is used again; null for a new one. */
  name: string | null;
  zone: string;
  /** What it begins with, unless one was kept. */
  initial: Draft | null;
  /** When the post that is edited was last changed; null for a new post. */
  version: string | null;
}

/** What is being written, kept in the browser while it is. */
export function useDraft({ workspaceId, name, zone, initial, version }: Origin): DraftState {
  const [kept] = useState(() => readDraft(storage(), workspaceId, name));
  const [draft, change] = useReducer(changed, kept?.draft ?? initial ?? emptyDraft(zone));
  // A draft whose base is nothing that the post ever was is outdated until somebody chooses.
  const [base, rebase] = useState(() => (kept && version !== null && isOutdated(kept, version) ? kept.base ?? "" : version));
  const [keeping, setKeeping] = useState<Keeping>(kept ? { kind: "kept", at: kept.savedAt } : { kind: "untouched" });
  const [first] = useState({ draft, base });
  const forgotten = useRef(false);

  useEffect(() => {
    if (first.draft === draft && first.base === base) return undefined;
    const keep = () => {
      const at = Date.now();
      return writeDraft(storage(), workspaceId, name, { savedAt: at, base, draft }) ? { kind: "kept" as const, at } : { kind: "refused" as const };
    };
    const write = () => {
      if (!forgotten.current) setKeeping(keep());
    };
    const timer = setTimeout(write, quiet_ms);
    window.addEventListener("pagehide", write);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", write);
      // Whoever leaves the page at once must not lose the last words.
      if (!forgotten.current) keep();
    };
  }, [draft, base, first, workspaceId, name]);

  return {
    draft, change, keeping, restored: kept !== null, touched: kept !== null || first.draft !== draft,
    base, outdated: version !== null && base !== version, rebase,
    forget: () => {
      forgotten.current = true;
      forgetDraft(storage(), workspaceId, name);
    },
  };
}
