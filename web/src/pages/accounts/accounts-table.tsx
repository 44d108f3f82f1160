import { Group, Paper, Skeleton, Table } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { AccountCard } from "./account-card";
import { AccountRow } from "./account-row";
import classes from "./accounts-table.module.css";

export interface RowActions {
  onDisconnect: (connection: Connection) => void;
  onHistory: (connection: Connection) => void;
}

interface Props extends RowActions {
  connections: Connection[];
  framed?: boolean;
}

/** One row per account; cards where the window is narrow. */
export function AccountsTable({ connections, framed = true, ...actions }: Props) {
  const narrow = useMediaQuery("(max-width: 62em)");
  const rows = narrow ? (
    <div role="list" aria-label={t.accounts.title}>
      {connections.map((one) => <AccountCard key={one.id} connection={one} {...actions} />)}
    </div>
  ) : (
    <Table className={classes.table} aria-label={t.accounts.title}>
      <Head />
      <Table.Tbody>
        {connections.map((one) => <AccountRow key={one.id} connection={one} {...actions} />)}
      </Table.Tbody>
    </Table>
  );
  return framed ? <Paper p={0} bg="var(--surface)" className={classes.frame}>{rows}</Paper> : rows;
}

function Head() {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{t.accounts.account}</Table.Th>
        <Table.Th w={100} ta="right">{t.accounts.followers}</Table.Th>
        <Table.Th w={196}>{t.accounts.state}</Table.Th>
        <Table.Th w={120}>{t.accounts.access}</Table.Th>
        <Table.Th w={120}>{t.accounts.lastSync}</Table.Th>
        <Table.Th w={110}>{t.accounts.nextSync}</Table.Th>
        <Table.Th w={184}><span className="visually-hidden">{t.accounts.actions}</span></Table.Th>
      </Table.Tr>
    </Table.Thead>
  );
}

export function AccountsSkeleton() {
  return (
    <Paper p={0} bg="var(--surface)" role="status" aria-label={t.common.loading}>
      {Array.from({ length: 6 }, (_, index) => (
        <Group key={index} h={57} px="md" gap="md" wrap="nowrap" style={{ borderTop: index ? "1px solid var(--line)" : undefined }}>
          <Skeleton circle h={32} w={32} style={{ flexShrink: 0 }} />
          <div style={{ flex: 1 }}>
            <Skeleton h={12} w={150} mb={8} />
            <Skeleton h={10} w={100} />
          </div>
          <Skeleton h={12} w={60} visibleFrom="sm" />
          <Skeleton h={12} w={90} />
          <Skeleton h={12} w={90} visibleFrom="sm" />
          <Skeleton h={28} w={90} visibleFrom="sm" />
        </Group>
      ))}
    </Paper>
  );
}
