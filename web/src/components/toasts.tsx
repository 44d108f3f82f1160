import { useMediaQuery } from "@mantine/hooks";
import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.css";
import classes from "./toasts.module.css";

/**
 * Where toasts appear: beside the foot of the rail, since the buttons of dialogs, drawers and the
 * composer's bar stand at the right; above all else where there is no room for both. Loaded after the
 * page, which needs none at first.
 */
export default function Toasts() {
  const narrow = useMediaQuery("(max-width: 64em)", undefined, { getInitialValueInEffect: false });
  return (
    <Notifications position={narrow ? "top-center" : "bottom-left"} limit={4} withinPortal={false} classNames={{ root: classes.root }} />
  );
}
