import { Group, Text, Title, Tooltip } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { AccessText } from "@/components/access-text";
import { AccountActions } from "@/components/account-actions";
import { AccountAvatar } from "@/components/account-avatar";
import { platformName } from "@/components/platform-icons";
import { StateBadge } from "@/components/state-badge";
import { SyncProgressBar } from "@/components/sync/sync-progress-bar";
import { TimeText } from "@/components/time-text";
import { accountState } from "@/lib/connection-state";
import { accountName } from "@/lib/account-name";
import { atHandle } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { useProfile } from "@/services/analytics";
import { useSyncProgress } from "@/services/sync-runs";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import classes from "./account-header.module.css";

/** Who this is, how it is doing, and what to do with it. */
export function AccountHeader({ connection, onDisconnect }: { connection: Connection; onDisconnect: () => void }) {
  const now = useNow();
  const profile = useProfile(connection).data?.profile;
  const progress = useSyncProgress(connection);
  const state = accountState(connection, now);
  const handle = atHandle(connection.handle);
  const name = accountName(connection);
  useDocumentTitle(`${handle} · ${t.product}`);

  return (
    <header className={classes.header}>
      <AccountAvatar platform={connection.platform} name={name} url={profile?.profileImageUrl ?? connection.avatarUrl} size={64} />
      <div className={classes.words}>
        <Group gap={6} wrap="nowrap">
          <Title order={1} className={classes.name} dir="auto">{name}</Title>
          {profile?.isVerified && (
            <Tooltip label={t.account.verified}>
              <IconRosetteDiscountCheck size={20} color="var(--accent-text)" role="img" aria-label={t.account.verified} style={{ flexShrink: 0 }} />
            </Tooltip>
          )}
        </Group>
        <Text size="sm" c="dimmed" className={classes.handle}>{handle} · {platformName(connection.platform)}</Text>
        {profile?.bio && <Text size="sm" mt={4} maw={640} lineClamp={3} dir="auto" className={classes.bio}>{profile.bio}</Text>}
        <Group gap="4px 16px" mt={8}>
          {progress && state === "syncing" ? (
            <div className={classes.progress}><SyncProgressBar progress={progress} /></div>
          ) : (
            <StateBadge state={state} />
          )}
          {connection.lastSyncedAt && (
            <Text size="sm" c="dimmed" component="span">{t.accounts.lastSync} <TimeText iso={connection.lastSyncedAt} show="relative" /></Text>
          )}
          {connection.nextSyncAt && state !== "disconnected" && (
            <Text size="sm" c="dimmed" component="span">{t.accounts.nextSync} <TimeText iso={connection.nextSyncAt} show="relative" /></Text>
          )}
          {state !== "disconnected" && (
            <Text size="sm" c="dimmed" component="span">{t.accounts.access} <AccessText connection={connection} /></Text>
          )}
        </Group>
      </div>
      <Group gap={4} wrap="nowrap" className={classes.actions}>
        <AccountActions connection={connection} state={state} onDisconnect={onDisconnect} />
      </Group>
    </header>
  );
}
