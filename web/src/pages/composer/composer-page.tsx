import { Skeleton, Stack } from "@mantine/core";
import { useParams, useSearchParams } from "react-router";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { PageHeader } from "@/components/page-header";
import { ButtonLink } from "@/components/router-link";
import { emptyDraft, fromPost } from "@/lib/draft";
import { localOf } from "@/lib/wall-clock";
import { useMe } from "@/services/auth";
import { asApiError } from "@/services/errors";
import { hasAccountOptions, rulesOf } from "@/services/post-rules";
import { usePlatforms } from "@/services/platforms";
import { usePost } from "@/services/posts";
import type { Post } from "@/services/wire";
import { c } from "@/strings/compose";
import { p } from "@/strings/posts";
import { NotFoundPage } from "../message-pages";
import { Composer } from "./composer";

const editable = new Set(["draft", "scheduled", "cancelled"]);

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
  if (platforms.isPending) return <ComposerSkeleton title={c.title} />;
  const initial = at === null && campaignId === null ? null : { ...emptyDraft(workspace.timezone), scheduledLocal: at, campaignId };
  return <Composer post={null} initial={initial} platforms={platforms.data ?? []} />;
}

function EditPost({ id }: { id: string }) {
  const { workspace } = useMe();
  const post = usePost(id);
  const platforms = usePlatforms();
  if (post.isPending || platforms.isPending) return <ComposerSkeleton title={c.editTitle} />;
  if (post.isError && !post.data) {
    if (asApiError(post.error).status === 404) return <NotFoundPage />;
    return <><PageHeader title={c.editTitle} /><ErrorPanel error={post.error} onRetry={() => void post.refetch()} /></>;
  }
  if (!editable.has(post.data.status)) {
    return (
      <>
        <PageHeader title={c.editTitle} />
        <EmptyState title={p.status[post.data.status]} body={c.fixed} action={<ButtonLink to={`/posts/${id}`}>{p.page.title}</ButtonLink>} />
      </>
    );
  }
  const apart = (platforms.data ?? []).filter((one) => hasAccountOptions(rulesOf(one))).map((one) => one.id);
  return <Composer post={post.data} initial={fromPost(post.data, scheduleOf(post.data), post.data.timezone ?? workspace.timezone, apart)} platforms={platforms.data ?? []} />;
}

function scheduleOf(post: Post): string | null {
  if (post.scheduledLocal !== null) return post.scheduledLocal.slice(0, 16);
  return post.scheduledAt === null ? null : localOf(Date.parse(post.scheduledAt), post.timezone ?? "UTC");
}

function ComposerSkeleton({ title }: { title: string }) {
  return <><PageHeader title={title} /><Stack gap="md"><Skeleton h={140} /><Skeleton h={320} /><Skeleton h={120} /></Stack></>;
}
