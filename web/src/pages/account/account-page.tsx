import { Stack, Tabs } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { ErrorPanel } from "@/components/error-panel";
import { LazyDialog } from "@/components/lazy-dialog";
import { PageHeader } from "@/components/page-header";
import { PostsSkeleton } from "@/components/posts/posts-skeleton";
import { TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { SyncHistory } from "@/components/sync/sync-history";
import { asApiError } from "@/services/errors";
import { useConnection } from "@/services/connections";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { NotFoundPage } from "../message-pages";
import { AccountHeader } from "./account-header";
import { AccountNotice } from "./account-notice";
import { AccountOverview } from "./account-overview";
import { AccountSkeleton } from "./account-skeleton";

const AccountPosts = lazy(() => import("./account-posts"));
const DisconnectModal = lazy(() => import("@/components/disconnect-modal"));

const tabs = ["overview", "posts", "history"] as const;
type Tab = (typeof tabs)[number];

export default function AccountPage() {
  const { id = "" } = useParams();
  const connection = useConnection(id);
  if (connection.data) return <Account key={id} connection={connection.data} />;
  if (connection.isPending) return <AccountSkeleton />;
  if (asApiError(connection.error).status === 404) return <NotFoundPage />;
  return (
    <>
      <PageHeader title={t.account.title} />
      <ErrorPanel error={connection.error} onRetry={() => void connection.refetch()} />
    </>
  );
}

function Account({ connection }: { connection: Connection }) {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [leaving, setLeaving] = useState(false);
  const asked = search.get("tab");
  const tab: Tab = tabs.find((one) => one === asked) ?? "overview";
  const show = (value: string | null) =>
    setSearch(value && value !== "overview" ? { tab: value } : {}, { replace: true });

  return (
    <Stack gap="md">
      <TextLink to="/accounts">{t.account.backToAccounts}</TextLink>
      <AccountHeader connection={connection} onDisconnect={() => setLeaving(true)} />
      <AccountNotice connection={connection} />
      <Tabs value={tab} onChange={show} keepMounted={false}>
        <Tabs.List mb="md" aria-label={t.account.sections}>
          {tabs.map((one) => <Tabs.Tab key={one} value={one}>{t.account.tabs[one]}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="overview"><AccountOverview connection={connection} /></Tabs.Panel>
        <Tabs.Panel value="posts"><Suspense fallback={<PostsSkeleton />}><AccountPosts connection={connection} /></Suspense></Tabs.Panel>
        <Tabs.Panel value="history">
          <Section flush title={t.account.tabs.history}><SyncHistory connectionId={connection.id} /></Section>
        </Tabs.Panel>
      </Tabs>
      <LazyDialog wanted={leaving}>
        <DisconnectModal
          connection={leaving ? connection : null} onClose={() => setLeaving(false)}
          onDone={(purged) => void navigate(purged ? "/accounts" : `/accounts/${connection.id}`)}
        />
      </LazyDialog>
    </Stack>
  );
}
