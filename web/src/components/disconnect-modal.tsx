import { Button, Checkbox, Group, Modal, Radio, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { atHandle } from "@/lib/format";
import { notifyDone } from "@/lib/notify";
import { useKeptData } from "@/services/analytics";
import { useDisconnect } from "@/services/connections";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import { ErrorPanel } from "./error-panel";

interface Props {
  connection: Connection | null;
  onClose: () => void;
  onDone?: (purged: boolean) => void;
}

/** Asks before a disconnect, with the numbers of what is kept or lost. */
export default function DisconnectModal({ connection, onClose, onDone }: Props) {
  const gone = connection?.status === "disconnected";
  const handle = connection ? atHandle(connection.handle) : "";
  return (
    <Modal
      opened={connection !== null} onClose={onClose} size="md"
      title={gone ? t.disconnect.purgeTitle(handle) : t.disconnect.title(handle)}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      {connection && (
        <Question connection={connection} handle={handle} gone={gone} onClose={onClose} onDone={onDone} />
      )}
    </Modal>
  );
}

interface QuestionProps {
  connection: Connection;
  handle: string;
  /** Already disconnected: only its data is left to delete. */
  gone: boolean;
  onClose: () => void;
  onDone?: (purged: boolean) => void;
}

function Question({ connection, handle, gone, onClose, onDone }: QuestionProps) {
  const [purge, setPurge] = useState(gone);
  const [sure, setSure] = useState(false);
  const kept = useKeptData(connection.id, true);
  const disconnect = useDisconnect();

  const held = kept.data
    ? t.disconnect.holds(kept.data.posts, kept.data.morePosts, kept.data.daysOfHistory)
    : t.disconnect.unknownHeld;

  const submit = () =>
    disconnect.mutate(
      { id: connection.id, purge },
      {
        onSuccess: () => {
          notifyDone(purge ? t.disconnect.donePurge(handle) : t.disconnect.doneKeep(handle));
          onClose();
          onDone?.(purge);
        },
      },
    );

  return (
    <Stack gap="md">
      {kept.isPending ? (
        <Stack gap={8} role="status" aria-label={t.disconnect.counting}>
          <Skeleton h={14} w="90%" />
          <Skeleton h={14} w="70%" />
        </Stack>
      ) : gone ? (
        <Text size="sm">{t.disconnect.purgeBody(held)}</Text>
      ) : (
        <Radio.Group
          aria-label={t.disconnect.choice}
          value={purge ? "purge" : "keep"}
          onChange={(value) => setPurge(value === "purge")}
        >
          <Stack gap="sm">
            <Radio value="keep" label={t.disconnect.keep} description={t.disconnect.keepBody(held)} />
            <Radio value="purge" color="red" label={t.disconnect.purge} description={t.disconnect.purgeBody(held)} />
          </Stack>
        </Radio.Group>
      )}
      {purge && (
        <Checkbox
          color="red" checked={sure} label={t.disconnect.confirmPurge}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
      )}
      {!gone && <Text size="xs" c="dimmed">{t.disconnect.revoked}</Text>}
      {disconnect.isError && <ErrorPanel error={disconnect.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
        <Button color="red" disabled={purge && !sure} loading={disconnect.isPending} onClick={submit}>
          {gone ? t.disconnect.submitDelete : purge ? t.disconnect.submitPurge : t.disconnect.submitKeep}
        </Button>
      </Group>
    </Stack>
  );
}
