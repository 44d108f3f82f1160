// One word for how an account is doing, and how long our access to it lasts.
import type { Connection } from "@/services/wire";

export type AccountState =
  | "needs_reauth" | "failed" | "expiring" | "syncing" | "waiting" | "active" | "disconnected";

const day_ms = 24 * 3600 * 1000;
const expiring_ms = 7 * day_ms;

export type Access =
  | { kind: "none" | "ended" | "unlimited" | "renewed" }
  | { kind: "ends" | "lasts"; ms: number };

export function access(connection: Connection, now: number): Access {
  if (connection.status === "disconnected") return { kind: "none" };
  if (connection.status === "needs_reauth") return { kind: "ended" };
  const { tokenExpiresAt, accessEndsAt } = connection;
  // A short token that is renewed without its owner is no news.
  if (!accessEndsAt) return { kind: tokenExpiresAt ? "renewed" : "unlimited" };
  const ms = new Date(accessEndsAt).getTime() - now;
  if (ms <= 0) return { kind: "ended" };
  if (ms < expiring_ms) return { kind: "ends", ms };
  return accessEndsAt === tokenExpiresAt ? { kind: "lasts", ms } : { kind: "renewed" };
}

export function accountState(connection: Connection, now: number): AccountState {
  if (connection.status === "disconnected") return "disconnected";
  if (connection.status === "needs_reauth") return "needs_reauth";
  if (connection.lastSyncStatus === "running") return "syncing";
  if (connection.lastSyncStatus === "failed") return "failed";
  const { kind } = access(connection, now);
  if (kind === "ends" || kind === "ended") return "expiring";
  return connection.lastSyncedAt ? "active" : "waiting";
}

const order: AccountState[] = [
  "needs_reauth", "failed", "expiring", "syncing", "waiting", "active", "disconnected",
];

/** Whether somebody has to do something about it. */
export function needsAttention(state: AccountState): boolean {
  return state === "needs_reauth" || state === "failed" || state === "expiring";
}

/** Broken ones first, then by followers. A sync that runs moves no row: it is short. */
export function byUrgency(connections: readonly Connection[], now: number): Connection[] {
  const rank = (connection: Connection) => {
    const state = accountState(connection, now);
    return order.indexOf(state === "syncing" || state === "waiting" ? "active" : state);
  };
  return [...connections].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.followerCount ?? -1) - (a.followerCount ?? -1) ||
      a.handle.localeCompare(b.handle),
  );
}
