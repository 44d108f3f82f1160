// Which accounts a post can go to, and why not to the others.
import type { Connection, Platform } from "@/services/wire";

export type Hindrance = "needs_reauth" | "disconnected" | "noPublishing";

export function hindranceOf(connection: Connection, platform: Platform | undefined): Hindrance | null {
  if (connection.status === "disconnected") return "disconnected";
  if (connection.status === "needs_reauth") return "needs_reauth";
  return platform && !platform.capabilities.publish ? "noPublishing" : null;
}

/** Those one can choose first; within that by platform and handle. Disconnected ones are left out. */
export function choosable(
  connections: readonly Connection[], platforms: ReadonlyMap<string, Platform>, search: string,
): { connection: Connection; hindrance: Hindrance | null }[] {
  const wanted = search.trim().toLowerCase();
  return connections
    .map((connection) => ({ connection, hindrance: hindranceOf(connection, platforms.get(connection.platform)) }))
    .filter(({ connection, hindrance }) => hindrance !== "disconnected" &&
      [connection.handle, connection.displayName, connection.platform].join(" ").toLowerCase().includes(wanted))
    .sort((a, b) => Number(a.hindrance !== null) - Number(b.hindrance !== null) ||
      a.connection.platform.localeCompare(b.connection.platform) || a.connection.handle.localeCompare(b.connection.handle));
}
