import { Button, Checkbox, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { AccountAvatar } from "@/components/account-avatar";
import { useConnect } from "@/components/connect/connect-context";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { platformName } from "@/components/platform-icons";
import { Section } from "@/components/section";
import { accountName } from "@/lib/account-name";
import type { DraftTarget } from "@/lib/draft";
import { atHandle } from "@/lib/format";
import { choosable } from "@/lib/publishable";
import { useConnections } from "@/services/connections";
import type { Platform } from "@/services/wire";
import { c } from "@/strings/compose";
import classes from "./composer.module.css";

interface Props {
  chosen: readonly DraftTarget[];
  platforms: ReadonlyMap<string, Platform>;
  /** What is sent has no files, no title and no options. */
  textAlone?: boolean;
  onToggle: (target: DraftTarget) => void;
}

const search_from = 8;

/** Where the post goes. Accounts that cannot be chosen say why. */
export default function AccountChoice({ chosen, platforms, textAlone = false, onToggle }: Props) {
  const connections = useConnections();
  const connect = useConnect();
  const [search, setSearch] = useState("");
  const rows = choosable(connections.data ?? [], platforms, search, textAlone);
  const free = rows.filter((one) => one.hindrance === null);
  const isChosen = (id: string) => chosen.some((one) => one.connectionId === id);
  const allChosen = free.length > 0 && free.every(({ connection }) => isChosen(connection.id));
  const toggleAll = () => {
    for (const { connection } of free) {
      if (isChosen(connection.id) === allChosen) onToggle({ connectionId: connection.id, platform: connection.platform });
    }
  };

  return (
    <Section
      title={c.accounts} hint={c.accountsHint}
      aside={free.length > 1 && (
        <Button size="compact-xs" variant="default" onClick={toggleAll}>{allChosen ? c.chooseNone : c.chooseAll}</Button>
      )}
    >
      {connections.isPending ? (
        <Stack gap="xs"><Skeleton h={40} /><Skeleton h={40} /></Stack>
      ) : connections.isError && !connections.data ? (
        <ErrorPanel error={connections.error} onRetry={() => void connections.refetch()} />
      ) : connections.data.length === 0 ? (
        <EmptyState compact title={c.noAccounts} body={c.noAccountsBody} action={<Button size="xs" onClick={connect.open}>{c.connect}</Button>} />
      ) : (
        <>
          {connections.data.length > search_from && (
            <TextInput size="xs" mb="xs" aria-label={c.find} placeholder={c.find} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
          )}
          <div role="group" aria-label={c.accounts} className={classes.accounts}>
            {rows.map(({ connection, hindrance }) => (
              <div key={connection.id} className={classes.account} data-hindered={hindrance !== null || undefined}>
                <Checkbox
                  checked={isChosen(connection.id)} disabled={hindrance !== null && !isChosen(connection.id)}
                  onChange={() => onToggle({ connectionId: connection.id, platform: connection.platform })}
                  classNames={{ body: classes.accountBody, labelWrapper: classes.accountWords }}
                  label={
                    <Group gap="xs" wrap="nowrap">
                      <AccountAvatar platform={connection.platform} name={accountName(connection)} url={connection.avatarUrl} size={28} />
                      <span className={classes.accountWords}>
                        <Text size="sm" truncate component="span" display="block">{atHandle(connection.handle)}</Text>
                        <Text size="xs" c={hindrance && hindrance !== "needsMore" ? "var(--bad)" : "dimmed"} truncate={hindrance !== "needsMore"} component="span" display="block">
                          {hindrance ? c.cannot[hindrance] : platformName(connection.platform)}
                        </Text>
                      </span>
                    </Group>
                  }
                />
                {hindrance === "needs_reauth" && (
                  <Button size="compact-xs" variant="default" onClick={() => connect.start(connection.platform)} aria-label={`${c.reconnect} ${atHandle(connection.handle)}`}>
                    {c.reconnect}
                  </Button>
                )}
              </div>
            ))}
          </div>
        </>
      )}
    </Section>
  );
}
