import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { analyticsKeys } from "./analytics-keys";
import { connectionKeys } from "./connections";
import { listenToEvents } from "./event-stream";
import { setLiveState } from "./live-state";
import { outdateSoon } from "./outdate";
import { applyPostEvent, outdatePublishing } from "./post-events";
import { connectionOf, progressOfEvent, startOfSync } from "./sync-progress";
import { syncEnded, syncIsAt } from "./sync-runs";
import type { LiveEvent } from "./wire";

/** Brings what an event tells into the cache. Progress costs no request. */
function apply(queries: QueryClient, event: LiveEvent): void {
  if (applyPostEvent(queries, event)) return;
  const id = connectionOf(event);
  switch (event.type) {
    case "sync.started":
      syncIsAt(queries, id, startOfSync);
      return;
    case "sync.progress":
      syncIsAt(queries, id, progressOfEvent(event));
      return;
    case "sync.completed":
    case "sync.failed":
      syncEnded(queries, id);
      return;
    default:
      outdateSoon(queries, connectionKeys.list, connectionKeys.one(id), analyticsKeys.totals);
  }
}

/** Keeps the cache in step with the server for as long as the caller is on the page. */
export function useLiveUpdates(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stop = listenToEvents({
      onEvent: (event) => apply(queries, event),
      onState: setLiveState,
      onReopened: () => {
        outdateSoon(queries, connectionKeys.all, analyticsKeys.all);
        outdatePublishing(queries);
      },
    });
    return () => {
      stop();
      setLiveState("connecting");
    };
  }, [queries]);
}
