// What is known of an attempt to connect, from the click to its end. Pure, since the window may be
// blocked, closed, slow or answered twice, and all of that has to be tried.

export type ConnectState =
  | { step: "choose" }
  | { step: "opening"; platform: string }
  | { step: "waiting"; platform: string }
  | { step: "closed"; platform: string }
  | { step: "redirecting"; platform: string }
  | { step: "failed"; platform: string; code: string | null; message: string | null }
  | { step: "pick"; platform: string; choiceId: string }
  | { step: "done"; platform: string; connectionId: string; count: number };

export type ConnectEvent =
  | { type: "reset" }
  | { type: "started"; platform: string }
  | { type: "blocked" }
  | { type: "opened" }
  | { type: "closed" }
  | { type: "choice"; platform: string; choiceId: string }
  | { type: "connected"; platform: string; connectionId: string; count?: number }
  | { type: "failed"; platform: string; code: string | null; message: string | null };

export const choosing: ConnectState = { step: "choose" };

export function connectReducer(state: ConnectState, event: ConnectEvent): ConnectState {
  switch (event.type) {
    case "reset":
      return choosing;
    case "started":
      return { step: "opening", platform: event.platform };
    case "blocked":
      return state.step === "opening" ? { step: "redirecting", platform: state.platform } : state;
    case "opened":
      return state.step === "opening" ? { step: "waiting", platform: state.platform } : state;
    case "closed":
      // A closed window is no answer: the answer may already be on its way.
      return state.step === "waiting" || state.step === "opening"
        ? { step: "closed", platform: state.platform }
        : state;
    case "connected":
      return concerns(state, event.platform)
        ? { step: "done", platform: event.platform, connectionId: event.connectionId, count: event.count ?? 1 }
        : state;
    case "choice":
      return concerns(state, event.platform)
        ? { step: "pick", platform: event.platform, choiceId: event.choiceId }
        : state;
    case "failed":
      return concerns(state, event.platform)
        ? { step: "failed", platform: event.platform, code: event.code, message: event.message }
        : state;
  }
}

/** An answer for another platform belongs to an attempt that was given up, or to another tab. */
function concerns(state: ConnectState, platform: string): boolean {
  if (state.step === "choose") return true;
  if (state.step === "done") return false;
  return state.platform === platform;
}

/** True while an answer is expected. */
export function isOpen(state: ConnectState): boolean {
  return state.step === "opening" || state.step === "waiting" || state.step === "closed";
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Reads what the callback page sends; null for messages that are none of ours. */
export function eventOfMessage(data: unknown): ConnectEvent | null {
  if (typeof data !== "object" || data === null) return null;
  const message = data as Record<string, unknown>;
  const platform = text(message.platform);
  if (!platform) return null;
  if (message.type === "rostrum:connected") {
    return { type: "connected", platform, connectionId: text(message.connectionId) ?? "" };
  }
  const choiceId = text(message.choiceId);
  if (message.type === "rostrum:choose" && choiceId) return { type: "choice", platform, choiceId };
  if (message.type === "rostrum:connect-error") {
    return { type: "failed", platform, code: text(message.error), message: text(message.message) };
  }
  return null;
}

/** Reads the address one comes back to when the connection was made in this tab. */
export function eventOfReturn(search: URLSearchParams): ConnectEvent | null {
  const connected = search.get("connected");
  if (connected) {
    return { type: "connected", platform: connected, connectionId: search.get("connectionId") ?? "" };
  }
  const code = search.get("error");
  const platform = search.get("platform");
  const choiceId = search.get("choose");
  if (choiceId && platform) return { type: "choice", platform, choiceId };
  return code && platform ? { type: "failed", platform, code, message: null } : null;
}
