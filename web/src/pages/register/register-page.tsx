import { useQuery } from "@tanstack/react-query";
import { Navigate, useSearchParams } from "react-router";
import { TextLink } from "@/components/router-link";
import { meQuery } from "@/services/auth";
import { t } from "@/strings";
import { AuthCard } from "../auth-card";
import { AcceptInvitation } from "./accept-invitation";
import { RegisterForm } from "./register-form";

export default function RegisterPage() {
  const [search] = useSearchParams();
  const me = useQuery(meQuery);
  const invite = search.get("invite") ?? undefined;

  if (me.data && invite) return <AcceptInvitation token={invite} email={me.data.user.email} />;
  if (me.data) return <Navigate to="/" replace />;

  const here = `/register?invite=${encodeURIComponent(invite ?? "")}`;
  const signIn = invite ? `/sign-in?next=${encodeURIComponent(here)}` : "/sign-in";
  return (
    <AuthCard
      title={invite ? t.register.invitedTitle : t.register.title}
      intro={invite ? t.register.invitedBody : undefined}
      foot={<>{t.register.haveAccount} <TextLink to={signIn} underline="always">{t.register.toSignIn}</TextLink></>}
    >
      <RegisterForm inviteToken={invite} />
    </AuthCard>
  );
}
