import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { moveToLocal, timeOf, type Move, type MoveProblem } from "@/lib/calendar";
import { excerpt } from "@/lib/post-text";
import { localOf } from "@/lib/wall-clock";
import type { Post } from "@/services/wire";
import { t } from "@/strings";
import { k } from "@/strings/calendar";
import { c } from "@/strings/compose";

interface Props {
  post: Post | null;
  zone: string;
  onClose: () => void;
  onMove: (post: Post, move: Move | MoveProblem) => boolean;
}

/** The way to move a post without dragging it, to the minute. */
export default function MoveModal({ post, zone, onClose, onMove }: Props) {
  return (
    <Modal opened={post !== null} onClose={onClose} title={k.moveTitle} closeButtonProps={{ "aria-label": t.common.close }}>
      {post && <Fields key={post.id} post={post} zone={zone} onClose={onClose} onMove={onMove} />}
    </Modal>
  );
}

function Fields({ post, zone, onClose, onMove }: Props & { post: Post }) {
  const at = timeOf(post);
  const [local, setLocal] = useState(at === null ? "" : localOf(at, zone));
  const [error, setError] = useState<string>();
  const submit = () => {
    const move = moveToLocal(post, local, zone, Date.now());
    if (move === "past" || move === "fixed") setError(k[move]);
    else if (onMove(post, move)) onClose();
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="md">
        <Text size="sm" dir="auto">{excerpt(post.content)}</Text>
        <TextInput
          type="datetime-local" label={c.date} description={k.inZone(zone)} value={local} error={error} data-autofocus
          onChange={(event) => { setError(undefined); setLocal(event.currentTarget.value); }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit">{k.moveSubmit}</Button>
        </Group>
      </Stack>
    </form>
  );
}
