import { Group, Text } from "@mantine/core";
import { AccountActions } from "@/components/account-actions";
import { Num } from "@/components/number";
import { StateBadge } from "@/components/state-badge";
import { SyncProgressBar } from "@/components/sync/sync-progress-bar";
import { TimeText } from "@/components/time-text";
import { accountState } from "@/lib/connection-state";
import { useNow } from "@/lib/use-now";
import { useSyncProgress } from "@/services/sync-runs";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { AccountName } from "./account-name";
import type { RowActions } from "./accounts-table";
import classes from "./accounts-table.module.css";

export function AccountCard({ connection, onDisconnect, onHistory }: RowActions & { connection: Connection }) {
  const now = useNow();
  const progress = useSyncProgress(connection);
  const state = accountState(connection, now);
  return (
    <div role="listitem" className={classes.card}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <AccountName connection={connection} />
        <Text size="sm" fw={500} aria-label={t.accounts.followers}><Num value={connection.followerCount} /></Text>
      </Group>
      <Group justify="space-between" wrap="nowrap" gap="sm" mt={8} mih={32}>
        <div style={{ minWidth: 0 }}>
          {progress && state === "syncing" ? <SyncProgressBar progress={progress} /> : <StateBadge state={state} />}
          {connection.lastSyncedAt && state !== "syncing" && (
            <Text size="xs" c="dimmed">{t.accounts.lastSync} <TimeText iso={connection.lastSyncedAt} show="relative" /></Text>
          )}
        </div>
        <Group gap={4} wrap="nowrap">
          <AccountActions
            connection={connection} state={state}
            onDisconnect={() => onDisconnect(connection)} onHistory={() => onHistory(connection)}
          />
        </Group>
      </Group>
    </div>
  );
}
