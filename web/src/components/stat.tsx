import { Paper, Skeleton, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  /** What exactly is counted, on hover. */
  hint?: string;
  tone?: "ok" | "bad";
  loading?: boolean;
}

/** One number with its name and what to think of it. */
export function Stat({ label, value, note, hint, tone, loading = false }: Props) {
  const color = tone ? `var(--${tone})` : "dimmed";
  return (
    <Paper px="md" py={12} bg="var(--surface)" title={hint}>
      <Text size="sm" c="dimmed" fw={500}>{label}</Text>
      {loading ? (
        <>
          <Skeleton h={24} w={80} my={4} />
          <Skeleton h={12} w={96} mt={8} mb={2} />
        </>
      ) : (
        <>
          <Text fz={24} lh="32px" fw={600}>{value}</Text>
          {note !== undefined && <Text size="xs" c={color} lh="20px">{note}</Text>}
        </>
      )}
    </Paper>
  );
}
