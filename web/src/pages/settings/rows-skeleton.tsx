import { Skeleton, Stack } from "@mantine/core";
import { t } from "@/strings";

export function RowsSkeleton() {
  return (
    <Stack gap={20} p="md" role="status" aria-label={t.common.loading}>
      {[0, 1, 2].map((index) => <Skeleton key={index} h={18} w={`${94 - index * 8}%`} />)}
    </Stack>
  );
}
