import { Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { ErrorPanel } from "@/components/error-panel";
import { Section } from "@/components/section";
import { notifyDone } from "@/lib/notify";
import { characterCount } from "@/lib/format";
import { useFormState } from "@/lib/use-form-state";
import { useAuthConfig, useMe, useUpdateMe } from "@/services/auth";
import { t } from "@/strings";

const words = t.settings.profile;

export function ProfileTab() {
  return (
    <Stack gap="md" maw={560}>
      <NameForm />
      <PasswordForm />
    </Stack>
  );
}

function NameForm() {
  const { user } = useMe();
  const update = useUpdateMe();
  const form = useFormState({ name: user.name });

  const submit = () => {
    form.clear();
    const name = form.values.name.trim();
    if (!name) {
      form.setErrors({ name: t.fields.required(t.fields.name) });
      return;
    }
    update.mutate({ name }, { onSuccess: () => notifyDone(t.common.saved), onError: form.fail });
  };

  return (
    <Section title={words.title}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack gap="md">
          {form.failure && <ErrorPanel error={form.failure} />}
          <TextInput
            label={t.fields.name} autoComplete="name" value={form.values.name} error={form.errors.name}
            onChange={(event) => form.set("name", event.currentTarget.value)}
          />
          <TextInput label={t.fields.email} description={words.emailHint} value={user.email} readOnly variant="filled" />
          <Group justify="flex-end">
            <Button type="submit" loading={update.isPending} disabled={form.values.name.trim() === user.name}>{t.common.save}</Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

const password_length_default = 10;

function PasswordForm() {
  const update = useUpdateMe();
  const length = useAuthConfig().data?.passwordMinLength ?? password_length_default;
  const form = useFormState({ currentPassword: "", newPassword: "" });

  const submit = () => {
    form.clear();
    const { currentPassword, newPassword } = form.values;
    const short = length - characterCount(newPassword);
    if (!currentPassword || short > 0) {
      form.setErrors({
        currentPassword: currentPassword ? undefined : t.fields.required(t.fields.currentPassword),
        newPassword: short > 0 ? t.register.passwordTooShort(short) : undefined,
      });
      return;
    }
    update.mutate({ currentPassword, newPassword }, {
      onSuccess: () => {
        form.set("currentPassword", "");
        form.set("newPassword", "");
        notifyDone(words.passwordChanged);
      },
      onError: form.fail,
    });
  };

  return (
    <Section title={words.password}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack gap="md">
          {form.failure && <ErrorPanel error={form.failure} />}
          <PasswordInput
            label={t.fields.currentPassword} autoComplete="current-password"
            value={form.values.currentPassword} error={form.errors.currentPassword}
            onChange={(event) => form.set("currentPassword", event.currentTarget.value)}
          />
          <PasswordInput
            label={t.fields.newPassword} autoComplete="new-password" description={t.register.passwordRule(length)}
            value={form.values.newPassword} error={form.errors.newPassword}
            onChange={(event) => form.set("newPassword", event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={update.isPending}>{words.changePassword}</Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
