import type { NotificationData } from "@mantine/notifications";
import { asApiError } from "@/services/errors";
import { t } from "@/strings";

const common = { withBorder: true, closeButtonProps: { "aria-label": t.common.close } };

async function show(toast: NotificationData): Promise<void> {
  const { notifications } = await import("@mantine/notifications");
  notifications.show({ ...common, ...toast });
}

/** A toast for what the user has just done. */
export function notifyDone(message: string): void {
  void show({ message, autoClose: 4000, color: "teal", role: "status" });
}

/** A toast for what the user has just tried; it stays until it is closed. */
export function notifyError(error: unknown): void {
  const { message, requestId } = asApiError(error);
  void show({
    title: message,
    message: requestId ? `${t.errors.requestId} ${requestId}` : undefined,
    autoClose: false,
    color: "red",
    role: "alert",
  });
}
