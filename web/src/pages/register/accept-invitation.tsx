import { Button, Stack } from "@mantine/core";
import { useNavigate } from "react-router";
import { ErrorPanel } from "@/components/error-panel";
import { TextLink } from "@/components/router-link";
import { useAcceptInvitation } from "@/services/auth";
import { t } from "@/strings";
import { AuthCard } from "../auth-card";

/** For somebody who was invited and is signed in already. */
export function AcceptInvitation({ token, email }: { token: string; email: string }) {
  const navigate = useNavigate();
  const accept = useAcceptInvitation();
  return (
    <AuthCard
      title={t.register.invitedTitle}
      intro={t.register.joinBody(email)}
      foot={<TextLink to="/" underline="always">{t.errors.toOverview}</TextLink>}
    >
      <Stack gap="md">
        {accept.isError && <ErrorPanel error={accept.error} />}
        <Button
          fullWidth loading={accept.isPending}
          onClick={() => accept.mutate(token, { onSuccess: () => void navigate("/", { replace: true }) })}
        >
          {t.register.join}
        </Button>
      </Stack>
    </AuthCard>
  );
}
