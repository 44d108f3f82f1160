import { lazy, useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { notifyDone } from "@/lib/notify";
import { t } from "@/strings";
import { LazyDialog } from "../lazy-dialog";
import { platformName } from "../platform-icons";
import { ConnectContext } from "./connect-context";
import type { ConnectEvent } from "./connect-state";
import { useConnectFlow } from "./use-connect-flow";

const ConnectDrawer = lazy(() => import("./connect-drawer"));

/** Holds the connect panel for the whole page, so that closing it loses nothing. */
export function ConnectProvider({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const isOpened = useRef(false);

  const show = useCallback((value: boolean) => {
    isOpened.current = value;
    setOpened(value);
  }, []);

  const onAnswer = useCallback(
    (event: ConnectEvent) => {
      if (event.type === "connected" && !isOpened.current) {
        notifyDone(t.accounts.connectedToast(platformName(event.platform)));
      }
      if (event.type === "failed" || event.type === "choice") show(true);
    },
    [show],
  );
  const flow = useConnectFlow(onAnswer);

  const { start, reset } = flow;
  const connect = useMemo(
    () => ({
      open: () => {
        reset();
        show(true);
      },
      start: (platform: string) => {
        show(true);
        start(platform);
      },
    }),
    [reset, show, start],
  );

  return (
    <ConnectContext value={connect}>
      {children}
      <LazyDialog wanted={opened}>
        <ConnectDrawer flow={flow} opened={opened} onClose={() => show(false)} />
      </LazyDialog>
    </ConnectContext>
  );
}
