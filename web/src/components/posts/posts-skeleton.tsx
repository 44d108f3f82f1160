import { Group, Skeleton } from "@mantine/core";
import { t } from "@/strings";

export function PostsSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div aria-busy role="status" aria-label={t.common.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <Group key={index} h={64} px="md" gap="sm" wrap="nowrap" style={{ borderTop: "1px solid var(--line)" }}>
          <Skeleton w={44} h={44} radius={6} style={{ flexShrink: 0 }} />
          <div style={{ flex: 1 }}>
            <Skeleton h={12} w={`${70 - (index % 3) * 12}%`} mb={8} />
            <Skeleton h={10} w={120} />
          </div>
          <Skeleton h={12} w={200} visibleFrom="sm" />
        </Group>
      ))}
    </div>
  );
}
