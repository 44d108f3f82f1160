import { Button, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { ErrorPanel } from "@/components/error-panel";
import { Section } from "@/components/section";
import { Badge } from "@/components/state-badge";
import { TimeText } from "@/components/time-text";
import { notifyDone, notifyError } from "@/lib/notify";
import { browserName } from "@/lib/user-agent";
import { useEndSession, useSessions } from "@/services/sessions";
import type { Session } from "@/services/wire";
import { t } from "@/strings";
import { RowsSkeleton } from "./rows-skeleton";
import classes from "./rows.module.css";

const words = t.settings.sessions;

export function SessionsTab() {
  const sessions = useSessions();
  return (
    <Section flush title={words.title} hint={words.hint}>
      {sessions.data ? (
        <div role="list" aria-label={words.title}>
          {sessions.data.map((session) => <Row key={session.id} session={session} />)}
        </div>
      ) : sessions.isError ? (
        <div style={{ padding: 16 }}><ErrorPanel error={sessions.error} onRetry={() => void sessions.refetch()} /></div>
      ) : (
        <RowsSkeleton />
      )}
    </Section>
  );
}

function Row({ session }: { session: Session }) {
  const end = useEndSession();
  const name = browserName(session.userAgent) ?? t.common.unknown;
  return (
    <div className={classes.row} role="listitem">
      <div className={classes.words}>
        <Text size="sm" fw={500} truncate title={session.userAgent}>{name}</Text>
        <Text size="xs" c="dimmed">{session.ip}</Text>
      </div>
      <Text className={classes.fact} c="dimmed" component="div">{words.signedIn} <TimeText iso={session.createdAt} show="relative" /></Text>
      <Text className={classes.fact} c="dimmed" component="div">
        {words.lastSeen} <TimeText iso={session.lastSeenAt} show="relative" />
      </Text>
      <div className={classes.action}>
        {session.current ? (
          <Badge icon={IconCircleCheck} tone="ok" label={words.current} />
        ) : (
          <Button
            size="xs" variant="subtle" color="gray" aria-label={words.endLabel(name)} loading={end.isPending}
            onClick={() => end.mutate(session.id, { onSuccess: () => notifyDone(words.ended), onError: notifyError })}
          >
            {words.end}
          </Button>
        )}
      </div>
    </div>
  );
}
