import { Text } from "@mantine/core";
import { lazy, useState } from "react";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { LazyDialog } from "@/components/lazy-dialog";
import { Percent } from "@/components/number";
import { PostTitle } from "@/components/posts/post-title";
import { PostsSkeleton } from "@/components/posts/posts-skeleton";
import { TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { TimeText } from "@/components/time-text";
import { useAnalytics } from "@/services/analytics";
import type { Connection, PlatformPost } from "@/services/wire";
import { t } from "@/strings";
import classes from "./rows.module.css";

const PostDrawer = lazy(() => import("@/components/posts/post-drawer"));

const rows_max = 6;

export function LatestPosts({ connections }: { connections: readonly Connection[] }) {
  const analytics = useAnalytics();
  const [open, setOpen] = useState<PlatformPost | null>(null);
  const handles = new Map(connections.map((one) => [one.id, one.handle]));
  const posts = analytics.data?.recentPosts.slice(0, rows_max);
  return (
    <Section flush title={t.overview.latest} aside={<TextLink to="/analytics">{t.overview.allPosts}</TextLink>}>
      {posts === undefined ? (
        analytics.isError ? (
          <div style={{ padding: 16 }}><ErrorPanel error={analytics.error} onRetry={() => void analytics.refetch()} /></div>
        ) : (
          <PostsSkeleton rows={rows_max} />
        )
      ) : posts.length === 0 ? (
        <EmptyState compact title={t.overview.noPosts} body={t.overview.noPostsBody} />
      ) : (
        posts.map((post) => (
          <div key={post.id} className={classes.row}>
            <div className={classes.words}>
              <PostTitle post={post} handle={handles.get(post.connectionId) ?? ""} onOpen={setOpen} note={<TimeText iso={post.postedAt} show="relative" />} />
            </div>
            <Text size="sm" className={classes.number} title={t.posts.engagement}><Percent value={post.engagementRate} /></Text>
          </div>
        ))
      )}
      <LazyDialog wanted={open !== null}>
        <PostDrawer post={open} handle={open ? handles.get(open.connectionId) : undefined} onClose={() => setOpen(null)} />
      </LazyDialog>
    </Section>
  );
}
