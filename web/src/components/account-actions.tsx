import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconHistory, IconPlugConnected, IconPlugConnectedX, IconRefresh, IconRefreshDot, IconTrash } from "@tabler/icons-react";
import type { AccountState } from "@/lib/connection-state";
import { atHandle } from "@/lib/format";
import { useMay } from "@/services/auth";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { useConnect } from "./connect/connect-context";
import { useSyncAction } from "./sync/use-sync-action";

interface Props {
  connection: Connection;
  state: AccountState;
  onDisconnect: () => void;
  /** Left out where the history stands on the same page. */
  onHistory?: () => void;
}

/** The one thing to do next as a button, the rest in a menu. */
export function AccountActions({ connection, state, onDisconnect, onHistory }: Props) {
  const mayConnect = useMay("connect");
  const connect = useConnect();
  const sync = useSyncAction(connection);
  const handle = atHandle(connection.handle);
  const gone = state === "disconnected";
  const broken = gone || state === "needs_reauth" || state === "expiring";
  const canSync = connection.status === "active";

  return (
    <>
      {mayConnect && (broken ? (
        <Button size="xs" variant={gone ? "default" : "filled"} aria-label={`${t.accounts.reconnect} ${handle}`} onClick={() => connect.start(connection.platform)}>
          {t.accounts.reconnect}
        </Button>
      ) : (
        <Button
          size="xs" variant="default" aria-label={`${t.accounts.sync}: ${handle}`}
          disabled={state === "syncing"} loading={sync.busy} onClick={() => sync.run(false)}
        >
          {t.accounts.sync}
        </Button>
      ))}
      {(mayConnect || onHistory) && (
        <Menu position="bottom-end" width={210}>
          <Menu.Target>
            <ActionIcon aria-label={t.accounts.actionsFor(handle)}><IconDots size={18} aria-hidden /></ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayConnect && canSync && broken && (
              <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => sync.run(false)}>{t.accounts.sync}</Menu.Item>
            )}
            {mayConnect && canSync && (
              <Menu.Item leftSection={<IconRefreshDot size={16} aria-hidden />} disabled={state === "syncing"} onClick={() => sync.run(true)}>
                {t.accounts.syncFull}
              </Menu.Item>
            )}
            {onHistory && (
              <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={onHistory}>{t.accounts.history}</Menu.Item>
            )}
            {mayConnect && !broken && (
              <Menu.Item leftSection={<IconPlugConnected size={16} aria-hidden />} onClick={() => connect.start(connection.platform)}>
                {t.accounts.reconnect}
              </Menu.Item>
            )}
            {mayConnect && <Menu.Divider />}
            {mayConnect && (
              <Menu.Item
                c="var(--bad)" onClick={onDisconnect}
                leftSection={gone ? <IconTrash size={16} aria-hidden /> : <IconPlugConnectedX size={16} aria-hidden />}
              >
                {gone ? t.accounts.deleteData : t.accounts.disconnect}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
