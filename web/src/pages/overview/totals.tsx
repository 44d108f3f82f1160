import { SimpleGrid } from "@mantine/core";
import { ErrorPanel } from "@/components/error-panel";
import { Num } from "@/components/number";
import { Stat } from "@/components/stat";
import { knownChange } from "@/lib/follower-history";
import { accountState, needsAttention } from "@/lib/connection-state";
import { signedNumber } from "@/lib/format";
import { relativeTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useAnalytics, useFollowers } from "@/services/analytics";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

const period = 30;

export function Totals({ connections }: { connections: Connection[] | undefined }) {
  const now = useNow();
  const analytics = useAnalytics();
  const followers = useFollowers(period);
  const change = knownChange(followers.data);

  if (analytics.isError && !analytics.data) {
    return <ErrorPanel error={analytics.error} onRetry={() => void analytics.refetch()} />;
  }
  const totals = analytics.data;
  const latest = totals?.recentPosts[0];
  const loading = !totals || !connections;
  // Before the first sync nothing is known, which is not the same as zero.
  const known = totals && connections?.some((one) => one.lastSyncedAt !== null) ? totals : undefined;
  const waiting = known ? undefined : t.overview.noData;
  const connected = connections?.filter((one) => one.status !== "disconnected") ?? [];
  const needing = connected.filter((one) => needsAttention(accountState(one, now))).length;

  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: "xs", sm: "md" }}>
      <Stat
        label={t.overview.followers} loading={loading} value={<Num value={known?.totalFollowers} />}
        note={change === null ? waiting : t.overview.change(signedNumber(change), period)}
        tone={change === null || change === 0 ? undefined : change > 0 ? "ok" : "bad"}
      />
      <Stat
        label={t.overview.engagement} loading={loading} value={<Num value={known?.totalEngagement} />}
        hint={t.overview.engagementHint}
        note={known ? t.overview.engagementNote : waiting}
      />
      <Stat
        label={t.overview.posts} loading={loading} value={<Num value={known?.totalPosts} />}
        note={latest ? t.overview.latestPost(relativeTime(latest.postedAt, now)) : waiting}
      />
      <Stat
        label={t.overview.accounts} loading={!connections} value={connected.length}
        note={t.overview.accountsNote(needing)} tone={needing > 0 ? "bad" : undefined}
      />
    </SimpleGrid>
  );
}
