// What is known of a sync while it runs, whether it came from the live stream or from the list of
// runs. Pure, so that the oddest message can be tested.
import type { LiveEvent, SyncRun } from "./wire";

export interface SyncProgress {
  stage: string;
  done: number;
  total: number | null;
}

export const startOfSync: SyncProgress = { stage: "waiting", done: 0, total: null };

export function isRunning(status: string | null | undefined): boolean {
  return status === "running";
}

export function progressOfRun(run: SyncRun | undefined): SyncProgress | null {
  return run && isRunning(run.status) ? run.progress : null;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The connection an event is about: named in its data, or else its subject. */
export function connectionOf(event: LiveEvent): string {
  const named = record(event.data).connectionId;
  return typeof named === "string" ? named : event.subject.replace(/^connection:/, "");
}

/** The progress in a sync.progress event, which may stand in `progress` or at the top. */
export function progressOfEvent(event: LiveEvent): SyncProgress {
  const data = record(event.data);
  const progress = "progress" in data ? record(data.progress) : data;
  const stage = progress.stage;
  const count = progress.done;
  const total = progress.total;
  return {
    stage: typeof stage === "string" ? stage : startOfSync.stage,
    done: typeof count === "number" ? count : 0,
    total: typeof total === "number" ? total : null,
  };
}

const stages = ["waiting", "profile", "posts", "insights", "done"];

/** The share that is done, 0 to 100, over all stages; never quite full while it runs. */
export function percentDone({ stage, done, total }: SyncProgress): number {
  const index = Math.max(0, stages.indexOf(stage));
  const within = total && total > 0 ? Math.min(1, done / total) : 0;
  return Math.min(98, Math.max(4, ((index + within) / (stages.length - 1)) * 100));
}
