import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { LazyDialog } from "@/components/lazy-dialog";
import { FileDrop } from "@/components/media/file-drop";
import { MediaThumb } from "@/components/media/media-thumb";
import { bytesText } from "@/lib/bytes";
import { reordered } from "@/lib/draft";
import { notifyError } from "@/lib/notify";
import { useDescribeMedia, useMediaByIds } from "@/services/media";
import { useUpload } from "@/services/uploads";
import type { Media, PostIssue } from "@/services/wire";
import { c } from "@/strings/compose";
import classes from "./composer.module.css";
import { IssueList } from "./issue-list";

const LibraryModal = lazy(() => import("./library-modal"));

interface Props {
  ids: readonly string[];
  issues: readonly PostIssue[];
  onAdd: (id: string) => void;
  onReorder: (ids: string[]) => void;
  onRemove: (id: string) => void;
}

/** The files of a post: dropped, chosen or taken from the library, in the order they will have. */
export default function MediaField({ ids, issues, onAdd, onReorder, onRemove }: Props) {
  const files = useMediaByIds(ids);
  const upload = useUpload((media) => onAdd(media.id));
  const [choosing, setChoosing] = useState(false);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const general = issues.filter((one) => !/\[\d+\]/.test(one.field));

  const row = (media: Media) => {
    const index = ids.indexOf(media.id);
    const move = (to: number) => onReorder(reordered(ids, index, to));
    return (
      <li
        key={media.id} className={classes.file} data-over={over === index || undefined} draggable
        onDragStart={(event) => { event.dataTransfer.effectAllowed = "move"; setDragged(index); }}
        onDragOver={(event) => { if (dragged !== null) { event.preventDefault(); setOver(index); } }}
        onDragEnd={() => { setDragged(null); setOver(null); }}
        onDrop={(event) => {
          if (dragged === null) return;
          event.preventDefault();
          onReorder(reordered(ids, dragged, index));
          setDragged(null);
          setOver(null);
        }}
      >
        <span style={{ width: 56, height: 56 }}><MediaThumb media={media} /></span>
        <div style={{ minWidth: 0 }}>
          <Text size="sm" truncate title={media.filename}>{media.filename}</Text>
          <Text size="xs" c="dimmed">{bytesText(media.bytes)}</Text>
          {media.kind !== "document" && <AltText key={media.altText} media={media} />}
          <IssueList issues={issues.filter((one) => one.field === `mediaIds[${index}]`)} />
        </div>
        <Group gap={0} wrap="nowrap">
          <ActionIcon size={28} disabled={index === 0} onClick={() => move(index - 1)} aria-label={c.moveEarlier(media.filename)}><IconArrowUp size={16} aria-hidden /></ActionIcon>
          <ActionIcon size={28} disabled={index === ids.length - 1} onClick={() => move(index + 1)} aria-label={c.moveLater(media.filename)}><IconArrowDown size={16} aria-hidden /></ActionIcon>
          <ActionIcon size={28} onClick={() => onRemove(media.id)} aria-label={c.removeMedia(media.filename)}><IconX size={16} aria-hidden /></ActionIcon>
        </Group>
      </li>
    );
  };

  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>{c.media}</Text>
      <FileDrop label={c.mediaDrop} hint={c.mediaHint} button={c.mediaChoose} onFiles={upload}>
        <Button size="xs" variant="subtle" onClick={() => setChoosing(true)}>{c.mediaLibrary}</Button>
      </FileDrop>
      {files.length > 0 && <ul className={classes.files} aria-label={c.media}>{files.map(row)}</ul>}
      {files.length > 1 && <Text size="xs" c="dimmed">{c.mediaOrder}</Text>}
      <IssueList issues={general} />
      <LazyDialog wanted={choosing}>
        <LibraryModal opened={choosing} taken={ids} onClose={() => setChoosing(false)} onChoose={(chosen) => { for (const id of chosen) onAdd(id); }} />
      </LazyDialog>
    </Stack>
  );
}

/** It belongs to the file, so that it goes along wherever that is used. */
function AltText({ media }: { media: Media }) {
  const [text, setText] = useState(media.altText ?? "");
  const describe = useDescribeMedia();
  const save = () => {
    if (text.trim() !== (media.altText ?? "")) describe.mutate({ id: media.id, altText: text.trim() }, { onError: notifyError });
  };
  return (
    <TextInput
      size="xs" mt={4} aria-label={c.altTextOf(media.filename)} placeholder={c.altText} value={text}
      onChange={(event) => setText(event.currentTarget.value)} onBlur={save}
    />
  );
}
