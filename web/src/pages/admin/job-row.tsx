import { Button, Text } from "@mantine/core";
import { TimeText } from "@/components/time-text";
import { notifyDone, notifyError } from "@/lib/notify";
import { useRetryJob } from "@/services/jobs";
import type { Job } from "@/services/wire";
import { t } from "@/strings";
import classes from "../settings/rows.module.css";

export function JobRow({ job }: { job: Job }) {
  const retry = useRetryJob();
  return (
    <div className={classes.row} role="listitem">
      <div className={classes.words}>
        <Text size="sm" fw={500} truncate>{job.kind}</Text>
        {job.lastError && (
          <Text size="xs" c="dimmed" lineClamp={2} title={job.lastError} style={{ overflowWrap: "anywhere" }}>{job.lastError}</Text>
        )}
      </div>
      <Text className={classes.fact} c="dimmed">{t.admin.attempts} {job.attempt} / {job.attemptsMax}</Text>
      <Text className={classes.fact} c="dimmed" component="div">{t.admin.runs} <TimeText iso={job.runAt} show="relative" /></Text>
      <div className={classes.action}>
        {job.state === "dead" && (
          <Button
            size="xs" variant="default" aria-label={t.admin.retryLabel(job.kind)} loading={retry.isPending}
            onClick={() => retry.mutate(job.id, { onSuccess: () => notifyDone(t.admin.retried), onError: notifyError })}
          >
            {t.admin.retry}
          </Button>
        )}
      </div>
    </div>
  );
}
