import { Button, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { atHandle } from "@/lib/format";
import { useConnections } from "@/services/connections";
import { t } from "@/strings";
import { platformName } from "../platform-icons";
import { PlatformMark } from "../platform-mark";
import { AccountPicker } from "./account-picker";
import { ButtonLink } from "../router-link";
import type { ConnectState } from "./connect-state";
import type { ConnectFlow } from "./use-connect-flow";

interface Props {
  flow: ConnectFlow;
  state: Exclude<ConnectState, { step: "choose" }>;
  onClose: () => void;
}

/** One attempt to connect: what is happening, and what to do when it does not go on. */
export function ConnectProgress({ flow, state, onClose }: Props) {
  const name = platformName(state.platform);
  const again = <Button onClick={() => flow.start(state.platform)}>{t.connect.tryAgain}</Button>;
  const choose = <Button variant="default" onClick={flow.reset}>{t.common.back}</Button>;

  switch (state.step) {
    case "opening":
      return <Message platform={state.platform} title={t.connect.opening(name)} body={t.connect.waitingBody} />;
    case "waiting":
      return (
        <Message platform={state.platform} title={t.connect.waiting(name)} body={t.connect.waitingBody}>
          <Button variant="default" onClick={flow.focusPopup}>{t.connect.showWindow}</Button>
          <Button variant="subtle" color="gray" onClick={flow.reset}>{t.common.cancel}</Button>
        </Message>
      );
    case "closed":
      return (
        <Message platform={state.platform} title={t.connect.closed} body={t.connect.closedBody}>
          {again}
          {choose}
        </Message>
      );
    case "redirecting":
      return <Message platform={state.platform} title={t.connect.blocked} body={t.connect.blockedBody(name)} />;
    case "failed":
      return (
        <Message alert platform={state.platform} title={t.connect.failedTitle(name)} body={failure(state)}>
          {again}
          {choose}
        </Message>
      );
    case "pick":
      return (
        <AccountPicker
          platform={state.platform} choiceId={state.choiceId}
          onConnected={(ids) => flow.picked(state.platform, ids)}
          onAgain={() => flow.start(state.platform)}
        />
      );
    case "done":
      return <Done state={state} flow={flow} onClose={onClose} />;
  }
}

function failure(state: Extract<ConnectState, { step: "failed" }>): string {
  const known = state.code === null ? undefined : t.connect.errors[state.code];
  return known ?? state.message ?? t.connect.errorOther;
}

interface DoneProps {
  flow: ConnectFlow;
  state: Extract<ConnectState, { step: "done" }>;
  onClose: () => void;
}

function Done({ flow, state, onClose }: DoneProps) {
  const connections = useConnections();
  const account = connections.data?.find((one) => one.id === state.connectionId);
  if (state.count > 1) {
    return (
      <Message platform={state.platform} title={t.connect.doneMany(state.count)} body={t.connect.doneManyBody}>
        <span onClickCapture={onClose}>
          <ButtonLink to="/accounts">{t.connect.viewAccounts}</ButtonLink>
        </span>
        <Button variant="default" onClick={flow.reset}>{t.connect.another}</Button>
      </Message>
    );
  }
  const name = account ? atHandle(account.handle) : platformName(state.platform);
  return (
    <Message platform={state.platform} title={t.connect.done(name)} body={t.connect.doneBody}>
      {state.connectionId && (
        <span onClickCapture={onClose}>
          <ButtonLink to={`/accounts/${state.connectionId}`}>{t.connect.viewAccount}</ButtonLink>
        </span>
      )}
      <Button variant="default" onClick={flow.reset}>{t.connect.another}</Button>
    </Message>
  );
}

interface MessageProps {
  platform: string;
  title: string;
  body: string;
  alert?: boolean;
  children?: ReactNode;
}

function Message({ platform, title, body, alert = false, children }: MessageProps) {
  return (
    <Stack align="center" gap="sm" py={48} px="md">
      <PlatformMark platform={platform} size={32} labelled={false} />
      <div role={alert ? "alert" : "status"} style={{ textAlign: "center" }}>
        <Title order={3} fz={16} mb={4}>{title}</Title>
        <Text size="sm" c="dimmed" maw={380}>{body}</Text>
      </div>
      {children && <Group gap="xs" mt="xs" justify="center">{children}</Group>}
    </Stack>
  );
}
