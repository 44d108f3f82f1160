// Which accounts a post can go to, and why not to the others.
import { rulesOf } from "@/services/post-rules";
import type { Connection, Platform } from "@/services/wire";

export type Hindrance = "needs_reauth" | "disconnected" | "noPublishing" | "needsMore";

export function hindranceOf(connection: Connection, platform: Platform | undefined): Hindrance | null {
  if (connection.status === "disconnected") return "disconnected";
  if (connection.status === "needs_reauth") return "needs_reauth";
  return platform && !platform.capabilities.publish ? "noPublishing" : null;
}

/** Whether a text makes a post there: no file, no title, nothing that has to be chosen. */
export function takesTextAlone(platform: Platform): boolean {
  const rules = rulesOf(platform);
  return rules?.formats.some((one) => one.format === "text" && one.textMax > 0 && one.mediaMin === 0 && !one.titleRequired &&
    !rules.options.some((option) => option.required && (option.formats.length === 0 || option.formats.includes("text")))) ?? false;
}

function hindranceFor(connection: Connection, platform: Platform | undefined, textAlone: boolean): Hindrance | null {
  return hindranceOf(connection, platform) ?? (textAlone && platform && !takesTextAlone(platform) ? "needsMore" : null);
}

/** Those one can choose first; within that by platform and handle. Disconnected ones are left out. */
export function choosable(
  connections: readonly Connection[], platforms: ReadonlyMap<string, Platform>, search: string, textAlone = false,
): { connection: Connection; hindrance: Hindrance | null }[] {
  const wanted = search.trim().toLowerCase();
  return connections
    .map((connection) => ({ connection, hindrance: hindranceFor(connection, platforms.get(connection.platform), textAlone) }))
    .filter(({ connection, hindrance }) => hindrance !== "disconnected" &&
      [connection.handle, connection.displayName, connection.platform].join(" ").toLowerCase().includes(wanted))
    .sort((a, b) => Number(a.hindrance !== null) - Number(b.hindrance !== null) ||
      a.connection.platform.localeCompare(b.connection.platform) || a.connection.handle.localeCompare(b.connection.handle));
}
