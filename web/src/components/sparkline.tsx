import { sparklinePaths } from "@/lib/sparkline-path";

interface Props {
  values: readonly (number | null)[];
  label: string;
  width?: number;
  height?: number;
}

/** A small line without axes. Gaps stay gaps. */
export function Sparkline({ values, label, width = 96, height = 28 }: Props) {
  const { line, dots } = sparklinePaths(values, width, height);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path d={line} fill="none" stroke="var(--accent)" strokeWidth={1.5} strokeLinejoin="round" strokeLinecap="round" />
      {dots.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r={1.5} fill="var(--accent)" />
      ))}
    </svg>
  );
}
