import { useSyncExternalStore } from "react";
import type { LiveState } from "./event-stream";

let current: LiveState = "connecting";
const subscribers = new Set<() => void>();

export function setLiveState(state: LiveState) {
  if (state === current) return;
  current = state;
  for (const subscriber of subscribers) subscriber();
}

function subscribe(subscriber: () => void): () => void {
  subscribers.add(subscriber);
  return () => subscribers.delete(subscriber);
}

/** Whether the page is fed by the live stream or has to ask. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => current);
}
