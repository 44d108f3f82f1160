import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { PostsSkeleton } from "@/components/posts/posts-skeleton";
import { PostRow } from "@/components/publishing/post-row";
import { TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { usePostsOf } from "@/services/posts";
import { p } from "@/strings/posts";

const rows_max = 5;

/** What goes out next, soonest first. */
export function NextPosts() {
  const posts = usePostsOf({ status: "scheduled" });
  const next = posts.data?.toSorted((a, b) => (a.scheduledAt ?? "").localeCompare(b.scheduledAt ?? "")).slice(0, rows_max);
  return (
    <Section flush title={p.next.title} aside={<TextLink to="/calendar">{p.next.all}</TextLink>}>
      {next === undefined ? (
        posts.isError
          ? <div style={{ padding: 16 }}><ErrorPanel error={posts.error} onRetry={() => void posts.refetch()} /></div>
          : <PostsSkeleton rows={3} />
      ) : next.length === 0 ? (
        <EmptyState compact title={p.next.empty} body={p.next.emptyBody} />
      ) : next.map((one) => <PostRow key={one.id} post={one} />)}
    </Section>
  );
}
