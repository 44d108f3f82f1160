import { Button, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { t } from "@/strings";
import classes from "./secret-box.module.css";

/** Something that is shown once, to be copied. */
export function SecretBox({ value }: { value: string }) {
  const clipboard = useClipboard();
  return (
    <Group gap="xs" wrap="nowrap" align="stretch">
      <code className={classes.value}>{value}</code>
      <Button
        variant="default" onClick={() => clipboard.copy(value)} style={{ flexShrink: 0 }}
        leftSection={clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      >
        {clipboard.copied ? t.common.copied : t.common.copy}
      </Button>
    </Group>
  );
}
