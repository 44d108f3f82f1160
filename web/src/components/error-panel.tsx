import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { asApiError } from "@/services/errors";
import { t } from "@/strings";
import { CopyButton } from "./copy-button";

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** Another thing to do about it than trying again. */
  action?: ReactNode;
}

/** Answers that say what to change; nobody needs to look them up in a log. */
const own_fault = new Set([401, 409, 422]);

/** What went wrong in plain words, what to do next, and the id to quote. */
export function ErrorPanel({ error, onRetry, action }: Props) {
  const { message, requestId, status } = asApiError(error);
  const quotable = requestId !== null && !own_fault.has(status);
  return (
    <Alert color="red" variant="default" icon={<IconAlertTriangle color="var(--bad)" aria-hidden />} role="alert">
      <Text size="sm" fw={500}>{message}</Text>
      <Group gap="sm" mt="xs" display={action || onRetry || quotable ? undefined : "none"}>
        {action}
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>{t.common.retry}</Button>
        )}
        {quotable && (
          <Group gap={4}>
            <Text size="xs" c="dimmed">{t.errors.requestId} <code>{requestId}</code></Text>
            <CopyButton value={requestId} label={t.errors.copyRequestId} />
          </Group>
        )}
      </Group>
    </Alert>
  );
}
