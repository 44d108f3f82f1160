import { ActionIcon, Button, Group, Kbd, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconFlask, IconPencilPlus, IconSearch, IconWifiOff } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import { Badge } from "@/components/state-badge";
import { useMay, useMe } from "@/services/auth";
import { useLiveState } from "@/services/live-state";
import { t } from "@/strings";
import { ThemeToggle } from "./theme-toggle";
import { UserMenu } from "./user-menu";
import { WorkspaceSwitch } from "./workspace-switch";
import classes from "./top-bar.module.css";

function openPalette() {
  void import("@mantine/spotlight").then(({ spotlight }) => spotlight.open());
}

export function TopBar() {
  return (
    <header className={classes.bar}>
      <WorkspaceSwitch />
      <UnstyledButton className={classes.search} onClick={openPalette} visibleFrom="sm">
        <IconSearch size={16} aria-hidden />
        <span className={classes.hint}>{t.shell.search}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </UnstyledButton>
      <Group gap={4} wrap="nowrap" ml="auto">
        <LiveMark />
        <SandboxMark />
        <ActionIcon hiddenFrom="sm" onClick={openPalette} aria-label={t.shell.searchShort}>
          <IconSearch size={18} aria-hidden />
        </ActionIcon>
        <ThemeToggle />
        <UserMenu />
        <NewPost />
      </Group>
    </header>
  );
}

/** The one thing to do from everywhere; on a phone only its icon. */
function NewPost() {
  const mayWrite = useMay("connect");
  const { pathname } = useLocation();
  if (!mayWrite || pathname === "/posts/new") return null;
  return (
    <>
      <Button component={Link} to="/posts/new" size="xs" ml={4} leftSection={<IconPencilPlus size={16} aria-hidden />} visibleFrom="sm">{t.nav.newPost}</Button>
      <ActionIcon component={Link} to="/posts/new" variant="filled" color="indigo" hiddenFrom="sm" aria-label={t.nav.newPost}>
        <IconPencilPlus size={18} aria-hidden />
      </ActionIcon>
    </>
  );
}

/** Quiet while all is well; says when the page no longer hears of changes by itself. */
function LiveMark() {
  const state = useLiveState();
  if (state !== "lost") return null;
  return (
    <Tooltip label={t.shell.lostBody}>
      <Text component="span" size="xs" px={6} role="status">
        <Badge icon={IconWifiOff} tone="warn" label={t.shell.lost} />
      </Text>
    </Tooltip>
  );
}

function SandboxMark() {
  const { sandbox } = useMe();
  if (!sandbox) return null;
  return (
    <Tooltip label={t.shell.sandboxBody}>
      <Text component="span" size="xs" px={6} visibleFrom="sm">
        <Badge icon={IconFlask} tone="quiet" label={t.shell.sandbox} />
      </Text>
    </Tooltip>
  );
}
