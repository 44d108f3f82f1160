import { useEffect, useReducer, useRef, useState } from "react";
import { changed, emptyDraft, type Draft, type DraftChange } from "@/lib/draft";
import { forgetDraft, readDraft, writeDraft, type DraftStorage } from "@/lib/draft-store";

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
  /** After it was sent, or thrown away. */
  forget: () => void;
}

/** What is being written, kept in the browser while it is. `initial`: of a post that is edited. */
export function useDraft(workspaceId: string, postId: string | null, zone: string, initial: Draft | null): DraftState {
  const [kept] = useState(() => readDraft(storage(), workspaceId, postId));
  const [draft, change] = useReducer(changed, kept?.draft ?? initial ?? emptyDraft(zone));
  const [keeping, setKeeping] = useState<Keeping>(kept ? { kind: "kept", at: kept.savedAt } : { kind: "untouched" });
  const first = useRef(draft);
  const forgotten = useRef(false);

  useEffect(() => {
    if (first.current === draft) return undefined;
    const write = () => {
      if (forgotten.current) return;
      const at = Date.now();
      setKeeping(writeDraft(storage(), workspaceId, postId, draft, at) ? { kind: "kept", at } : { kind: "refused" });
    };
    const timer = setTimeout(write, quiet_ms);
    window.addEventListener("pagehide", write);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", write);
      // Whoever leaves the page at once must not lose the last words.
      if (!forgotten.current) writeDraft(storage(), workspaceId, postId, draft, Date.now());
    };
  }, [draft, workspaceId, postId]);

  return {
    draft, change, keeping, restored: kept !== null,
    forget: () => {
      forgotten.current = true;
      forgetDraft(storage(), workspaceId, postId);
    },
  };
}
