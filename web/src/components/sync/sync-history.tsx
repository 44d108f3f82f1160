import { Button, Center, Group, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { exactNumber } from "@/lib/format";
import { duration } from "@/lib/time";
import { useZone } from "@/services/auth";
import { useSyncRuns } from "@/services/sync-runs";
import type { SyncRun } from "@/services/wire";
import { t } from "@/strings";
import { EmptyState } from "../empty-state";
import { ErrorPanel } from "../error-panel";
import { Badge } from "../state-badge";
import { TimeText } from "../time-text";
import { runProblem, runStatus } from "./run-words";

interface Props {
  connectionId: string;
  /** For a narrow place. */
  compact?: boolean;
}

/** Every sync run of an account, newest first, with its reason when it went wrong. */
export function SyncHistory({ connectionId, compact = false }: Props) {
  const small = useMediaQuery("(max-width: 48em)");
  const runs = useSyncRuns(connectionId);
  if (runs.isPending) return <HistorySkeleton />;
  const rows = runs.data?.pages.flatMap((page) => page.data) ?? [];
  if (runs.isError && rows.length === 0) {
    return <div style={{ padding: 16 }}><ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} /></div>;
  }
  if (rows.length === 0) return <EmptyState compact title={t.sync.empty} body={t.sync.emptyBody} />;
  return (
    <>
      {compact || small ? <RunsList runs={rows} /> : <RunsTable runs={rows} />}
      {runs.hasNextPage && (
        <Center py="sm">
          <Button variant="default" size="xs" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            {t.common.loadMore}
          </Button>
        </Center>
      )}
    </>
  );
}

function RunsTable({ runs }: { runs: SyncRun[] }) {
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={210}>{t.sync.started}</Table.Th>
          <Table.Th w={104}>{t.sync.type}</Table.Th>
          <Table.Th>{t.sync.result}</Table.Th>
          <Table.Th w={92} ta="right">{t.sync.items}</Table.Th>
          <Table.Th w={110} ta="right">{t.sync.took}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr key={run.id} style={{ verticalAlign: "top" }}>
            <Table.Td><TimeText iso={run.startedAt} /></Table.Td>
            <Table.Td>{t.sync.types[run.type] ?? run.type}</Table.Td>
            <Table.Td><Status run={run} /><Problem run={run} /></Table.Td>
            <Table.Td ta="right">{exactNumber(run.itemsSynced)}</Table.Td>
            <Table.Td ta="right">{run.durationMs === null ? "" : duration(run.durationMs)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The same for narrow places: what went wrong gets the whole width. */
function RunsList({ runs }: { runs: SyncRun[] }) {
  return (
    <div role="list" aria-label={t.account.tabs.history}>
      {runs.map((run) => (
        <div key={run.id} role="listitem" style={{ padding: "10px 16px", borderTop: "1px solid var(--line)" }}>
          <Group justify="space-between" gap="xs">
            <Status run={run} />
            <Text size="sm" component="div"><TimeText iso={run.startedAt} show="exact" /></Text>
          </Group>
          <Problem run={run} />
          <Text size="xs" c="dimmed" mt={2}>
            {t.sync.types[run.type] ?? run.type} · {t.sync.itemCount(run.itemsSynced)}
            {run.durationMs === null ? "" : ` · ${duration(run.durationMs)}`}
          </Text>
        </div>
      ))}
    </div>
  );
}

function Status({ run }: { run: SyncRun }) {
  const { label, tone } = runStatus(run.status);
  const icon = tone === "ok" ? IconCircleCheck : tone === "busy" ? IconRefresh : IconAlertTriangle;
  return <Badge icon={icon} tone={tone} label={label} />;
}

function Problem({ run }: { run: SyncRun }) {
  const problem = runProblem(run, useZone());
  if (!problem) return null;
  return (
    <Text size="sm" c="dimmed" title={run.errorMessage ?? undefined} style={{ overflowWrap: "anywhere" }}>
      {problem}
      {run.errorCode && <Text span size="xs"> ({t.sync.code} <code>{run.errorCode}</code>)</Text>}
    </Text>
  );
}

function HistorySkeleton() {
  return (
    <Stack gap={12} p="md" role="status" aria-label={t.common.loading}>
      {[0, 1, 2, 3, 4].map((index) => <Skeleton key={index} h={16} w={`${90 - index * 6}%`} />)}
    </Stack>
  );
}
