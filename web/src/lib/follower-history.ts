import type { FollowerHistory, FollowerPoint } from "@/services/wire";

export interface HistoryFacts {
  /** Days that have a value. */
  known: number;
  /** Days without one, between the first and the last that have. */
  gaps: number;
  first: FollowerPoint | null;
  last: FollowerPoint | null;
}

export function historyFacts(points: readonly FollowerPoint[]): HistoryFacts {
  const start = points.findIndex((point) => point.followers !== null);
  const end = points.findLastIndex((point) => point.followers !== null);
  if (start < 0) return { known: 0, gaps: 0, first: null, last: null };
  const known = points.filter((point) => point.followers !== null).length;
  return {
    known,
    gaps: end - start + 1 - known,
    first: points[start] ?? null,
    last: points[end] ?? null,
  };
}

/** The change the server counted; none where a single day leaves nothing to compare. */
export function knownChange(history: FollowerHistory | undefined): number | null {
  return history && historyFacts(history.points).known > 1 ? history.change : null;
}

export interface HistoryRow extends FollowerPoint {
  change: number | null;
}

/** Newest first, each with its change since the day before; no change is known across a gap. */
export function historyRows(points: readonly FollowerPoint[]): HistoryRow[] {
  return points
    .map((point, index) => {
      const before = points[index - 1]?.followers ?? null;
      const known = point.followers !== null && before !== null;
      return { ...point, change: known ? (point.followers ?? 0) - before : null };
    })
    .reverse();
}
