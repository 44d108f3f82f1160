import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.css";

/** Where toasts appear. Loaded after the page, which needs none at first. */
export default function Toasts() {
  return <Notifications position="bottom-right" limit={4} withinPortal={false} />;
}
