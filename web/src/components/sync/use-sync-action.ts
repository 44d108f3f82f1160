import { atHandle } from "@/lib/format";
import { notifyDone, notifyError } from "@/lib/notify";
import { useStartSync } from "@/services/sync-runs";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

export interface SyncAction {
  busy: boolean;
  run: (full: boolean) => void;
}

/** Starts a sync and says so; what it does then is seen at the account. */
export function useSyncAction(connection: Connection): SyncAction {
  const start = useStartSync();
  return {
    busy: start.isPending,
    run: (full) =>
      start.mutate(
        { id: connection.id, full },
        {
          onSuccess: () => notifyDone(t.accounts.syncStarted(atHandle(connection.handle))),
          onError: notifyError,
        },
      ),
  };
}
