import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { TimeText } from "@/components/time-text";
import { c } from "@/strings/compose";

interface Props {
  /** When the post was changed. */
  at: string;
  onTakeSaved: () => void;
  onKeepOwn: () => void;
}

/** Two have changed the post: whose version counts is for somebody to say. */
export default function OutdatedNote({ at, onTakeSaved, onKeepOwn }: Props) {
  return (
    <Alert variant="default" color="yellow" role="alert" mb="sm" icon={<IconAlertTriangle color="var(--warn)" aria-hidden />} title={c.outdated.title}>
      <Text size="sm" component="div">{c.outdated.at} <TimeText iso={at} />. {c.outdated.body}</Text>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={onTakeSaved}>{c.outdated.takeSaved}</Button>
        <Button size="compact-sm" variant="default" onClick={onKeepOwn}>{c.outdated.keepOwn}</Button>
      </Group>
    </Alert>
  );
}
