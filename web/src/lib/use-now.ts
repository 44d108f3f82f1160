import { useSyncExternalStore } from "react";

const tick_ms = 30_000;
const subscribers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(subscriber: () => void): () => void {
  subscribers.add(subscriber);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of subscribers) one();
  }, tick_ms);
  return () => {
    subscribers.delete(subscriber);
    if (subscribers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time, renewed twice a minute, for 'five minutes ago'. One clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
