import { SimpleGrid, Stack } from "@mantine/core";
import { BestTimes } from "@/components/best-times/best-times";
import { ErrorPanel } from "@/components/error-panel";
import { FollowerChart } from "@/components/follower-chart/follower-chart";
import { Num, Percent } from "@/components/number";
import { Stat } from "@/components/stat";
import { useProfile } from "@/services/analytics";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

export function AccountOverview({ connection }: { connection: Connection }) {
  const analytics = useProfile(connection);
  const profile = analytics.data?.profile;
  const loading = analytics.isPending;
  return (
    <Stack gap="md">
      {analytics.isError && !profile ? (
        <ErrorPanel error={analytics.error} onRetry={() => void analytics.refetch()} />
      ) : (
        <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: "xs", sm: "md" }}>
          <Stat label={t.account.followers} loading={loading} value={<Num value={profile?.followerCount} />} />
          <Stat label={t.account.following} loading={loading} value={<Num value={profile?.followingCount} />} />
          <Stat label={t.account.posts} loading={loading} value={<Num value={profile?.postCount} />} />
          <Stat label={t.account.engagement} loading={loading} value={<Percent value={profile?.engagementRate} />} />
        </SimpleGrid>
      )}
      <FollowerChart title={t.account.growth} connectionId={connection.id} nextSyncAt={connection.nextSyncAt} />
      <BestTimes filter={{ connectionId: connection.id }} />
    </Stack>
  );
}
