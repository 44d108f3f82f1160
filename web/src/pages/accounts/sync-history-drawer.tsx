import { Drawer } from "@mantine/core";
import { SyncHistory } from "@/components/sync/sync-history";
import { atHandle } from "@/lib/format";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

export default function SyncHistoryDrawer({ connection, onClose }: { connection: Connection | null; onClose: () => void }) {
  return (
    <Drawer
      opened={connection !== null} onClose={onClose} position="right" size="lg"
      title={connection ? t.sync.title(atHandle(connection.handle)) : ""}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      {connection && <SyncHistory compact connectionId={connection.id} />}
    </Drawer>
  );
}
