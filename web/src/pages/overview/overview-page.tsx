import { Button, Group, SimpleGrid, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useConnect } from "@/components/connect/connect-context";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { FollowerChart } from "@/components/follower-chart/follower-chart";
import { PageHeader } from "@/components/page-header";
import { PlatformMark } from "@/components/platform-mark";
import { useMay, useMe } from "@/services/auth";
import { useConnections } from "@/services/connections";
import { usePlatforms } from "@/services/platforms";
import { t } from "@/strings";
import { AccountsGlance } from "./accounts-glance";
import { LatestPosts } from "./latest-posts";
import { NeedsYou } from "./needs-you";
import { NextPosts } from "./next-posts";
import { Totals } from "./totals";
import classes from "./overview-page.module.css";

export default function OverviewPage() {
  const connections = useConnections();
  const mayConnect = useMay("connect");
  const connect = useConnect();

  if (connections.isError && !connections.data) {
    return (
      <>
        <PageHeader title={t.overview.title} />
        <ErrorPanel error={connections.error} onRetry={() => void connections.refetch()} />
      </>
    );
  }
  if (connections.data?.length === 0) return <FirstRun />;

  const next = connections.data?.map((one) => one.nextSyncAt).filter((at) => at !== null).sort()[0];
  return (
    <>
      <PageHeader title={t.overview.title}>
        {mayConnect && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={connect.open}>{t.accounts.connect}</Button>
        )}
      </PageHeader>
      <Stack gap="md">
        <Totals connections={connections.data} />
        <div className={classes.columns}>
          <FollowerChart title={t.overview.chart} nextSyncAt={next} />
          <NeedsYou connections={connections.data} />
        </div>
        <NextPosts />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <AccountsGlance connections={connections.data} />
          <LatestPosts connections={connections.data ?? []} />
        </SimpleGrid>
      </Stack>
    </>
  );
}

function FirstRun() {
  const { sandbox } = useMe();
  const mayConnect = useMay("connect");
  const connect = useConnect();
  const platforms = usePlatforms().data;
  return (
    <>
      <PageHeader title={t.overview.title} />
      <EmptyState
        icon={
          <Group gap="md" mb="xs" mih={24} aria-hidden>
            {platforms?.filter((one) => one.configured).map((one) => (
              <PlatformMark key={one.id} platform={one.id} size={24} labelled={false} />
            ))}
          </Group>
        }
        title={t.overview.emptyTitle}
        body={sandbox ? `${t.overview.emptyBody} ${t.overview.emptySandbox}` : t.overview.emptyBody}
        action={mayConnect && <Button onClick={connect.open}>{t.accounts.connect}</Button>}
      />
    </>
  );
}
