import { Button, Group, Skeleton, Stack, Tabs, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { ConfirmModal } from "@/components/confirm-modal";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { LazyDialog } from "@/components/lazy-dialog";
import { PageHeader } from "@/components/page-header";
import { PostBadge } from "@/components/publishing/post-badge";
import { PostRow } from "@/components/publishing/post-row";
import { ButtonLink, TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { campaignDates, countsOf } from "@/lib/campaign-dates";
import { exactNumber } from "@/lib/format";
import { notifyDone } from "@/lib/notify";
import { useMay, useZone } from "@/services/auth";
import { useCampaign, useDeleteCampaign } from "@/services/campaigns";
import { asApiError } from "@/services/errors";
import { isCut, usePostsOf, usePostSummary } from "@/services/posts";
import type { Campaign } from "@/services/wire";
import { k } from "@/strings/calendar";
import { p } from "@/strings/posts";
import { NotFoundPage } from "../message-pages";
import { CampaignBadge } from "./campaign-badge";
import { CampaignMessages } from "./campaign-messages";

const CampaignSlots = lazy(() => import("./campaign-slots"));
const CampaignTests = lazy(() => import("./campaign-tests"));
const CampaignVersions = lazy(() => import("./campaign-versions"));
const CampaignModal = lazy(() => import("./campaign-modal"));
const BulkPlanForm = lazy(() => import("./bulk-plan-form"));

const words = k.campaigns;
const tabs = ["posts", "slots", "variants", "versions", "plan", "messages"] as const;

export default function CampaignPage() {
  const { id = "" } = useParams();
  const campaign = useCampaign(id);
  if (campaign.data) return <View key={id} campaign={campaign.data} />;
  if (campaign.isPending) return <><PageHeader title={words.title} /><Stack gap="md"><Skeleton h={100} /><Skeleton h={240} /></Stack></>;
  if (asApiError(campaign.error).status === 404) return <NotFoundPage />;
  return <><PageHeader title={words.title} /><ErrorPanel error={campaign.error} onRetry={() => void campaign.refetch()} /></>;
}

function View({ campaign }: { campaign: Campaign }) {
  const zone = useZone();
  const mayWrite = useMay("connect");
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const posts = usePostsOf({ campaignId: campaign.id });
  const summary = usePostSummary(campaign.id).data;
  const states = summary ? countsOf(summary) : [];
  const remove = useDeleteCampaign();
  const [question, setQuestion] = useState<"edit" | "delete" | null>(null);
  const close = () => setQuestion(null);
  const shown = tabs.filter((one) => one !== "plan" || mayWrite);
  const tab = shown.find((one) => one === search.get("tab")) ?? "posts";
  const show = (next: string | null) => setSearch(next && next !== "posts" ? { tab: next } : {}, { replace: true });
  const erase = () => remove.mutate(campaign.id, { onSuccess: () => { notifyDone(words.deleted); void navigate("/campaigns"); } });

  return (
    <Stack gap="md">
      <TextLink to="/campaigns">{words.back}</TextLink>
      <PageHeader title={campaign.name}>
        {mayWrite && (
          <>
            <ButtonLink to={`/posts/new?campaign=${campaign.id}`} variant="default">{p.newPost}</ButtonLink>
            <Button variant="default" onClick={() => setQuestion("edit")}>{p.page.edit}</Button>
            <Button variant="subtle" color="red" onClick={() => setQuestion("delete")}>{words.delete}</Button>
          </>
        )}
      </PageHeader>
      <Section title={words.goal} aside={<CampaignBadge status={campaign.status} />}>
        <Text c={campaign.description === null ? "dimmed" : undefined} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{campaign.description ?? words.noGoal}</Text>
        <Text size="sm" c="dimmed" mt="xs">{campaignDates(campaign, zone)}</Text>
        {states.length > 0 && (
          <Group gap="lg" mt="sm" role="group" aria-label={words.byState}>
            {states.map(([status, count]) => (
              <Group key={status} gap={6}><PostBadge status={status} /><Text size="sm" fw={600}>{exactNumber(count)}</Text></Group>
            ))}
          </Group>
        )}
      </Section>
      <Tabs value={tab} onChange={show} keepMounted={false}>
        <Tabs.List mb="md" aria-label={words.sections}>
          {shown.map((one) => <Tabs.Tab key={one} value={one}>{words.tabs[one]}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="posts">
          <Section flush title={words.tabs.posts} hint={posts.data && isCut(posts.data) && p.cut(posts.data.length)}>
            {posts.isPending ? <Skeleton h={180} m="md" />
              : posts.isError && !posts.data ? <div style={{ padding: 16 }}><ErrorPanel error={posts.error} onRetry={() => void posts.refetch()} /></div>
              : posts.data.length === 0 ? <EmptyState compact title={words.noPosts} body={words.noPostsBody} />
              : posts.data.map((one) => <PostRow key={one.id} post={one} />)}
          </Section>
        </Tabs.Panel>
        <Tabs.Panel value="slots"><Suspense fallback={<Skeleton h={240} />}><CampaignSlots campaignId={campaign.id} /></Suspense></Tabs.Panel>
        <Tabs.Panel value="variants"><Suspense fallback={<Skeleton h={240} />}><CampaignTests campaignId={campaign.id} posts={posts.data ?? []} /></Suspense></Tabs.Panel>
        <Tabs.Panel value="versions"><Suspense fallback={<Skeleton h={240} />}><CampaignVersions posts={posts.data ?? []} /></Suspense></Tabs.Panel>
        {mayWrite && (
          <Tabs.Panel value="plan">
            <Suspense fallback={<Skeleton h={320} />}><BulkPlanForm campaignId={campaign.id} onDone={() => show("posts")} /></Suspense>
          </Tabs.Panel>
        )}
        <Tabs.Panel value="messages"><CampaignMessages campaignId={campaign.id} mayWrite={mayWrite} /></Tabs.Panel>
      </Tabs>
      <LazyDialog wanted={question === "edit"}>
        <CampaignModal opened={question === "edit"} campaign={campaign} onClose={close} onSaved={close} />
      </LazyDialog>
      <ConfirmModal
        opened={question === "delete"} title={words.deleteTitle(campaign.name)} body={words.deleteBody(states.reduce((sum, [, count]) => sum + count, 0))} submit={words.delete}
        busy={remove.isPending} error={remove.error} onSubmit={erase} onClose={close}
      />
    </Stack>
  );
}
