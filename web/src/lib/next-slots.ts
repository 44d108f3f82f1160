// When the hours that did best come next.
import type { BestTimeCell } from "@/services/wire";
import { heatMap } from "./heat-map";
import { addDays, dayOf, instantOf } from "./wall-clock";

const lead_ms = 10 * 60_000;

/** The next time of each of the best hours, soonest first: wall clocks in the zone. */
export function nextSlots(cells: readonly BestTimeCell[], zone: string, now: number): string[] {
  const today = dayOf(now, zone);
  const days = Array.from({ length: 8 }, (_, index) => addDays(today, index));
  const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return heatMap(cells).best
    .flatMap((cell) => {
      const found = days
        .filter((day) => weekday(day) === cell.weekday)
        .map((day) => `${day}T${String(cell.hour).padStart(2, "0")}:00`)
        .find((local) => instantOf(local, zone) > now + lead_ms);
      return found === undefined ? [] : [found];
    })
    .sort();
}
