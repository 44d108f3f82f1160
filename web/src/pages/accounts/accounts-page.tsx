import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { useConnect } from "@/components/connect/connect-context";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { LazyDialog } from "@/components/lazy-dialog";
import { PageHeader } from "@/components/page-header";
import { platformName } from "@/components/platform-icons";
import { Section } from "@/components/section";
import { accountName } from "@/lib/account-name";
import { byUrgency } from "@/lib/connection-state";
import { useNow } from "@/lib/use-now";
import { useMay } from "@/services/auth";
import { useConnections } from "@/services/connections";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { AccountsSkeleton, AccountsTable } from "./accounts-table";

const DisconnectModal = lazy(() => import("@/components/disconnect-modal"));
const SyncHistoryDrawer = lazy(() => import("./sync-history-drawer"));

const filter_from = 6;

export default function AccountsPage() {
  const connections = useConnections();
  const mayConnect = useMay("connect");
  const connect = useConnect();
  return (
    <>
      <PageHeader title={t.accounts.title}>
        {mayConnect && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={connect.open}>{t.accounts.connect}</Button>
        )}
      </PageHeader>
      {connections.data ? (
        connections.data.length === 0 ? (
          <EmptyState
            title={t.accounts.empty} body={t.accounts.emptyBody}
            action={mayConnect && <Button variant="default" onClick={connect.open}>{t.accounts.connect}</Button>}
          />
        ) : (
          <Lists connections={connections.data} />
        )
      ) : connections.isError ? (
        <ErrorPanel error={connections.error} onRetry={() => void connections.refetch()} />
      ) : (
        <AccountsSkeleton />
      )}
    </>
  );
}

function Lists({ connections }: { connections: Connection[] }) {
  const now = useNow();
  const [find, setFind] = useState("");
  const [platform, setPlatform] = useState("");
  const [leaving, setLeaving] = useState<Connection | null>(null);
  const [history, setHistory] = useState<Connection | null>(null);

  const sought = find.trim().toLowerCase();
  const matching = byUrgency(connections, now).filter(
    (one) =>
      (platform === "" || one.platform === platform) &&
      `${one.handle} ${accountName(one)}`.toLowerCase().includes(sought),
  );
  const current = matching.filter((one) => one.status !== "disconnected");
  const gone = matching.filter((one) => one.status === "disconnected");
  const actions = { onDisconnect: setLeaving, onHistory: setHistory };

  return (
    <Stack gap="md">
      {connections.length >= filter_from && (
        <Filters connections={connections} find={find} onFind={setFind} platform={platform} onPlatform={setPlatform} />
      )}
      {matching.length === 0 && <EmptyState title={t.accounts.noMatch} body={t.accounts.noMatchBody} />}
      {current.length > 0 && <AccountsTable connections={current} {...actions} />}
      {gone.length > 0 && (
        <Section flush title={t.accounts.disconnectedTitle} hint={t.accounts.disconnectedBody}>
          <AccountsTable connections={gone} framed={false} {...actions} />
        </Section>
      )}
      <LazyDialog wanted={leaving !== null}>
        <DisconnectModal connection={leaving} onClose={() => setLeaving(null)} />
      </LazyDialog>
      <LazyDialog wanted={history !== null}>
        <SyncHistoryDrawer connection={history} onClose={() => setHistory(null)} />
      </LazyDialog>
    </Stack>
  );
}

interface FiltersProps {
  connections: Connection[];
  find: string;
  onFind: (value: string) => void;
  platform: string;
  onPlatform: (value: string) => void;
}

function Filters({ connections, find, onFind, platform, onPlatform }: FiltersProps) {
  const present = [...new Set(connections.map((one) => one.platform))];
  return (
    <Group gap="xs">
      <TextInput
        aria-label={t.accounts.find} placeholder={t.accounts.find} w={{ base: "100%", xs: 240 }}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={find} onChange={(event) => onFind(event.currentTarget.value)}
      />
      <Select
        aria-label={t.accounts.platform} w={{ base: "100%", xs: 180 }} value={platform} onChange={(value) => onPlatform(value ?? "")}
        data={[{ value: "", label: t.accounts.allPlatforms }, ...present.map((id) => ({ value: id, label: platformName(id) }))]}
      />
    </Group>
  );
}
