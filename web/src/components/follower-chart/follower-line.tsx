import { AreaChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { axisTicks, tickFormatter } from "@/lib/axis";
import { exactNumber } from "@/lib/format";
import { calendarDay } from "@/lib/time";
import type { FollowerPoint } from "@/services/wire";
import { t } from "@/strings";

interface Props {
  points: FollowerPoint[];
  height: number;
}

interface DotProps {
  key?: React.Key | null;
  cx?: number;
  cy?: number;
  index?: number;
}

/** The line itself. It is loaded apart from the page, since the chart library is large. */
export default function FollowerLine({ points, height }: Props) {
  const alone = (index: number) =>
    points[index]?.followers !== null &&
    (points[index - 1]?.followers ?? null) === null &&
    (points[index + 1]?.followers ?? null) === null;

  const ticks = axisTicks(points.flatMap((point) => point.followers ?? []));

  // A day between two gaps has no line to stand on, so it gets a dot.
  const dot = ({ key, cx, cy, index = -1 }: DotProps) =>
    alone(index) && cx !== undefined && cy !== undefined ? (
      <circle key={key} cx={cx} cy={cy} r={2} fill="var(--accent)" />
    ) : (
      <g key={key} />
    );

  return (
    <AreaChart
      h={height}
      data={points}
      dataKey="date"
      series={[{ name: "followers", label: t.chart.followers, color: "var(--accent)" }]}
      curveType="linear"
      connectNulls={false}
      withDots={false}
      withGradient
      fillOpacity={0.16}
      strokeWidth={2}
      strokeDasharray="0"
      tickLine="none"
      gridColor="var(--line)"
      textColor="var(--mantine-color-dimmed)"
      accessibilityLayer={false}
      aria-hidden
      valueFormatter={exactNumber}
      xAxisProps={{ tickFormatter: (day: string) => calendarDay(day), minTickGap: 48 }}
      yAxisProps={{
        ticks,
        domain: [ticks[0] ?? 0, ticks.at(-1) ?? 1],
        tickFormatter: tickFormatter(ticks),
        interval: 0,
        width: 64,
      }}
      tooltipProps={{ labelFormatter: (day) => (typeof day === "string" ? calendarDay(day, true) : "") }}
      areaProps={{ dot, isAnimationActive: false }}
    />
  );
}
