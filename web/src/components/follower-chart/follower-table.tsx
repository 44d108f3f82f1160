import { ScrollArea, Table } from "@mantine/core";
import { historyRows } from "@/lib/follower-history";
import { exactNumber, signedNumber } from "@/lib/format";
import { calendarDay } from "@/lib/time";
import type { FollowerPoint } from "@/services/wire";
import { t } from "@/strings";

export function FollowerTable({ points }: { points: readonly FollowerPoint[] }) {
  return (
    <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0, role: "group", "aria-label": t.chart.table }}>
      <Table verticalSpacing={4} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.chart.date}</Table.Th>
            <Table.Th ta="right">{t.chart.followers}</Table.Th>
            <Table.Th ta="right">{t.chart.change}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {historyRows(points).map((row) => (
            <Table.Tr key={row.date}>
              <Table.Td>{calendarDay(row.date, true)}</Table.Td>
              <Table.Td ta="right">
                {row.followers === null ? t.chart.noValue : exactNumber(row.followers)}
              </Table.Td>
              <Table.Td ta="right">{signedNumber(row.change)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
