import { Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  hint?: ReactNode;
  aside?: ReactNode;
  /** True when the content brings its own edges, such as a table. */
  flush?: boolean;
  children: ReactNode;
}

/** A card with a heading; everything on a page stands in one of these. */
export function Section({ title, hint, aside, flush = false, children }: Props) {
  return (
    <Paper component="section" p={0} bg="var(--surface)" aria-label={title}>
      <Group justify="space-between" px="md" pt={12} pb={flush ? 12 : 4} gap="xs" mih={44}>
        <div>
          <Title order={2}>{title}</Title>
          {hint && <Text size="xs" c="dimmed">{hint}</Text>}
        </div>
        {aside}
      </Group>
      <div style={flush ? undefined : { padding: "4px 16px 16px" }}>{children}</div>
    </Paper>
  );
}
