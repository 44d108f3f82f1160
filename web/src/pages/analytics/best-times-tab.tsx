import { Group, Stack } from "@mantine/core";
import { BestTimes } from "@/components/best-times/best-times";
import type { PostFilterState } from "@/components/posts/use-post-filter";
import type { AccountFilter } from "@/services/analytics";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { AccountSelects } from "./account-selects";

export default function BestTimesTab({ connections, state }: { connections: Connection[]; state: PostFilterState }) {
  const { platform, connectionId } = state.filter;
  const filter: AccountFilter = { ...(platform ? { platform } : {}), ...(connectionId ? { connectionId } : {}) };
  return (
    <Stack gap="md">
      <Group gap="xs" role="group" aria-label={t.analytics.filters}>
        <AccountSelects connections={connections} filter={state.filter} onChange={state.change} />
      </Group>
      <BestTimes filter={filter} />
    </Stack>
  );
}
