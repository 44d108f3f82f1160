import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { ErrorPanel } from "@/components/error-panel";
import { SecretBox } from "@/components/secret-box";
import { useFormState } from "@/lib/use-form-state";
import { useCreateApiKey } from "@/services/api-keys";
import type { Role } from "@/services/wire";
import { t } from "@/strings";
import { RoleSelect } from "./role-select";

const words = t.settings.keys;

export function ApiKeyModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened} onClose={onClose} title={words.createTitle} closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <Steps onClose={onClose} />
    </Modal>
  );
}

/** The key lives only in this component and is gone when the window closes. */
function Steps({ onClose }: { onClose: () => void }) {
  const [key, setKey] = useState<string | null>(null);
  if (key === null) return <KeyForm onCreated={setKey} onClose={onClose} />;
  return (
    <Stack gap="md">
      <div role="status">
        <Text fw={500}>{words.shownTitle}</Text>
        <Text size="sm" c="dimmed">{words.shownBody}</Text>
      </div>
      <SecretBox value={key} />
      <Group justify="flex-end"><Button onClick={onClose}>{words.done}</Button></Group>
    </Stack>
  );
}

function KeyForm({ onCreated, onClose }: { onCreated: (key: string) => void; onClose: () => void }) {
  const create = useCreateApiKey();
  const form = useFormState<{ name: string; role: Role }>({ name: "", role: "viewer" });

  const submit = () => {
    form.clear();
    const name = form.values.name.trim();
    if (!name) {
      form.setErrors({ name: t.fields.required(words.name) });
      return;
    }
    create.mutate({ name, role: form.values.role }, { onSuccess: (made) => onCreated(made.key), onError: form.fail });
  };

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="md">
        {form.failure && <ErrorPanel error={form.failure} />}
        <TextInput
          label={words.name} description={words.nameHint} data-autofocus value={form.values.name} error={form.errors.name}
          onChange={(event) => form.set("name", event.currentTarget.value)}
        />
        <RoleSelect
          label={words.role} description={t.settings.members.roleHints[form.values.role]}
          value={form.values.role} onChange={(role) => form.set("role", role)} error={form.errors.role}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" loading={create.isPending}>{words.create}</Button>
        </Group>
      </Stack>
    </form>
  );
}
