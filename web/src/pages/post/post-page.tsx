import { Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { lazy, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { ErrorPanel } from "@/components/error-panel";
import { LazyDialog } from "@/components/lazy-dialog";
import { MediaThumb } from "@/components/media/media-thumb";
import { PageHeader } from "@/components/page-header";
import { PostBadge } from "@/components/publishing/post-badge";
import { ButtonLink, TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { TimeText } from "@/components/time-text";
import { notifyDone, notifyError } from "@/lib/notify";
import { isWebAddress } from "@/lib/permalink";
import { actionsOf } from "@/lib/timeline";
import { useMay, useZone } from "@/services/auth";
import { useCampaign } from "@/services/campaigns";
import { useConnections } from "@/services/connections";
import { asApiError } from "@/services/errors";
import { useMediaByIds } from "@/services/media";
import { useAttempts, usePost, useRetryPost } from "@/services/posts";
import type { Post } from "@/services/wire";
import { p } from "@/strings/posts";
import { NotFoundPage } from "../message-pages";
import classes from "./post-page.module.css";
import { TargetCard } from "./target-card";

const DeletePostModal = lazy(() => import("./delete-post-modal"));
const CancelPostModal = lazy(() => import("./cancel-post-modal"));
const DuplicateModal = lazy(() => import("./duplicate-modal"));
const PublishNowModal = lazy(() => import("./publish-now-modal"));

const words = p.page;

export default function PostPage() {
  const { id = "" } = useParams();
  const post = usePost(id);
  if (post.data) return <PostView key={id} post={post.data} />;
  if (post.isPending) return <><PageHeader title={words.title} /><Stack gap="md"><Skeleton h={120} /><Skeleton h={200} /></Stack></>;
  if (asApiError(post.error).status === 404) return <NotFoundPage />;
  return <><PageHeader title={words.title} /><ErrorPanel error={post.error} onRetry={() => void post.refetch()} /></>;
}

type Question = "delete" | "cancel" | "publish" | "duplicate";

function PostView({ post }: { post: Post }) {
  const navigate = useNavigate();
  const mayWrite = useMay("connect");
  const may = actionsOf(post);
  const retry = useRetryPost();
  const attempts = useAttempts(post.id);
  const connections = new Map((useConnections().data ?? []).map((one) => [one.id, one]));
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = (next: Question) => () => setQuestion(next);
  const close = () => setQuestion(null);
  const retryAll = () => retry.mutate({ id: post.id }, { onSuccess: () => notifyDone(words.retrying), onError: notifyError });

  return (
    <Stack gap="md">
      <TextLink to="/calendar">{words.back}</TextLink>
      <PageHeader title={words.title}>
        {mayWrite && (
          <>
            {may.retry && <Button variant="default" loading={retry.isPending} onClick={retryAll}>{words.retryAll}</Button>}
            {post.campaignId !== null && <Button variant="default" onClick={ask("duplicate")}>{words.duplicate}</Button>}
            {may.reuse && <ButtonLink to={`/posts/new?from=${post.id}`} variant="default">{words.reuse}</ButtonLink>}
            {may.edit && <ButtonLink to={`/posts/${post.id}/edit`} variant="default">{words.edit}</ButtonLink>}
            {may.publish && <Button onClick={ask("publish")}>{words.publishNow}</Button>}
            {may.cancel && <Button variant="default" onClick={ask("cancel")}>{words.cancel}</Button>}
            {may.remove && <Button variant="subtle" color="red" onClick={ask("delete")}>{words.delete}</Button>}
          </>
        )}
      </PageHeader>
      <Facts post={post} />
      <Section title={words.targets}>
        <Stack gap="md" pt="xs">
          {post.targets.map((target) => (
            <TargetCard
              key={target.id} post={post} target={target} connection={connections.get(target.connectionId)} mayWrite={mayWrite}
              lines={(attempts.data ?? []).filter((one) => one.targetId === target.id)}
            />
          ))}
          {post.targets.length === 0 && <Text size="sm" c="dimmed">{post.status === "draft" ? words.noAccounts : words.accountsGone}</Text>}
          {attempts.isError && !attempts.data && <ErrorPanel error={attempts.error} onRetry={() => void attempts.refetch()} />}
        </Stack>
      </Section>
      <LazyDialog wanted={question === "delete"}>
        <DeletePostModal post={post} opened={question === "delete"} onClose={close} onDone={() => void navigate("/calendar")} />
      </LazyDialog>
      <LazyDialog wanted={question === "cancel"}>
        <CancelPostModal post={post} opened={question === "cancel"} onClose={close} />
      </LazyDialog>
      {post.campaignId !== null && (
        <LazyDialog wanted={question === "duplicate"}>
          <DuplicateModal post={post} campaignId={post.campaignId} opened={question === "duplicate"} onClose={close} />
        </LazyDialog>
      )}
      <LazyDialog wanted={question === "publish"}>
        <PublishNowModal post={post} opened={question === "publish"} onClose={close} />
      </LazyDialog>
    </Stack>
  );
}

function Facts({ post }: { post: Post }) {
  const zone = useZone();
  const files = useMediaByIds(post.mediaIds);
  return (
    <Section title={words.text} aside={<PostBadge status={post.status} />}>
      <Stack gap="sm">
        {post.title !== null && <Text dir="auto" fw={600} className={classes.text}>{post.title}</Text>}
        <Text dir="auto" c={post.content === "" ? "dimmed" : undefined} className={classes.text}>{post.content === "" ? p.noText : post.content}</Text>
        {post.thread.map((part, index) => <Text key={index} dir="auto" className={classes.part}>{part}</Text>)}
        {post.hashtags.length > 0 && <Text size="sm" c="dimmed" dir="auto" className={classes.text}>{post.hashtags.map((tag) => `#${tag}`).join(" ")}</Text>}
        {post.link !== null && <PostLink address={post.link} />}
        {files.length > 0 && (
          <Group gap="xs" role="group" aria-label={words.media}>
            {files.map((one) => <span key={one.id} className={classes.file}><MediaThumb media={one} described /></span>)}
          </Group>
        )}
        <Text size="sm" c="dimmed" component="div">
          {post.publishedAt !== null ? <>{words.published} <TimeText iso={post.publishedAt} /></>
            : post.scheduledAt !== null ? <>{words.scheduled} <TimeText iso={post.scheduledAt} /></>
            : words.noTime}
          {post.scheduledLocal !== null && post.timezone !== null && post.timezone !== zone && (
            <> ({words.inZone(post.scheduledLocal.slice(0, 16).replace("T", " "), post.timezone)})</>
          )}
          {post.slotId !== null && post.status === "scheduled" && <> · {words.atSlot}</>}
        </Text>
        {post.campaignId !== null && <CampaignLink id={post.campaignId} />}
        {post.campaignId !== null && post.variantGroup !== null && post.variant !== null && (
          <div><TextLink to={`/campaigns/${post.campaignId}?tab=variants`}>{words.variantOf(post.variant, post.variantGroup)}</TextLink></div>
        )}
      </Stack>
    </Section>
  );
}

/** A draft may have anything for its link: only an address of the web is one. */
function PostLink({ address }: { address: string }) {
  if (!isWebAddress(address)) return <Text size="sm" className={classes.text}>{address}</Text>;
  return <Anchor href={address} target="_blank" rel="noreferrer" size="sm" c="var(--accent-text)" className={classes.text}>{address}</Anchor>;
}

function CampaignLink({ id }: { id: string }) {
  const campaign = useCampaign(id);
  return <div><TextLink to={`/campaigns/${id}`}>{campaign.data?.name ?? words.campaign}</TextLink></div>;
}
