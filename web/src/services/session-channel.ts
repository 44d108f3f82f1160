// Tells the other tabs that the cookie now belongs to another session or workspace, so that none of
// them goes on showing what it may no longer see.

const name = "rostrum-session";
const thisTab = `${Date.now()}-${Math.random()}`;

export function announceSessionChange(): void {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(name);
  channel.postMessage(thisTab);
  channel.close();
}

/** Calls back when another tab changed the session; returns the way to stop. */
export function onSessionChangeElsewhere(callback: () => void): () => void {
  if (typeof BroadcastChannel === "undefined") return () => undefined;
  const channel = new BroadcastChannel(name);
  channel.onmessage = (message: MessageEvent<unknown>) => {
    if (message.data !== thisTab) callback();
  };
  return () => channel.close();
}
