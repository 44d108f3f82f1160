import { Drawer } from "@mantine/core";
import { t } from "@/strings";
import { ConnectPanel } from "./connect-panel";
import { ConnectProgress } from "./connect-progress";
import type { ConnectFlow } from "./use-connect-flow";

interface Props {
  flow: ConnectFlow;
  opened: boolean;
  onClose: () => void;
}

export default function ConnectDrawer({ flow, opened, onClose }: Props) {
  return (
    <Drawer
      opened={opened} onClose={onClose} position="right" size="lg" title={t.connect.title}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      {flow.state.step === "choose" ? (
        <ConnectPanel onChoose={flow.start} />
      ) : (
        <ConnectProgress flow={flow} state={flow.state} onClose={onClose} />
      )}
    </Drawer>
  );
}
