import { Button, Group } from "@mantine/core";
import { t } from "@/strings";

const seconds_to_undo = 10;

/** A toast for what was just done and can be taken back. */
export async function notifyUndo(message: string, label: string, onUndo: () => void): Promise<void> {
  const { notifications } = await import("@mantine/notifications");
  const id = notifications.show({
    withBorder: true, color: "teal", role: "status", autoClose: seconds_to_undo * 1000,
    closeButtonProps: { "aria-label": t.common.close },
    message: (
      <Group justify="space-between" gap="sm">
        {message}
        <Button size="compact-xs" variant="default" onClick={() => { notifications.hide(id); onUndo(); }}>{label}</Button>
      </Group>
    ),
  });
}
