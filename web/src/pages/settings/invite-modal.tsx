import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { ErrorPanel } from "@/components/error-panel";
import { SecretBox } from "@/components/secret-box";
import { useFormState } from "@/lib/use-form-state";
import { useInviteMember } from "@/services/members";
import type { Member, Role } from "@/services/wire";
import { t } from "@/strings";
import { RoleSelect } from "./role-select";

const words = t.settings.members;

export function InviteModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.inviteTitle} closeButtonProps={{ "aria-label": t.common.close }}>
      <Steps onClose={onClose} />
    </Modal>
  );
}

function Steps({ onClose }: { onClose: () => void }) {
  const [invited, setInvited] = useState<Member | null>(null);
  if (!invited) return <InviteForm onInvited={setInvited} onClose={onClose} />;
  return (
    <Stack gap="md">
      <div>
        <Text fw={500}>{words.linkTitle}</Text>
        <Text size="sm" c="dimmed">{words.linkBody(invited.email)}</Text>
      </div>
      {invited.inviteUrl && <SecretBox value={invited.inviteUrl} />}
      <Group justify="flex-end"><Button onClick={onClose}>{t.common.close}</Button></Group>
    </Stack>
  );
}

function InviteForm({ onInvited, onClose }: { onInvited: (member: Member) => void; onClose: () => void }) {
  const invite = useInviteMember();
  const form = useFormState<{ email: string; role: Role }>({ email: "", role: "editor" });

  const submit = () => {
    form.clear();
    const email = form.values.email.trim();
    if (!email) {
      form.setErrors({ email: t.fields.required(t.fields.email) });
      return;
    }
    invite.mutate({ email, role: form.values.role }, { onSuccess: onInvited, onError: form.fail });
  };

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="md">
        {form.failure && <ErrorPanel error={form.failure} />}
        <TextInput
          label={t.fields.email} type="email" data-autofocus value={form.values.email} error={form.errors.email}
          onChange={(event) => form.set("email", event.currentTarget.value)}
        />
        <RoleSelect
          label={words.role} description={words.roleHints[form.values.role]} value={form.values.role}
          onChange={(role) => form.set("role", role)} error={form.errors.role}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" loading={invite.isPending}>{words.send}</Button>
        </Group>
      </Stack>
    </form>
  );
}
