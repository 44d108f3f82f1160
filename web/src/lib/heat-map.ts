import type { BestTimeCell } from "@/services/wire";

export interface HeatMap {
  /** By weekday (Monday first), then by hour; null where nothing was posted. */
  rows: (BestTimeCell | null)[][];
  rateMax: number;
  best: BestTimeCell[];
}

const best_count = 3;
const posts_min = 2;

export function heatMap(cells: readonly BestTimeCell[]): HeatMap {
  const rows = Array.from({ length: 7 }, () => Array<BestTimeCell | null>(24).fill(null));
  const rated: BestTimeCell[] = [];
  for (const cell of cells) {
    const row = rows[cell.weekday];
    if (!row || cell.hour < 0 || cell.hour > 23 || cell.posts === 0) continue;
    row[cell.hour] = cell;
    rated.push(cell);
  }
  const byRate = [...rated].sort((a, b) => b.engagementRate - a.engagementRate);
  // One lucky post is no pattern; where there is nothing better, it has to do.
  const steady = byRate.filter((cell) => cell.posts >= posts_min);
  return {
    rows,
    rateMax: byRate[0]?.engagementRate ?? 0,
    best: (steady.length > 0 ? steady : byRate).slice(0, best_count),
  };
}

/** 9 -> "09:00". */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** A step from 1 to 5 for the shade of a cell; 0 where no post had any engagement. */
export function shade(rate: number, rateMax: number): number {
  if (rateMax <= 0) return 0;
  return Math.max(1, Math.min(5, Math.ceil((rate / rateMax) * 5)));
}
