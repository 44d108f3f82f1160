import { Center, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  body: string;
  icon?: ReactNode;
  action?: ReactNode;
  compact?: boolean;
}

export function EmptyState({ title, body, icon, action, compact = false }: Props) {
  return (
    <Center py={compact ? 24 : 64} px="md">
      <Stack align="center" gap={compact ? 4 : 8} maw={440}>
        {icon}
        {compact ? <Text fw={500}>{title}</Text> : <Title order={2}>{title}</Title>}
        <Text c="dimmed" ta="center" size="sm">{body}</Text>
        {action && <div style={{ marginTop: 8 }}>{action}</div>}
      </Stack>
    </Center>
  );
}
