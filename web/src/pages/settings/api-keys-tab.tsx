import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmModal } from "@/components/confirm-modal";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { Section } from "@/components/section";
import { TimeText } from "@/components/time-text";
import { notifyDone } from "@/lib/notify";
import { useApiKeys, useDeleteApiKey } from "@/services/api-keys";
import { useMay } from "@/services/auth";
import type { ApiKey } from "@/services/wire";
import { t } from "@/strings";
import { ApiKeyModal } from "./api-key-modal";
import { RowsSkeleton } from "./rows-skeleton";
import classes from "./rows.module.css";

const words = t.settings.keys;

export function ApiKeysTab() {
  const keys = useApiKeys();
  const mayManage = useMay("manage");
  const [creating, create] = useDisclosure(false);
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  return (
    <Section
      flush title={words.title} hint={words.hint}
      aside={mayManage && (
        <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={create.open}>{words.create}</Button>
      )}
    >
      {keys.data ? (
        keys.data.length === 0 ? (
          <EmptyState compact title={words.empty} body={words.emptyBody} />
        ) : (
          <div role="list" aria-label={words.title}>
            {keys.data.map((key) => <Row key={key.id} apiKey={key} onDelete={mayManage ? () => setLeaving(key) : undefined} />)}
          </div>
        )
      ) : keys.isError ? (
        <div style={{ padding: 16 }}><ErrorPanel error={keys.error} onRetry={() => void keys.refetch()} /></div>
      ) : (
        <RowsSkeleton />
      )}
      <ApiKeyModal opened={creating} onClose={create.close} />
      <DeleteModal apiKey={leaving} onClose={() => setLeaving(null)} />
    </Section>
  );
}

function Row({ apiKey, onDelete }: { apiKey: ApiKey; onDelete: (() => void) | undefined }) {
  return (
    <div className={classes.row} role="listitem">
      <div className={classes.words}>
        <Text size="sm" fw={500} truncate>{apiKey.name}</Text>
        <Text size="xs" c="dimmed" truncate><code>{apiKey.prefix}…</code> · {t.roles[apiKey.role] ?? apiKey.role}</Text>
      </div>
      <Text className={classes.fact} c="dimmed" component="div">{words.created} <TimeText iso={apiKey.createdAt} show="relative" /></Text>
      <Text className={classes.fact} c="dimmed" component="div">
        {words.lastUsed} {apiKey.lastUsedAt ? <TimeText iso={apiKey.lastUsedAt} show="relative" /> : t.common.never}
      </Text>
      <div className={classes.action}>
        {onDelete && (
          <Button size="xs" variant="subtle" color="gray" aria-label={words.deleteLabel(apiKey.name)} onClick={onDelete}>{words.delete}</Button>
        )}
      </div>
    </div>
  );
}

function DeleteModal({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const remove = useDeleteApiKey();
  const name = apiKey?.name ?? "";
  return (
    <ConfirmModal
      opened={apiKey !== null} onClose={onClose} busy={remove.isPending} error={remove.error}
      title={words.deleteTitle(name)} body={words.deleteBody} submit={words.delete}
      onSubmit={() => apiKey && remove.mutate(apiKey.id, {
        onSuccess: () => { notifyDone(words.deleted(name)); onClose(); },
      })}
    />
  );
}
