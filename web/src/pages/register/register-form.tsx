import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "react-router";
import { ErrorPanel } from "@/components/error-panel";
import { characterCount } from "@/lib/format";
import { useFormState } from "@/lib/use-form-state";
import { useAuthConfig, useRegister } from "@/services/auth";
import { t } from "@/strings";

const password_length_default = 10;

export function RegisterForm({ inviteToken }: { inviteToken?: string }) {
  const navigate = useNavigate();
  const register = useRegister();
  const config = useAuthConfig();
  const form = useFormState({ name: "", email: "", password: "" });
  const length = config.data?.passwordMinLength ?? password_length_default;

  const submit = () => {
    form.clear();
    const { name, email, password } = form.values;
    const short = length - characterCount(password);
    if (!name.trim() || !email.trim() || short > 0) {
      form.setErrors({
        name: name.trim() ? undefined : t.fields.required(t.fields.name),
        email: email.trim() ? undefined : t.fields.required(t.fields.email),
        password: short > 0 ? t.register.passwordTooShort(short) : undefined,
      });
      return;
    }
    register.mutate(
      { name: name.trim(), email: email.trim(), password, ...(inviteToken ? { inviteToken } : {}) },
      { onSuccess: () => void navigate("/", { replace: true }), onError: form.fail },
    );
  };

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="md">
        {form.failure && <ErrorPanel error={form.failure} />}
        <TextInput
          label={t.fields.name} autoComplete="name" autoFocus
          value={form.values.name} error={form.errors.name}
          onChange={(event) => form.set("name", event.currentTarget.value)}
        />
        <TextInput
          label={t.fields.email} type="email" autoComplete="username"
          value={form.values.email} error={form.errors.email}
          onChange={(event) => form.set("email", event.currentTarget.value)}
        />
        <PasswordInput
          label={t.fields.password} autoComplete="new-password" description={t.register.passwordRule(length)}
          value={form.values.password} error={form.errors.password}
          onChange={(event) => form.set("password", event.currentTarget.value)}
        />
        <Button type="submit" loading={register.isPending} fullWidth>{t.register.submit}</Button>
      </Stack>
    </form>
  );
}
