import { Alert, Button, Group, Text } from "@mantine/core";
import { IconPlugConnectedX, IconUserExclamation } from "@tabler/icons-react";
import { useConnect } from "@/components/connect/connect-context";
import { useMay } from "@/services/auth";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

/** Says why nothing new comes in, where that is so. */
export function AccountNotice({ connection }: { connection: Connection }) {
  const connect = useConnect();
  const mayConnect = useMay("connect");
  if (connection.status === "active") return null;
  const broken = connection.status === "needs_reauth";
  return (
    <Alert
      role="note" variant="default"
      icon={broken ? <IconUserExclamation color="var(--bad)" aria-hidden /> : <IconPlugConnectedX aria-hidden />}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">{broken ? t.account.needsReauth : t.account.disconnectedNote}</Text>
        {mayConnect && (
          <Button size="xs" variant="default" onClick={() => connect.start(connection.platform)}>{t.accounts.reconnect}</Button>
        )}
      </Group>
    </Alert>
  );
}
