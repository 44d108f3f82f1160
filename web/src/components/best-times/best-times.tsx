import { SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { heatMap, hourText } from "@/lib/heat-map";
import { useBestTimes, type AccountFilter } from "@/services/analytics";
import type { BestTimeCell, BestTimes as BestTimesData } from "@/services/wire";
import { t } from "@/strings";
import { EmptyState } from "../empty-state";
import { ErrorPanel } from "../error-panel";
import { Section } from "../section";
import { BestTimesTable } from "./best-times-table";
import { HeatMapGrid } from "./heat-map-grid";

/** When posts did best, by weekday and hour in the workspace's zone. */
export function BestTimes({ filter }: { filter: AccountFilter }) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const times = useBestTimes(filter);
  return (
    <Section
      title={t.bestTimes.title}
      hint={times.data ? t.bestTimes.hint(times.data.timezone) : undefined}
      aside={
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
      }
    >
      {times.isError && !times.data ? (
        <ErrorPanel error={times.error} onRetry={() => void times.refetch()} />
      ) : times.data ? (
        <Content data={times.data} view={view} />
      ) : (
        <Skeleton h={200} />
      )}
    </Section>
  );
}

export function slotText(cell: BestTimeCell): string {
  return t.bestTimes.slot(t.bestTimes.daysLong[cell.weekday] ?? "", hourText(cell.hour));
}

function Content({ data, view }: { data: BestTimesData; view: "chart" | "table" }) {
  const map = heatMap(data.cells);
  if (map.best.length === 0) {
    return <EmptyState compact title={t.bestTimes.empty} body={t.bestTimes.emptyBody} />;
  }
  const slots = map.best.map(slotText).join(", ");
  return (
    <>
      <Text size="sm" mb="sm">
        <Text span inherit c="dimmed">{t.bestTimes.best}: </Text>
        {slots}
      </Text>
      {view === "chart" ? <HeatMapGrid map={map} slots={slots} /> : <BestTimesTable cells={data.cells} />}
    </>
  );
}
