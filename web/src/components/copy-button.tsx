import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { t } from "@/strings";

export function CopyButton({ value, label }: { value: string; label: string }) {
  const clipboard = useClipboard();
  return (
    <Tooltip label={clipboard.copied ? t.common.copied : label}>
      <ActionIcon size={24} aria-label={clipboard.copied ? t.common.copied : label} onClick={() => clipboard.copy(value)}>
        {clipboard.copied ? <IconCheck size={16} color="var(--ok)" /> : <IconCopy size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
