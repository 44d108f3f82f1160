import { Button, Collapse, Group, List, Paper, Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { capitalised } from "@/lib/format";
import { capabilitiesOf, usePlatforms } from "@/services/platforms";
import type { Platform } from "@/services/wire";
import { t } from "@/strings";
import { ErrorPanel } from "../error-panel";
import { PlatformMark } from "../platform-mark";

/** Every platform that is set up, with what it brings and what it will ask for. */
export function ConnectPanel({ onChoose }: { onChoose: (platform: string) => void }) {
  const platforms = usePlatforms();
  if (platforms.isPending) return <PanelSkeleton />;
  if (platforms.isError) {
    return <ErrorPanel error={platforms.error} onRetry={() => void platforms.refetch()} />;
  }
  const ready = platforms.data.filter((platform) => platform.configured);
  const missing = platforms.data.filter((platform) => !platform.configured);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">{ready.length > 0 ? t.connect.intro : t.connect.noneConfigured}</Text>
      {ready.map((platform) => (
        <PlatformCard key={platform.id} platform={platform} onChoose={onChoose} />
      ))}
      {missing.length > 0 && (
        <div>
          <Text size="sm" fw={500} mt="xs">{t.connect.notConfigured}</Text>
          <Text size="sm" c="dimmed">
            {t.connect.notConfiguredBody(missing.map((platform) => platform.name).join(", "))}
          </Text>
        </div>
      )}
    </Stack>
  );
}

/** What a platform brings in, in words; capabilities this dashboard does not use are left out. */
function brings(platform: Platform): string {
  const words = capabilitiesOf(platform).flatMap((name) => t.connect.capabilities[name] ?? []);
  return [...new Set(words)].join(", ");
}

function PlatformCard({ platform, onChoose }: { platform: Platform; onChoose: (id: string) => void }) {
  const [shown, { toggle }] = useDisclosure(false);
  const list = `asks-${platform.id}`;
  const words = brings(platform);
  return (
    <Paper p="sm" bg="var(--surface)">
      <Group justify="space-between" wrap="nowrap">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <PlatformMark platform={platform.id} size={24} labelled={false} />
          <div>
            <Text fw={500}>{platform.name}</Text>
            {words && <Text size="xs" c="dimmed">{words}</Text>}
          </div>
        </Group>
        <Button size="xs" variant="default" onClick={() => onChoose(platform.id)} style={{ flexShrink: 0 }}>
          {t.connect.button}
          <span className="visually-hidden">&nbsp;{platform.name}</span>
        </Button>
      </Group>
      {platform.scopes.length > 0 && (
        <>
          <UnstyledButton
            onClick={toggle} aria-expanded={shown} aria-controls={list} mt={6} fz={12} c="dimmed"
            aria-label={`${platform.name}: ${t.connect.asks}`}
          >
            <Group gap={4}>
              <IconChevronDown size={14} aria-hidden style={{ transform: shown ? "rotate(180deg)" : undefined }} />
              {t.connect.asks}
            </Group>
          </UnstyledButton>
          <Collapse expanded={shown} id={list}>
            <List size="sm" mt={4} spacing={2}>
              {platform.scopes.map((scope) => (
                <List.Item key={scope.name}>
                  {capitalised(scope.purpose)}
                  {!scope.required && ` (${t.connect.optional})`}
                  <Text span size="xs" c="dimmed"> {scope.name}</Text>
                </List.Item>
              ))}
            </List>
          </Collapse>
        </>
      )}
    </Paper>
  );
}

function PanelSkeleton() {
  return (
    <Stack gap="sm" role="status" aria-label={t.common.loading}>
      {[0, 1, 2, 3, 4].map((index) => (
        <Paper key={index} p="sm" bg="var(--surface)">
          <Group gap="sm">
            <Skeleton w={24} h={24} />
            <div style={{ flex: 1 }}>
              <Skeleton h={12} w={90} mb={8} />
              <Skeleton h={10} w={180} />
            </div>
            <Skeleton w={120} h={30} />
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
