import { Button, Center, Group, Paper, ScrollArea, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { PageHeader } from "@/components/page-header";
import { useMe } from "@/services/auth";
import { jobStates, useJobs, type JobState } from "@/services/jobs";
import { t } from "@/strings";
import { NotFoundPage } from "../message-pages";
import { RowsSkeleton } from "../settings/rows-skeleton";
import { JobRow } from "./job-row";

export default function JobsPage() {
  return useMe().instanceAdmin ? <Jobs /> : <NotFoundPage />;
}

function Jobs() {
  const [state, setState] = useState<JobState>("dead");
  const jobs = useJobs(state);
  const rows = jobs.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageHeader title={t.admin.title} />
      <Text size="sm" c="dimmed" mb="md">{t.admin.hint}</Text>
      <ScrollArea type="never" mb="md">
        <SegmentedControl
          aria-label={t.admin.state} value={state} onChange={(value) => setState(value)}
          data={jobStates.map((value) => ({ value, label: t.admin.states[value] }))}
        />
      </ScrollArea>
      <Paper p={0} bg="var(--surface)" style={{ overflow: "hidden" }}>
        {jobs.isPending ? (
          <RowsSkeleton />
        ) : rows.length > 0 ? (
          <div role="list" aria-label={t.admin.title} style={{ marginTop: -1, opacity: jobs.isPlaceholderData ? 0.6 : 1 }}>
            {rows.map((job) => <JobRow key={job.id} job={job} />)}
          </div>
        ) : jobs.isError ? (
          <Group p="md"><ErrorPanel error={jobs.error} onRetry={() => void jobs.refetch()} /></Group>
        ) : state === "dead" ? (
          <EmptyState title={t.admin.emptyDead} body={t.admin.emptyDeadBody} />
        ) : (
          <EmptyState title={t.admin.empty} body={t.admin.emptyBody} />
        )}
        {jobs.hasNextPage && (
          <Center py="sm">
            <Button size="xs" variant="default" loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
              {t.common.loadMore}
            </Button>
          </Center>
        )}
      </Paper>
    </>
  );
}
