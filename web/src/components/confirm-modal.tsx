import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "@/strings";
import { ErrorPanel } from "./error-panel";

interface Props {
  opened: boolean;
  title: string;
  body: ReactNode;
  submit: string;
  /** Where "Cancel" would be misread. */
  dismiss?: string;
  color?: string;
  busy: boolean;
  error?: unknown;
  onSubmit: () => void;
  onClose: () => void;
}

/** Asks before something is lost. The body says what. */
export function ConfirmModal({ opened, title, body, submit, dismiss = t.common.cancel, color = "red", busy, error, onSubmit, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ "aria-label": t.common.close }}>
      <Stack gap="md">
        {typeof body === "string" ? <Text size="sm">{body}</Text> : body}
        {error ? <ErrorPanel error={error} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{dismiss}</Button>
          <Button color={color} loading={busy} onClick={onSubmit}>{submit}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
