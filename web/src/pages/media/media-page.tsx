import { Button, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { lazy, useMemo, useState } from "react";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { LazyDialog } from "@/components/lazy-dialog";
import { FileDrop } from "@/components/media/file-drop";
import { MediaThumb } from "@/components/media/media-thumb";
import classes from "@/components/media/media.module.css";
import { PageHeader } from "@/components/page-header";
import { usesOf } from "@/lib/media-uses";
import { useMay } from "@/services/auth";
import { useMediaPages } from "@/services/media";
import { isCut, usePostsOf } from "@/services/posts";
import { useUpload } from "@/services/uploads";
import type { Media, MediaKind } from "@/services/wire";
import { t } from "@/strings";
import { c } from "@/strings/compose";
import { m } from "@/strings/media";

const MediaDrawer = lazy(() => import("./media-drawer"));

const kinds: MediaKind[] = ["image", "video", "document"];

/** Every file of the workspace, what uses it, and a place to bring more. */
export default function MediaPage() {
  const mayWrite = useMay("connect");
  const [kind, setKind] = useState<MediaKind | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const query = useMediaPages(kind);
  const posts = usePostsOf({});
  const uses = useMemo(() => usesOf(posts.data ?? []), [posts.data]);
  const upload = useUpload(() => undefined);
  const files = query.data?.pages.flatMap((page) => page.data) ?? [];
  const opened = files.find((one) => one.id === open) ?? null;

  return (
    <>
      <PageHeader title={m.title}>
        <SegmentedControl
          size="xs" aria-label={m.kind} value={kind ?? ""} onChange={(next) => setKind(kinds.find((one) => one === next) ?? null)}
          data={[{ value: "", label: m.all }, ...kinds.map((one) => ({ value: one, label: m.kinds[one] }))]}
        />
      </PageHeader>
      <Stack gap="md">
        {mayWrite && <FileDrop label={m.drop} hint={c.mediaHint} button={m.upload} onFiles={upload} />}
        {query.isPending ? (
          <div className={classes.grid}>{Array.from({ length: 12 }, (_, index) => <Skeleton key={index} h={180} />)}</div>
        ) : query.isError && files.length === 0 ? (
          <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
        ) : files.length === 0 ? (
          <EmptyState title={kind === null ? m.empty : m.noneOfKind} body={m.emptyBody} />
        ) : (
          <>
            {posts.data && isCut(posts.data) && <Text size="xs" c="var(--warn)" role="status">{m.usesCut(posts.data.length)}</Text>}
            <div className={classes.grid}>
              {files.map((one) => (
                <Tile key={one.id} media={one} uses={posts.data ? uses.get(one.id)?.length ?? 0 : null} chosen={one.id === open} onOpen={() => setOpen(one.id)} />
              ))}
            </div>
            {query.hasNextPage && (
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: "center" }}>{t.common.loadMore}</Button>
            )}
          </>
        )}
      </Stack>
      <LazyDialog wanted={opened !== null}>
        <MediaDrawer media={opened} uses={opened ? uses.get(opened.id) ?? [] : []} mayWrite={mayWrite} onClose={() => setOpen(null)} />
      </LazyDialog>
    </>
  );
}

function Tile({ media, uses, chosen, onOpen }: { media: Media; uses: number | null; chosen: boolean; onOpen: () => void }) {
  return (
    <button type="button" className={classes.tile} data-chosen={chosen || undefined} onClick={onOpen}>
      <span className={classes.frame}><MediaThumb media={media} /></span>
      <Text size="xs" fw={500} truncate component="span" title={media.filename}>{media.filename}</Text>
      <Text size="xs" c="dimmed" truncate component="span">{uses === null ? "" : m.usedBy(uses)}</Text>
    </button>
  );
}
