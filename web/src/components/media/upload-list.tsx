import { ActionIcon, Button, Group, Progress, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { bytesText } from "@/lib/bytes";
import { uploadQueue, useUploads } from "@/services/uploads";
import type { Upload } from "@/services/upload-queue";
import { m } from "@/strings/media";
import classes from "./media.module.css";

/** What is on its way, what was interrupted and what failed; nothing once all is through. */
export function UploadList({ onChooseAgain }: { onChooseAgain: () => void }) {
  const open = useUploads().filter((one) => one.state !== "done");
  if (open.length === 0) return null;
  return (
    <div className={classes.uploads} role="list" aria-label={m.uploads}>
      {open.map((upload) => <Row key={upload.id} upload={upload} onChooseAgain={onChooseAgain} />)}
    </div>
  );
}

function words(upload: Upload): string {
  const [sent, total] = [bytesText(Math.min(upload.sent, upload.bytes)), bytesText(upload.bytes)];
  if (upload.state === "failed") return upload.error?.message ?? m.states.failed;
  if (upload.state === "interrupted") return m.interrupted(sent, total);
  if (upload.state === "uploading") return m.progress(sent, total);
  return m.states[upload.state];
}

function Row({ upload, onChooseAgain }: { upload: Upload; onChooseAgain: () => void }) {
  const moving = upload.state === "uploading" || upload.state === "checking" || upload.state === "waiting";
  const percent = upload.bytes === 0 ? 0 : Math.min(100, (upload.sent / upload.bytes) * 100);
  return (
    <div role="listitem" className={classes.upload}>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" truncate title={upload.name}>{upload.name}</Text>
        <Text size="xs" c={upload.state === "failed" ? "var(--bad)" : "dimmed"}>{words(upload)}</Text>
      </div>
      <Group gap={4} wrap="nowrap">
        {upload.state === "failed" && (
          <Button size="compact-xs" variant="default" onClick={() => uploadQueue.retry(upload.id)}>{m.retry}</Button>
        )}
        {upload.state === "interrupted" && (
          <Button size="compact-xs" variant="default" onClick={onChooseAgain}>{m.goOn}</Button>
        )}
        <ActionIcon size={28} onClick={() => uploadQueue.remove(upload.id)} aria-label={moving ? m.giveUp(upload.name) : m.dismiss(upload.name)}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      {moving && (
        <Progress.Root size={4} style={{ gridColumn: "1 / -1" }}>
          <Progress.Section value={percent} aria-label={m.progressOf(upload.name)} animated={upload.state === "checking"} />
        </Progress.Root>
      )}
    </div>
  );
}
