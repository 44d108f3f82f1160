export interface SparklinePaths {
  line: string;
  /** Values with a gap on both sides, which no line shows. */
  dots: [number, number][];
}

/** Fits values into a box, one step per value, leaving out what is missing. */
export function sparklinePaths(
  values: readonly (number | null)[], width: number, height: number, margin = 2,
): SparklinePaths {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { line: "", dots: [] };
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const step = values.length > 1 ? (width - 2 * margin) / (values.length - 1) : 0;
  const x = (index: number) => round(margin + index * step);
  const y = (value: number) =>
    round(range === 0 ? height / 2 : height - margin - ((value - low) / range) * (height - 2 * margin));

  const parts: string[] = [];
  const dots: [number, number][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const before = values[index - 1] ?? null;
    const after = values[index + 1] ?? null;
    if (before === null && after === null) dots.push([x(index), y(value)]);
    else parts.push(`${before === null ? "M" : "L"}${x(index)} ${y(value)}`);
  });
  return { line: parts.join(""), dots };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
