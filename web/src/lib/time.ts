// Times in the workspace's zone: the exact one first, the relative one beside it.

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;
const day_ms = 24 * hour_ms;
const tick_ms_max = 30_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
    formatters.set(key, found);
  }
  return found;
}

/** A time that cannot be read is shown as it came: a page must not break over it. */
function readable(date: Date): boolean {
  return !Number.isNaN(date.getTime());
}

/** "20 Nov 2026, 09:15 UTC". */
export function exactTime(iso: string, zone: string): string {
  const at = new Date(iso);
  if (!readable(at)) return iso;
  return formatter(zone, {
    day: "numeric", month: "short", year: "numeric",
    hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  }).format(at);
}

/** "20 Nov, 09:15"; "20 Nov 2025" in another year, where the hour says little. */
export function shortTime(iso: string, zone: string, now: number): string {
  const at = new Date(iso);
  if (!readable(at)) return iso;
  const year = formatter(zone, { year: "numeric" });
  const other = year.format(at) !== year.format(new Date(now));
  return formatter(zone, {
    day: "numeric", month: "short",
    ...(other ? { year: "numeric" } : { hour: "2-digit", minute: "2-digit" }),
  }).format(at);
}

/** A calendar day such as "2026-11-20", which has no zone: "20 Nov" or "20 Nov 2026". */
export function calendarDay(day: string, withYear = false): string {
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (!readable(at)) return day;
  return formatter("UTC", {
    day: "numeric", month: "short", ...(withYear ? { year: "numeric" } : {}),
  }).format(at);
}

/** "just now", "5 min ago", "in 3 h", "12 days ago". */
export function relativeTime(iso: string, now: number): string {
  const difference = new Date(iso).getTime() - now;
  if (Number.isNaN(difference)) return iso;
  const size = Math.abs(difference);
  // The page's clock ticks now and then, so that what has just happened may lie a little ahead.
  if (size < minute_ms) return difference > tick_ms_max ? "in a moment" : "just now";
  const words = span(size);
  return difference > 0 ? `in ${words}` : `${words} ago`;
}

/** The largest fitting unit, rounded down: "5 min", "3 h", "12 days", "2 years". */
export function span(ms: number): string {
  if (ms < hour_ms) return `${Math.max(1, Math.floor(ms / minute_ms))} min`;
  if (ms < day_ms) return `${Math.floor(ms / hour_ms)} h`;
  const days = Math.floor(ms / day_ms);
  if (days < 365) return days === 1 ? "1 day" : `${days} days`;
  const years = Math.floor(days / 365);
  return years === 1 ? "1 year" : `${years} years`;
}

/** How long something took: 840 -> "0.8 s", 65000 -> "1 min 5 s". */
export function duration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The calendar day, in a zone, that lies some days before now: "2026-10-21". */
export function daysBefore(days: number, now: number, zone: string): string {
  return formatter(zone, { year: "numeric", month: "2-digit", day: "2-digit" })
    .format(new Date(now - days * day_ms))
    .split("/").reverse().join("-");
}

/** Every zone the browser knows, UTC first. */
export function timeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}
