import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { ErrorPanel } from "@/components/error-panel";
import { notifyDone } from "@/lib/notify";
import { useFormState } from "@/lib/use-form-state";
import { useCreateWorkspace } from "@/services/workspaces";
import { t } from "@/strings";

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (id: string) => void;
}

export default function NewWorkspaceModal({ opened, onClose, onCreated }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={t.settings.workspace.createTitle} closeButtonProps={{ "aria-label": t.common.close }}>
      <Form onClose={onClose} onCreated={onCreated} />
    </Modal>
  );
}

function Form({ onClose, onCreated }: Omit<Props, "opened">) {
  const form = useFormState({ name: "" });
  const create = useCreateWorkspace();

  const submit = () => {
    form.clear();
    const name = form.values.name.trim();
    if (!name) {
      form.setErrors({ name: t.fields.required(t.settings.workspace.name) });
      return;
    }
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    create.mutate({ name, timezone }, {
      onSuccess: (workspace) => {
        notifyDone(t.settings.workspace.created(name));
        onClose();
        onCreated(workspace.id);
      },
      onError: form.fail,
    });
  };

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">{t.settings.workspace.createBody}</Text>
        {form.failure && <ErrorPanel error={form.failure} />}
        <TextInput
          label={t.settings.workspace.name} value={form.values.name} error={form.errors.name} data-autofocus
          onChange={(event) => form.set("name", event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" loading={create.isPending}>{t.settings.workspace.create}</Button>
        </Group>
      </Stack>
    </form>
  );
}
