import { Group, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { Stat } from "@/components/stat";
import { t } from "@/strings";

export function AccountSkeleton() {
  return (
    <Stack gap="md" role="status" aria-label={t.common.loading}>
      <h1 className="visually-hidden">{t.account.title}</h1>
      <Skeleton h={14} w={90} />
      <Group gap="md" align="flex-start" wrap="nowrap">
        <Skeleton circle h={64} w={64} style={{ flexShrink: 0 }} />
        <div style={{ flex: 1 }}>
          <Skeleton h={20} w={200} mb={10} />
          <Skeleton h={12} w={140} mb={12} />
          <Skeleton h={12} w="60%" />
        </div>
      </Group>
      <Skeleton h={36} />
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
        {[t.account.followers, t.account.following, t.account.posts, t.account.engagement].map((label) => (
          <Stat key={label} label={label} value="" loading />
        ))}
      </SimpleGrid>
      <Skeleton h={320} radius={8} />
    </Stack>
  );
}
