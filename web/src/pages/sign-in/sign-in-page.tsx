import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { ErrorPanel } from "@/components/error-panel";
import { TextLink } from "@/components/router-link";
import { nextPath } from "@/lib/next-path";
import { useFormState } from "@/lib/use-form-state";
import { meQuery, useSignIn } from "@/services/auth";
import { t } from "@/strings";
import { AuthCard } from "../auth-card";

export default function SignInPage() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const me = useQuery(meQuery);
  const signIn = useSignIn();
  const form = useFormState({ email: "", password: "" });
  const next = nextPath(search);

  if (me.data && !signIn.isPending) return <Navigate to={next} replace />;

  const submit = () => {
    form.clear();
    const { email, password } = form.values;
    if (!email.trim() || !password) {
      form.setErrors({
        email: email.trim() ? undefined : t.fields.required(t.fields.email),
        password: password ? undefined : t.fields.required(t.fields.password),
      });
      return;
    }
    signIn.mutate(
      { email: email.trim(), password },
      { onSuccess: () => void navigate(next, { replace: true }), onError: form.fail },
    );
  };

  return (
    <AuthCard
      title={t.signIn.title}
      intro={search.has("next") ? t.signIn.signedOut : undefined}
      foot={<>{t.signIn.noAccount} <TextLink to="/register" underline="always">{t.signIn.toRegister}</TextLink></>}
    >
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack gap="md">
          {form.failure && <ErrorPanel error={form.failure} />}
          <TextInput
            label={t.fields.email} type="email" autoComplete="username" autoFocus
            value={form.values.email} error={form.errors.email}
            onChange={(event) => form.set("email", event.currentTarget.value)}
          />
          <PasswordInput
            label={t.fields.password} autoComplete="current-password"
            value={form.values.password} error={form.errors.password}
            onChange={(event) => form.set("password", event.currentTarget.value)}
          />
          <Button type="submit" loading={signIn.isPending} fullWidth>{t.signIn.submit}</Button>
        </Stack>
      </form>
    </AuthCard>
  );
}
