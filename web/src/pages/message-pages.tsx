import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { ButtonLink } from "@/components/router-link";
import { t } from "@/strings";

/** Shown when a page breaks, or when its file is gone because the server was upgraded meanwhile. */
export function BrokenPage() {
  return (
    <Center py={96} px="md">
      <Stack align="center" gap="sm" maw={420} role="alert">
        <Title order={1}>{t.errors.pageTitle}</Title>
        <Text c="dimmed" ta="center">{t.errors.pageBody}</Text>
        <Button onClick={() => window.location.reload()}>{t.common.reload}</Button>
      </Stack>
    </Center>
  );
}

export function NotFoundPage() {
  return (
    <Center py={96} px="md">
      <Stack align="center" gap="sm" maw={420}>
        <Title order={1}>{t.errors.notFoundTitle}</Title>
        <Text c="dimmed" ta="center">{t.errors.notFoundBody}</Text>
        <ButtonLink to="/">{t.errors.toOverview}</ButtonLink>
      </Stack>
    </Center>
  );
}
