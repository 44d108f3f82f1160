// Round marks for an axis that shows a change and so does not begin at zero.
import { exactNumber } from "./format";

const steps_wanted = 4;

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

/** Whole round numbers from just below the lowest value to just above the highest. */
export function axisTicks(values: readonly number[]): number[] {
  if (values.length === 0) return [0, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const step = Math.max(1, roundStep(Math.max(high - low, high * 0.01, 1) / steps_wanted));
  const first = Math.max(0, Math.floor(low / step) * step);
  const last = Math.max(first + step, Math.ceil(high / step) * step);
  const count = Math.round((last - first) / step);
  return Array.from({ length: count + 1 }, (_, index) => first + index * step);
}

/** Writes the marks short, with just as many digits as tell one from the next. */
export function tickFormatter(ticks: readonly number[]): (value: number) => string {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const high = ticks.at(-1) ?? 0;
  const [unit, name] = high >= 1_000_000 ? [1_000_000, "M"] : high >= 10_000 ? [1000, "k"] : [1, ""];
  const digits = Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9));
  if (unit === 1 || digits > 2) return exactNumber;
  return (value) => (value === 0 ? "0" : `${(value / unit).toFixed(digits)}${name}`);
}
