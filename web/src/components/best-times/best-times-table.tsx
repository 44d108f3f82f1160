import { ScrollArea, Table } from "@mantine/core";
import { hourText } from "@/lib/heat-map";
import type { BestTimeCell } from "@/services/wire";
import { t } from "@/strings";
import { Percent } from "../number";

export function BestTimesTable({ cells }: { cells: readonly BestTimeCell[] }) {
  const rows = cells
    .filter((cell) => cell.posts > 0)
    .toSorted((a, b) => b.engagementRate - a.engagementRate);
  return (
    <ScrollArea.Autosize mah={240} viewportProps={{ tabIndex: 0, role: "group", "aria-label": t.bestTimes.table }}>
      <Table verticalSpacing={4} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.bestTimes.weekday}</Table.Th>
            <Table.Th>{t.bestTimes.hour}</Table.Th>
            <Table.Th ta="right">{t.bestTimes.posts}</Table.Th>
            <Table.Th ta="right">{t.bestTimes.rate}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cell) => (
            <Table.Tr key={`${cell.weekday}-${cell.hour}`}>
              <Table.Td>{t.bestTimes.daysLong[cell.weekday]}</Table.Td>
              <Table.Td>{hourText(cell.hour)}</Table.Td>
              <Table.Td ta="right">{cell.posts}</Table.Td>
              <Table.Td ta="right"><Percent value={cell.engagementRate} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
