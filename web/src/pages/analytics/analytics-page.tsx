import { Button, Tabs } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router";
import { useConnect } from "@/components/connect/connect-context";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { usePostFilter } from "@/components/posts/use-post-filter";
import { exportUrl } from "@/services/analytics";
import { useMay } from "@/services/auth";
import { useConnections } from "@/services/connections";
import { t } from "@/strings";
import { PostsTab } from "./posts-tab";

const AccountsTab = lazy(() => import("./accounts-tab"));
const BestTimesTab = lazy(() => import("./best-times-tab"));

const tabs = ["posts", "bestTimes", "accounts"] as const;

export default function AnalyticsPage() {
  const connections = useConnections();
  const mayConnect = useMay("connect");
  const connect = useConnect();
  const state = usePostFilter();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("tab");
  const tab = tabs.find((one) => one === asked) ?? "posts";

  if (connections.data?.length === 0) {
    return (
      <>
        <PageHeader title={t.analytics.title} />
        <EmptyState
          title={t.analytics.empty} body={t.analytics.emptyBody}
          action={mayConnect && <Button onClick={connect.open}>{t.accounts.connect}</Button>}
        />
      </>
    );
  }

  const show = (value: string | null) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (value && value !== "posts") after.set("tab", value);
      else after.delete("tab");
      return after;
    }, { replace: true });
  const all = connections.data ?? [];

  return (
    <>
      <PageHeader title={t.analytics.title}>
        <Button component="a" href={exportUrl(state.filter)} download variant="default" leftSection={<IconDownload size={16} aria-hidden />} title={t.analytics.exportHint}>
          {t.analytics.export}
        </Button>
      </PageHeader>
      <Tabs value={tab} onChange={show} keepMounted={false}>
        <Tabs.List mb="md" aria-label={t.analytics.sections}>
          {tabs.map((one) => <Tabs.Tab key={one} value={one}>{t.analytics.tabs[one]}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="posts"><PostsTab connections={all} state={state} /></Tabs.Panel>
        <Tabs.Panel value="bestTimes">
          <Suspense fallback={null}><BestTimesTab connections={all} state={state} /></Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="accounts">
          <Suspense fallback={null}><AccountsTab /></Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
