import { Alert, Center, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconFlask } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Brand } from "@/shell/brand";
import { useAuthConfig } from "@/services/auth";
import { t } from "@/strings";

interface Props {
  title: string;
  intro?: string;
  children: ReactNode;
  foot: ReactNode;
}

/** One card, nothing else. */
export function AuthCard({ title, intro, children, foot }: Props) {
  useDocumentTitle(`${title} · ${t.product}`);
  const config = useAuthConfig();
  return (
    <Center component="main" mih="100dvh" p="md" bg="var(--page)">
      <Stack gap="md" w="100%" maw={400}>
        <Center><Brand /></Center>
        <Paper p={24} bg="var(--surface)">
          <Title order={1} mb={intro ? 4 : "md"}>{title}</Title>
          {intro && <Text size="sm" c="dimmed" mb="md">{intro}</Text>}
          {children}
        </Paper>
        <Text size="sm" c="dimmed" ta="center">{foot}</Text>
        {config.data?.sandbox && (
          <Alert role="note" variant="default" icon={<IconFlask size={18} aria-hidden />} p="sm">
            <Text size="sm" c="dimmed">{t.signIn.sandbox}</Text>
          </Alert>
        )}
      </Stack>
    </Center>
  );
}
