import { describe, expect, it } from "vitest";
import type { Connection } from "@/services/wire";
import { access, accountState, byUrgency } from "./connection-state";

const now = Date.parse("2026-11-20T12:00:00Z");

function connection(change: Partial<Connection> = {}): Connection {
  return {
    id: "c1", platform: "instagram", externalId: "1", handle: "ada", displayName: "Ada",
    avatarUrl: null, status: "active", scopes: [], followerCount: 10, postCount: 1,
    engagementRate: null, tokenExpiresAt: "2027-01-10T12:00:00Z", accessEndsAt: "2027-01-10T12:00:00Z",
    lastSyncedAt: "2026-11-20T03:00:00Z", lastSyncStatus: "success", nextSyncAt: null,
    errorCode: null, errorMessage: null, createdAt: "2026-10-01T00:00:00Z", ...change,
  };
}

describe("accountState", () => {
  it.each<[Partial<Connection>, string, string]>([
    [{}, "active", "all is well"],
    [{ status: "needs_reauth", lastSyncStatus: "failed" }, "needs_reauth", "the cause comes before its effect"],
    [{ status: "disconnected", lastSyncStatus: "running" }, "disconnected", "disconnected is final"],
    [{ lastSyncStatus: "running" }, "syncing", "a sync runs"],
    [{ lastSyncStatus: "failed" }, "failed", "the last sync failed"],
    [{ lastSyncStatus: "partial" }, "active", "some of it came in"],
    [{ accessEndsAt: "2026-11-22T12:00:00Z" }, "expiring", "less than a week of access"],
    [{ tokenExpiresAt: "2026-11-20T13:00:00Z", accessEndsAt: null }, "active", "a short token that is renewed is no news"],
    [{ lastSyncedAt: null, lastSyncStatus: null }, "waiting", "not synced yet"],
  ])("%j is %s: %s", (change, state) => {
    expect(accountState(connection(change), now)).toBe(state);
  });
});

describe("access", () => {
  it("says how long it lasts, or why not", () => {
    expect(access(connection(), now)).toEqual({ kind: "lasts", ms: 51 * 24 * 3600 * 1000 });
    expect(access(connection({ tokenExpiresAt: null, accessEndsAt: null }), now).kind).toBe("unlimited");
    expect(access(connection({ tokenExpiresAt: "2026-11-20T13:00:00Z", accessEndsAt: null }), now).kind).toBe("renewed");
    expect(access(connection({ tokenExpiresAt: "2026-11-20T13:00:00Z" }), now).kind).toBe("renewed");
    expect(access(connection({ accessEndsAt: "2026-11-19T00:00:00Z" }), now).kind).toBe("ended");
  });
});

it("puts broken accounts first and keeps a syncing one in its place", () => {
  const rows = [
    connection({ id: "big", followerCount: 900 }),
    connection({ id: "syncing", followerCount: 500, lastSyncStatus: "running" }),
    connection({ id: "none", followerCount: null }),
    connection({ id: "broken", followerCount: 1, status: "needs_reauth" }),
    connection({ id: "failed", followerCount: 2, lastSyncStatus: "failed" }),
  ];
  expect(byUrgency(rows, now).map((row) => row.id)).toEqual(["broken", "failed", "big", "syncing", "none"]);
});
