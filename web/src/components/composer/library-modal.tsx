import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { MediaThumb } from "@/components/media/media-thumb";
import media from "@/components/media/media.module.css";
import { useMediaPages } from "@/services/media";
import { t } from "@/strings";
import { c } from "@/strings/compose";

interface Props {
  opened: boolean;
  taken: readonly string[];
  onClose: () => void;
  onChoose: (ids: string[]) => void;
}

export default function LibraryModal({ opened, taken, onClose, onChoose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={c.libraryTitle} closeButtonProps={{ "aria-label": t.common.close }}>
      <Library taken={taken} onClose={onClose} onChoose={onChoose} />
    </Modal>
  );
}

function Library({ taken, onClose, onChoose }: Omit<Props, "opened">) {
  const query = useMediaPages(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const files = (query.data?.pages.flatMap((page) => page.data) ?? []).filter((one) => !taken.includes(one.id));
  const toggle = (id: string) => setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  if (query.isPending) return <div className={media.grid}>{Array.from({ length: 6 }, (_, index) => <Skeleton key={index} h={150} />)}</div>;
  if (query.isError && files.length === 0) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (files.length === 0) return <EmptyState compact title={c.libraryEmpty} body={c.libraryEmptyBody} />;
  return (
    <Stack gap="md">
      <div className={media.grid}>
        {files.map((one) => (
          <button key={one.id} type="button" className={media.tile} aria-pressed={chosen.includes(one.id)} onClick={() => toggle(one.id)}>
            <span className={media.frame}><MediaThumb media={one} /></span>
            <Text size="xs" truncate component="span">{one.filename}</Text>
          </button>
        ))}
      </div>
      <Group justify="space-between">
        {query.hasNextPage ? (
          <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t.common.loadMore}</Button>
        ) : <span />}
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button disabled={chosen.length === 0} onClick={() => { onChoose(chosen); onClose(); }}>{c.librarySubmit(chosen.length)}</Button>
        </Group>
      </Group>
    </Stack>
  );
}
