import { Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";
import { usePosts, type PostFilter } from "@/services/analytics";
import type { Connection, PlatformPost } from "@/services/wire";
import { t } from "@/strings";
import { ErrorPanel } from "../error-panel";
import { LazyDialog } from "../lazy-dialog";
import { PostsSkeleton } from "./posts-skeleton";
import type { Sorting } from "./posts-table";

const PostDrawer = lazy(() => import("./post-drawer"));
// A page shows one of the two.
const PostsCards = lazy(() => import("./posts-cards"));
const PostsTable = lazy(() => import("./posts-table"));

interface Props {
  filter: PostFilter;
  onSort: (sorting: Sorting) => void;
  /** Given where posts of several accounts stand together. */
  connections?: readonly Connection[];
  empty: ReactNode;
}

/** Posts by filter, loaded as one scrolls, with the details of one beside them. */
export function PostsList({ filter, onSort, connections, empty }: Props) {
  const narrow = useMediaQuery("(max-width: 48em)");
  const [open, setOpen] = useState<PlatformPost | null>(null);
  const query = usePosts(filter);
  const posts = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const handles = useMemo(
    () => (connections ? new Map(connections.map((one) => [one.id, one.handle])) : null),
    [connections],
  );

  if (query.isPending) return <PostsSkeleton />;
  if (query.isError && posts.length === 0) {
    return <div style={{ padding: 16 }}><ErrorPanel error={query.error} onRetry={() => void query.refetch()} /></div>;
  }
  if (posts.length === 0) return empty;

  const loadMore = () => {
    if (query.hasNextPage && !query.isFetchingNextPage && !query.isFetchNextPageError) void query.fetchNextPage();
  };
  const list = { posts, handles, onEnd: loadMore, onOpen: setOpen };
  return (
    <div aria-busy={query.isPlaceholderData} style={{ opacity: query.isPlaceholderData ? 0.6 : 1 }}>
      <Suspense fallback={<PostsSkeleton />}>
        {narrow ? (
          <PostsCards {...list} />
        ) : (
          <PostsTable {...list} sorting={filter} onSort={onSort} hasMore={query.hasNextPage} />
        )}
      </Suspense>
      {query.isFetchNextPageError ? (
        <div style={{ padding: 16 }}><ErrorPanel error={query.error} onRetry={() => void query.fetchNextPage()} /></div>
      ) : (
        <Text size="xs" c="dimmed" ta="center" py="sm" role="status">
          {query.isFetchingNextPage ? t.posts.loadingMore : t.posts.shown(posts.length, query.hasNextPage)}
        </Text>
      )}
      <LazyDialog wanted={open !== null}>
        <PostDrawer post={open} handle={open ? connections?.find((one) => one.id === open.connectionId)?.handle : undefined} onClose={() => setOpen(null)} />
      </LazyDialog>
    </div>
  );
}
