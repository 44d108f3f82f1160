import { exactTime } from "@/lib/time";
import type { Connection, SyncRun } from "@/services/wire";
import { t } from "@/strings";

/** Why a run did not bring everything, in plain words; null when it did. */
export function runProblem(run: SyncRun, zone: string): string | null {
  if (run.rateLimitHit) {
    return run.rateLimitReset ? t.sync.limitReset(exactTime(run.rateLimitReset, zone)) : t.sync.limitHit;
  }
  if (!run.errorCode) return null;
  return t.sync.codes[run.errorCode] ?? run.errorMessage ?? t.errors.unknown;
}

export function runStatus(status: string): { label: string; tone: "ok" | "warn" | "bad" | "busy" } {
  const label = t.sync.statuses[status] ?? status;
  if (status === "success") return { label, tone: "ok" };
  if (status === "partial") return { label, tone: "warn" };
  return { label, tone: status === "running" ? "busy" : "bad" };
}

/** What the server last found wrong with an account, in plain words. */
export function connectionProblem(connection: Connection): string | null {
  if (!connection.errorCode) return null;
  return t.sync.codes[connection.errorCode] ?? connection.errorMessage;
}
