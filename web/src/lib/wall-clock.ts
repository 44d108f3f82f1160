// A wall clock in a zone and the instant it means, in both directions. Where a zone skips a wall
// clock, its clocks are just being put forward; where it shows one twice, the first counts. The
// server decides the same way.

const minute_ms = 60_000;
const day_ms = 24 * 3600 * 1000;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    });
    formatters.set(zone, found);
  }
  return found;
}

/** What a clock in the zone shows, as if it were UTC. */
function wallOf(at: number, zone: string): number {
  const parts = Object.fromEntries(formatter(zone).formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetAt(at: number, zone: string): number {
  return wallOf(at, zone) - Math.floor(at / 1000) * 1000;
}

/** The instant between two others at which the offset of a zone changes, to the minute. */
function changeBetween(from: number, to: number, zone: string): number {
  const before = offsetAt(from, zone);
  let low = Math.floor(from / minute_ms);
  let high = Math.ceil(to / minute_ms);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * minute_ms, zone) === before) low = middle;
    else high = middle;
  }
  return high * minute_ms;
}

/** "2026-11-20T09:15" in a zone, as milliseconds; NaN for what is no wall clock. */
export function instantOf(local: string, zone: string): number {
  const wall = new Date(`${local.slice(0, 19)}Z`).getTime();
  if (Number.isNaN(wall)) return NaN;
  const around = [wall - day_ms, wall + day_ms] as const;
  const meant = around
    .map((at) => wall - offsetAt(at, zone))
    .filter((at) => wallOf(at, zone) === wall);
  return meant.length > 0 ? Math.min(...meant) : changeBetween(around[0], around[1], zone);
}

/** The wall clock of an instant in a zone: "2026-11-20T09:15". */
export function localOf(at: number, zone: string): string {
  return new Date(wallOf(at, zone)).toISOString().slice(0, 16);
}

/** The calendar day of an instant in a zone: "2026-11-20". */
export function dayOf(at: number, zone: string): string {
  return localOf(at, zone).slice(0, 10);
}

/** A calendar day some days later; it has no zone. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * day_ms).toISOString().slice(0, 10);
}
