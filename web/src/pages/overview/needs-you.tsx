import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { AccountAvatar } from "@/components/account-avatar";
import { useConnect } from "@/components/connect/connect-context";
import { EmptyState } from "@/components/empty-state";
import { ButtonLink, TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { accountState, byUrgency, needsAttention, type AccountState } from "@/lib/connection-state";
import { connectionProblem } from "@/components/sync/run-words";
import { accountName } from "@/lib/account-name";
import { atHandle } from "@/lib/format";
import { relativeTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useMay } from "@/services/auth";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

const rows_max = 5;

/** What nobody else will do: accounts whose access has ended or ends soon, and failed syncs. */
export function NeedsYou({ connections }: { connections: Connection[] | undefined }) {
  const now = useNow();
  const rows = byUrgency(connections ?? [], now)
    .map((connection) => ({ connection, state: accountState(connection, now) }))
    .filter(({ state }) => needsAttention(state));
  return (
    <Section title={t.overview.needsYou}>
      {!connections ? (
        <Stack gap="md" pt="xs">
          <Skeleton h={36} />
          <Skeleton h={36} />
        </Stack>
      ) : rows.length === 0 ? (
        <EmptyState
          compact icon={<IconCircleCheck size={28} color="var(--ok)" aria-hidden />}
          title={t.overview.nothingNeeded} body={t.overview.nothingNeededBody}
        />
      ) : (
        <Stack gap="md" pt="xs">
          {rows.slice(0, rows_max).map(({ connection, state }) => (
            <Row key={connection.id} connection={connection} state={state} now={now} />
          ))}
          {rows.length > rows_max && (
            <TextLink to="/accounts">{t.overview.moreNeeded(rows.length - rows_max)}</TextLink>
          )}
        </Stack>
      )}
    </Section>
  );
}

function reason(connection: Connection, state: AccountState, now: number): string {
  if (state === "failed") return connectionProblem(connection) ?? t.overview.reasonFailed;
  if (state === "needs_reauth" || !connection.accessEndsAt) return t.overview.reasonReauth;
  const ends = new Date(connection.accessEndsAt).getTime();
  return ends < now ? t.overview.reasonReauth : t.overview.reasonExpiring(relativeTime(connection.accessEndsAt, now));
}

function Row({ connection, state, now }: { connection: Connection; state: AccountState; now: number }) {
  const connect = useConnect();
  const mayConnect = useMay("connect");
  const handle = atHandle(connection.handle);
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <AccountAvatar platform={connection.platform} name={accountName(connection)} url={connection.avatarUrl} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text size="sm" fw={500} truncate title={handle}>{handle}</Text>
        <Text size="xs" c="dimmed">{reason(connection, state, now)}</Text>
      </div>
      {state === "failed" ? (
        <ButtonLink to={`/accounts/${connection.id}?tab=history`} size="compact-sm" variant="default" aria-label={`${t.overview.seeWhy}: ${handle}`}>
          {t.overview.seeWhy}
        </ButtonLink>
      ) : (
        mayConnect && (
          <Button size="compact-sm" variant="default" onClick={() => connect.start(connection.platform)} aria-label={`${t.accounts.reconnect} ${handle}`}>
            {t.accounts.reconnect}
          </Button>
        )
      )}
    </Group>
  );
}
