import { Group, Paper, ScrollArea, Skeleton, Stack, Table } from "@mantine/core";
import { AccountAvatar } from "@/components/account-avatar";
import { ErrorPanel } from "@/components/error-panel";
import { Num, Percent } from "@/components/number";
import { TextLink } from "@/components/router-link";
import { atHandle, percent } from "@/lib/format";
import { useAnalytics } from "@/services/analytics";
import type { AccountSummary } from "@/services/wire";
import { t } from "@/strings";

/** Every account beside the others, the largest first. */
export default function AccountsTab() {
  const analytics = useAnalytics();
  if (analytics.isPending) {
    return (
      <Paper p="md" bg="var(--surface)" role="status" aria-label={t.common.loading}>
        <Stack gap={20}>{[0, 1, 2, 3, 4].map((index) => <Skeleton key={index} h={20} />)}</Stack>
      </Paper>
    );
  }
  if (!analytics.data) {
    return <ErrorPanel error={analytics.error} onRetry={() => void analytics.refetch()} />;
  }
  const { platforms, totalFollowers } = analytics.data;
  const rows = platforms.toSorted((a, b) => (b.followers ?? -1) - (a.followers ?? -1));
  return (
    <Paper p={0} bg="var(--surface)">
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: "group", "aria-label": t.analytics.tabs.accounts }}>
        <Table miw={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.analytics.account}</Table.Th>
              <Table.Th ta="right">{t.account.followers}</Table.Th>
              <Table.Th ta="right">{t.analytics.share}</Table.Th>
              <Table.Th ta="right">{t.account.posts}</Table.Th>
              <Table.Th ta="right">{t.account.engagement}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => <Row key={row.connectionId} row={row} total={totalFollowers} />)}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Paper>
  );
}

function Row({ row, total }: { row: AccountSummary; total: number }) {
  const share = row.followers === null || total === 0 ? null : (row.followers / total) * 100;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <AccountAvatar platform={row.platform} name={row.handle} url={row.profileImage} size={28} />
          <TextLink to={`/accounts/${row.connectionId}`} c="inherit" maw={280} truncate>{atHandle(row.handle)}</TextLink>
        </Group>
      </Table.Td>
      <Table.Td ta="right"><Num value={row.followers} /></Table.Td>
      <Table.Td ta="right">{percent(share)}</Table.Td>
      <Table.Td ta="right"><Num value={row.posts} /></Table.Td>
      <Table.Td ta="right"><Percent value={row.engagementRate} /></Table.Td>
    </Table.Tr>
  );
}
