import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { EmptyState } from "@/components/empty-state";
import { PostFilters } from "@/components/posts/post-filters";
import { PostsList } from "@/components/posts/posts-list";
import { usePostFilter } from "@/components/posts/use-post-filter";
import { Section } from "@/components/section";
import { exportUrl } from "@/services/analytics";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

export default function AccountPosts({ connection }: { connection: Connection }) {
  const { filter, period, change, isFiltered, clear } = usePostFilter({ connectionId: connection.id });
  return (
    <Section
      flush title={t.account.tabs.posts}
      aside={
        <Button component="a" href={exportUrl(filter)} download variant="default" size="xs" leftSection={<IconDownload size={14} aria-hidden />} title={t.analytics.exportHint}>
          {t.analytics.export}
        </Button>
      }
    >
      <PostFilters filter={filter} period={period} onChange={change} />
      <PostsList
        filter={filter} onSort={change}
        empty={
          isFiltered ? (
            <EmptyState compact title={t.posts.empty} body={t.posts.emptyBody} action={<Button variant="default" size="xs" onClick={clear}>{t.posts.clear}</Button>} />
          ) : (
            <EmptyState compact title={t.posts.emptyPlain} body={t.posts.emptyPlainBody} />
          )
        }
      />
    </Section>
  );
}
