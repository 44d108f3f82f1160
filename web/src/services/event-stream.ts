// One event stream for all tabs. A browser allows few connections to one host over HTTP/1.1, so a
// stream per tab would block the sixth tab for good. The tab that holds the lock has the stream and
// passes on what it hears; when it closes, the next one takes over.
import { publishing_events } from "./post-events";
import type { LiveEvent } from "./wire";

export type LiveState = "connecting" | "live" | "lost";

interface Listener {
  onEvent: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
  /** The stream has begun anew: what happened before that was not heard. */
  onReopened: () => void;
}

type Message =
  | { kind: "event"; event: LiveEvent }
  | { kind: "state"; state: LiveState }
  | { kind: "opened" }
  | { kind: "hello" };

const event_types = [
  "connection.connected", "connection.updated", "connection.disconnected",
  "connection.needs_reauth", "sync.started", "sync.progress", "sync.completed", "sync.failed",
  ...publishing_events,
];
/** A page loads its data while the stream opens: what happened since then is told as well. */
const since_seconds = 60;
const retry_ms_min = 5_000;
const retry_ms_max = 60_000;

/** Listens until the returned function is called. */
export function listenToEvents(listener: Listener): () => void {
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("rostrum-events");
  const stop = new AbortController();
  let state: LiveState = "connecting";
  let leading = false;

  function tell(message: Message) {
    channel?.postMessage(message);
    hear(message);
  }

  function become(next: LiveState) {
    state = next;
    listener.onState(next);
  }

  function hear(message: Message) {
    if (message.kind === "event") listener.onEvent(message.event);
    if (message.kind === "state") become(message.state);
    if (message.kind === "opened") {
      if (state !== "connecting") listener.onReopened();
      become("live");
    }
    if (message.kind === "hello" && leading) channel?.postMessage({ kind: "state", state });
  }

  if (channel) channel.onmessage = (message: MessageEvent<Message>) => hear(message.data);

  const lead = async () => {
    leading = true;
    await holdStream(tell, stop.signal);
    leading = false;
  };

  // Locks need a secure context; without them every tab has a stream of its own.
  const locks = "locks" in navigator ? navigator.locks : undefined;
  if (locks && channel) {
    channel.postMessage({ kind: "hello" } satisfies Message);
    locks.request("rostrum-events", { signal: stop.signal }, lead).catch(() => undefined);
  } else {
    void lead();
  }

  return () => {
    stop.abort();
    channel?.close();
  };
}

/** Keeps a stream open, opening it again with growing pauses, until the signal. */
function holdStream(tell: (message: Message) => void, signal: AbortSignal): Promise<void> {
  return new Promise((finish) => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause_ms = retry_ms_min;

    function open() {
      source = new EventSource(`/api/v1/events?since=${since_seconds}`);
      source.onopen = () => {
        pause_ms = retry_ms_min;
        tell({ kind: "opened" });
      };
      source.onerror = () => {
        tell({ kind: "state", state: "lost" });
        // The browser tries again by itself after a break, but not after an answer that refuses.
        if (source?.readyState === EventSource.CLOSED) {
          timer = setTimeout(open, pause_ms);
          pause_ms = Math.min(pause_ms * 2, retry_ms_max);
        }
      };
      for (const type of event_types) source.addEventListener(type, receive);
    }

    function receive(message: MessageEvent<string>) {
      const event = parse(message.data);
      if (event) tell({ kind: "event", event });
    }

    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      source?.close();
      finish();
    });
    if (signal.aborted) finish();
    else open();
  });
}

function parse(text: string): LiveEvent | null {
  try {
    return JSON.parse(text) as LiveEvent;
  } catch {
    return null;
  }
}
