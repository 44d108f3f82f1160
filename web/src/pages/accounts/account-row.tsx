import { Group, Table, Text } from "@mantine/core";
import { Num } from "@/components/number";
import { StateBadge } from "@/components/state-badge";
import { SyncProgressBar } from "@/components/sync/sync-progress-bar";
import { TimeText } from "@/components/time-text";
import { AccountActions } from "@/components/account-actions";
import { AccessText } from "@/components/access-text";
import { accountState } from "@/lib/connection-state";
import { useNow } from "@/lib/use-now";
import { useSyncProgress } from "@/services/sync-runs";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { AccountName } from "./account-name";
import type { RowActions } from "./accounts-table";

export function AccountRow({ connection, onDisconnect, onHistory }: RowActions & { connection: Connection }) {
  const now = useNow();
  const progress = useSyncProgress(connection);
  const state = accountState(connection, now);
  const gone = state === "disconnected";
  return (
    <Table.Tr>
      <Table.Td><AccountName connection={connection} /></Table.Td>
      <Table.Td ta="right"><Num value={connection.followerCount} /></Table.Td>
      <Table.Td>
        {progress && state === "syncing" ? <SyncProgressBar progress={progress} /> : <StateBadge state={state} />}
      </Table.Td>
      <Table.Td><AccessText connection={connection} /></Table.Td>
      <Table.Td>
        {connection.lastSyncedAt ? <TimeText iso={connection.lastSyncedAt} show="relative" /> : <Muted>{t.accounts.neverSynced}</Muted>}
      </Table.Td>
      <Table.Td>
        {connection.nextSyncAt && !gone ? <TimeText iso={connection.nextSyncAt} show="relative" /> : <Muted>{t.accounts.noNextSync}</Muted>}
      </Table.Td>
      <Table.Td>
        <Group justify="flex-end" gap={4} wrap="nowrap">
          <AccountActions
            connection={connection} state={state}
            onDisconnect={() => onDisconnect(connection)} onHistory={() => onHistory(connection)}
          />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function Muted({ children }: { children: string }) {
  return <Text span size="sm" c="dimmed">{children}</Text>;
}
