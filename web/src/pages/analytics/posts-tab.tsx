import { Button, Paper } from "@mantine/core";
import { EmptyState } from "@/components/empty-state";
import { PostFilters } from "@/components/posts/post-filters";
import { PostsList } from "@/components/posts/posts-list";
import type { PostFilterState } from "@/components/posts/use-post-filter";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { AccountSelects } from "./account-selects";

export function PostsTab({ connections, state }: { connections: Connection[]; state: PostFilterState }) {
  const { filter, period, change, clear, isFiltered } = state;
  return (
    <Paper p={0} pt="sm" bg="var(--surface)">
      <PostFilters filter={filter} period={period} onChange={change}>
        <AccountSelects connections={connections} filter={filter} onChange={change} />
      </PostFilters>
      <PostsList
        filter={filter} onSort={change} connections={connections}
        empty={
          isFiltered ? (
            <EmptyState title={t.posts.empty} body={t.posts.emptyBody} action={<Button variant="default" onClick={clear}>{t.posts.clear}</Button>} />
          ) : (
            <EmptyState title={t.posts.emptyPlain} body={t.posts.emptyPlainBody} />
          )
        }
      />
    </Paper>
  );
}
