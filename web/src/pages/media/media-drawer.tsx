import { Anchor, Button, Drawer, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { ConfirmModal } from "@/components/confirm-modal";
import { MediaThumb } from "@/components/media/media-thumb";
import { PostRow } from "@/components/publishing/post-row";
import { bytesText, clockText } from "@/lib/bytes";
import { exactNumber } from "@/lib/format";
import { notifyDone, notifyError } from "@/lib/notify";
import { exactTime } from "@/lib/time";
import { useZone } from "@/services/auth";
import { useDeleteMedia, useDescribeMedia } from "@/services/media";
import type { Media, Post } from "@/services/wire";
import { t } from "@/strings";
import { m } from "@/strings/media";

interface Props {
  media: Media | null;
  uses: readonly Post[];
  mayWrite: boolean;
  onClose: () => void;
}

/** What a file is, what uses it, and what is read to those who do not see it. */
export default function MediaDrawer({ media, uses, mayWrite, onClose }: Props) {
  return (
    <Drawer opened={media !== null} onClose={onClose} position="right" title={media?.filename} closeButtonProps={{ "aria-label": t.common.close }}>
      {media && <Details key={media.id} media={media} uses={uses} mayWrite={mayWrite} onClose={onClose} />}
    </Drawer>
  );
}

/** What looking into the file told, without what could not be told. */
function factsOf(media: Media, zone: string): [string, string][] {
  const facts: [string, string | null][] = [
    [m.fact.type, media.mime],
    [m.fact.size, bytesText(media.bytes)],
    [m.fact.pixels, media.width !== null && media.height !== null ? m.pixels(media.width, media.height) : null],
    [m.fact.length, media.durationMs === null ? null : clockText(media.durationMs)],
    [m.fact.frames, media.frameRate === null ? null : exactNumber(media.frameRate)],
    [m.fact.video, media.videoCodec],
    [m.fact.audio, media.audioCodec ?? (media.hasAudio === false ? m.noSound : null)],
    [m.fact.bitrate, media.bitrate === null ? null : `${bytesText(media.bitrate / 8)}/s`],
    [m.fact.container, media.container],
    [m.fact.pages, media.pages === null ? null : exactNumber(media.pages)],
    [m.fact.added, exactTime(media.createdAt, zone)],
  ];
  return facts.filter((one): one is [string, string] => one[1] !== null);
}

function Details({ media, uses, mayWrite, onClose }: Props & { media: Media }) {
  const zone = useZone();
  const [text, setText] = useState(media.altText ?? "");
  const [deleting, setDeleting] = useState(false);
  const describe = useDescribeMedia();
  const remove = useDeleteMedia();
  const save = () => describe.mutate({ id: media.id, altText: text.trim() }, { onSuccess: () => notifyDone(m.altSaved), onError: notifyError });
  const erase = () => remove.mutate(media.id, { onSuccess: () => { notifyDone(m.deleted(media.filename)); onClose(); } });

  return (
    <Stack gap="md">
      <div style={{ aspectRatio: "4 / 3" }}><MediaThumb media={media} described /></div>
      {media.kind !== "document" && (
        <form onSubmit={(event) => { event.preventDefault(); save(); }}>
          <Textarea label={m.altText} description={m.altHint} autosize minRows={2} maxLength={1000} readOnly={!mayWrite} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          {mayWrite && text.trim() !== (media.altText ?? "") && <Button type="submit" size="xs" mt="xs" loading={describe.isPending}>{t.common.save}</Button>}
        </form>
      )}
      <div>
        <Text size="sm" fw={600} mb={4}>{m.facts}</Text>
        <dl style={{ margin: 0, display: "grid", gridTemplateColumns: "auto 1fr", gap: "4px 16px" }}>
          {factsOf(media, zone).flatMap(([name, value]) => [
            <Text key={`${name} name`} component="dt" size="sm" c="dimmed">{name}</Text>,
            <Text key={name} component="dd" m={0} size="sm" style={{ overflowWrap: "anywhere" }}>{value}</Text>,
          ])}
        </dl>
      </div>
      <div>
        <Text size="sm" fw={600} mb={4}>{m.uses}</Text>
        {uses.length === 0 ? <Text size="sm" c="dimmed">{m.unused}</Text> : uses.map((one) => <PostRow key={one.id} post={one} />)}
      </div>
      <Group justify="space-between">
        <Anchor href={media.url} target="_blank" rel="noreferrer" size="sm" c="var(--accent-text)">{m.download}</Anchor>
        {mayWrite && <Button variant="subtle" color="red" disabled={uses.length > 0} onClick={() => setDeleting(true)}>{m.delete}</Button>}
      </Group>
      {mayWrite && uses.length > 0 && <Text size="xs" c="dimmed">{m.deleteUsed}</Text>}
      <ConfirmModal
        opened={deleting} title={m.deleteTitle(media.filename)} body={m.deleteBody} submit={m.delete} busy={remove.isPending} error={remove.error}
        onSubmit={erase} onClose={() => setDeleting(false)}
      />
    </Stack>
  );
}
