import { Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { historyFacts, knownChange } from "@/lib/follower-history";
import { exactNumber, signedNumber } from "@/lib/format";
import { calendarDay, relativeTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useFollowers, type Period } from "@/services/analytics";
import type { FollowerHistory } from "@/services/wire";
import { t } from "@/strings";
import { EmptyState } from "../empty-state";
import { ErrorPanel } from "../error-panel";
import { Section } from "../section";
import { FollowerTable } from "./follower-table";

const FollowerLine = lazy(() => import("./follower-line"));

const periods: Period[] = [30, 90, 365];

interface Props {
  title: string;
  connectionId?: string;
  /** When more data comes, for the empty state. */
  nextSyncAt?: string | null;
}

/** Followers by day over 30, 90 or 365 days, as a chart or as a table. */
export function FollowerChart({ title, connectionId, nextSyncAt }: Props) {
  const [days, setDays] = useState<Period>(30);
  const [view, setView] = useState<"chart" | "table">("chart");
  const history = useFollowers(days, connectionId);
  const change = knownChange(history.data);

  const controls = (
    <Group gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t.chart.period}
        value={String(days)}
        onChange={(value) => setDays(Number(value) as Period)}
        data={periods.map((period) => ({ value: String(period), label: t.chart.days(period) }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={t.common.view}
        value={view}
        onChange={(value) => setView(value)}
        data={[
          { value: "chart", label: t.common.showChart },
          { value: "table", label: t.common.showTable },
        ]}
      />
    </Group>
  );

  return (
    <Section
      title={title}
      hint={change === null ? history.isPending && "\u00a0" : t.overview.change(signedNumber(change), days)}
      aside={controls}
    >
      {history.isError && !history.data ? (
        <ErrorPanel error={history.error} onRetry={() => void history.refetch()} />
      ) : history.data ? (
        <Content history={history.data} view={view} nextSyncAt={nextSyncAt ?? null} />
      ) : (
        <ChartSkeleton />
      )}
    </Section>
  );
}

interface ContentProps {
  history: FollowerHistory;
  view: "chart" | "table";
  nextSyncAt: string | null;
}

function Content({ history, view, nextSyncAt }: ContentProps) {
  const now = useNow();
  const height = useChartHeight();
  const { known, gaps, first, last } = historyFacts(history.points);
  const next = nextSyncAt ? ` ${t.chart.nextSync(relativeTime(nextSyncAt, now))}` : "";

  if (!first || !last) {
    return <EmptyState compact title={t.chart.noDataTitle} body={t.chart.noData + next} />;
  }
  if (view === "table") return <FollowerTable points={history.points} />;
  if (known === 1) {
    return (
      <EmptyState compact title={t.chart.oneDayTitle} body={t.chart.oneDay(exactNumber(first.followers)) + next} />
    );
  }
  return (
    <figure style={{ margin: 0 }}>
      <figcaption className="visually-hidden">
        {t.chart.summary(
          calendarDay(first.date, true), calendarDay(last.date, true),
          exactNumber(first.followers), exactNumber(last.followers),
        )}
      </figcaption>
      <Suspense fallback={<ChartSkeleton />}>
        <FollowerLine points={history.points} height={height} />
      </Suspense>
      {gaps > 0 && <Text size="xs" c="dimmed" mt={4}>{t.chart.gaps(gaps)}</Text>}
    </figure>
  );
}

function useChartHeight(): number {
  return useMediaQuery("(max-width: 48em)") ? 200 : 260;
}

function ChartSkeleton() {
  return <Skeleton h={useChartHeight()} />;
}
