import { Skeleton, Stack } from "@mantine/core";
import { useCallback, useState, type ReactNode } from "react";
import { useParams, useSearchParams } from "react-router";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { PageHeader } from "@/components/page-header";
import { ButtonLink } from "@/components/router-link";
import { emptyDraft, fromPost, reused } from "@/lib/draft";
import { actionsOf } from "@/lib/timeline";
import { localOf } from "@/lib/wall-clock";
import { useMe } from "@/services/auth";
import { asApiError } from "@/services/errors";
import { hasAccountOptions, rulesOf } from "@/services/post-rules";
import { usePlatforms } from "@/services/platforms";
import { usePost } from "@/services/posts";
import type { Platform, Post } from "@/services/wire";
import { c } from "@/strings/compose";
import { p } from "@/strings/posts";
import { NotFoundPage } from "../message-pages";
import { Composer } from "./composer";

/** Writing a new post, or changing one that has not gone out. */
export default function ComposerPage() {
  const { id } = useParams();
  return id === undefined ? <NewPost /> : <EditPost key={id} id={id} />;
}

function NewPost() {
  const { workspace } = useMe();
  const [search] = useSearchParams();
  const platforms = usePlatforms();
  const at = search.get("at");
  const campaignId = search.get("campaign");
  const from = search.get("from");
  if (from !== null) return <PostAgain key={from} id={from} />;
  if (platforms.isPending) return <ComposerSkeleton title={c.title} />;
  const initial = at === null && campaignId === null ? null : { ...emptyDraft(workspace.timezone), scheduledLocal: at, campaignId };
  return <Composer post={null} initial={initial} platforms={platforms.data ?? []} />;
}

/** A new post that says what another one said. It is kept apart from a new post that was begun before. */
function PostAgain({ id }: { id: string }) {
  const { workspace } = useMe();
  return (
    <WithPost id={id} title={c.title}>
      {(post, platforms, apart) => (
        <Composer post={null} name={`again:${id}`} initial={reused(post, workspace.timezone, apart)} platforms={platforms} />
      )}
    </WithPost>
  );
}

function EditPost({ id }: { id: string }) {
  const { workspace } = useMe();
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return (
    <WithPost id={id} title={c.editTitle}>
      {(post, platforms, apart) => actionsOf(post).edit ? (
        <Composer
          key={round} post={post} initial={fromPost(post, scheduleOf(post), post.timezone ?? workspace.timezone, apart)} platforms={platforms}
          onReload={reload}
        />
      ) : <FixedPost post={post} />}
    </WithPost>
  );
}

interface WithPostProps {
  id: string;
  title: string;
  /** `apart`: the platforms whose accounts may do different things. */
  children: (post: Post, platforms: readonly Platform[], apart: string[]) => ReactNode;
}

function WithPost({ id, title, children }: WithPostProps) {
  const post = usePost(id);
  const platforms = usePlatforms();
  if (post.isPending || platforms.isPending) return <ComposerSkeleton title={title} />;
  if (post.isError && !post.data) {
    if (asApiError(post.error).status === 404) return <NotFoundPage />;
    return <><PageHeader title={title} /><ErrorPanel error={post.error} onRetry={() => void post.refetch()} /></>;
  }
  const apart = (platforms.data ?? []).filter((one) => hasAccountOptions(rulesOf(one))).map((one) => one.id);
  return children(post.data, platforms.data ?? [], apart);
}

function FixedPost({ post }: { post: Post }) {
  const action = actionsOf(post).reuse
    ? <ButtonLink to={`/posts/new?from=${post.id}`}>{p.page.reuse}</ButtonLink>
    : <ButtonLink to={`/posts/${post.id}`}>{p.page.title}</ButtonLink>;
  return (
    <>
      <PageHeader title={c.editTitle} />
      <EmptyState title={p.status[post.status]} body={post.status === "cancelled" ? c.cancelled : c.fixed} action={action} />
    </>
  );
}

function scheduleOf(post: Post): string | null {
  if (post.scheduledLocal !== null) return post.scheduledLocal.slice(0, 16);
  return post.scheduledAt === null ? null : localOf(Date.parse(post.scheduledAt), post.timezone ?? "UTC");
}

function ComposerSkeleton({ title }: { title: string }) {
  return <><PageHeader title={title} /><Stack gap="md"><Skeleton h={140} /><Skeleton h={320} /><Skeleton h={120} /></Stack></>;
}
