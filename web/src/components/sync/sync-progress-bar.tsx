import { Progress, Text } from "@mantine/core";
import { percentDone, type SyncProgress } from "@/services/sync-progress";
import { t } from "@/strings";

/** What a sync is doing now and how far it is. */
export function SyncProgressBar({ progress }: { progress: SyncProgress }) {
  const stage = t.sync.stage[progress.stage] ?? t.sync.stageOther;
  const counts = progress.done > 0 || progress.total ? ` ${t.sync.counted(progress.done, progress.total)}` : "";
  return (
    <div title={t.sync.leave} style={{ minWidth: 150 }}>
      <Text size="xs" c="dimmed" truncate role="status">{stage}{counts}</Text>
      <Progress size={4} mt={4} value={percentDone(progress)} aria-label={stage} />
    </div>
  );
}
