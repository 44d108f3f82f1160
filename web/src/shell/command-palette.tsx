import { useMantineColorScheme, useComputedColorScheme } from "@mantine/core";
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { IconLogout, IconPencilPlus, IconPlugConnected, IconRefresh, IconSearch, IconSunMoon, IconSwitchHorizontal } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { AccountAvatar } from "@/components/account-avatar";
import { useConnect } from "@/components/connect/connect-context";
import { platformName } from "@/components/platform-icons";
import { PlatformMark } from "@/components/platform-mark";
import { accountName } from "@/lib/account-name";
import { atHandle } from "@/lib/format";
import { notifyError } from "@/lib/notify";
import { useMay, useMe, useSignOut, useSwitchWorkspace } from "@/services/auth";
import { useConnections } from "@/services/connections";
import { usePlatforms } from "@/services/platforms";
import { useStartSync } from "@/services/sync-runs";
import { t } from "@/strings";
import classes from "./command-palette.module.css";
import { placesFor } from "./places";

/** Ctrl-K: go anywhere, do anything, find an account. */
export default function CommandPalette() {
  const groups: SpotlightActionGroupData[] = [
    { group: t.palette.places, actions: usePlaceActions() },
    { group: t.palette.actions, actions: useDoActions() },
    { group: t.palette.accounts, actions: useAccountActions() },
  ];
  return (
    <Spotlight
      actions={groups}
      shortcut={["mod + K"]}
      nothingFound={t.palette.nothing}
      highlightQuery
      scrollable
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      maxHeight={420}
      limit={12}
      classNames={{ action: classes.action, actionDescription: classes.description }}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t.palette.placeholder,
        "aria-label": t.palette.placeholder,
      }}
      attributes={{ content: { "aria-label": t.palette.label } }}
    />
  );
}

function usePlaceActions(): SpotlightActionData[] {
  const me = useMe();
  const navigate = useNavigate();
  return placesFor(me).map(({ to, label, icon: Icon }) => ({
    id: `go-${to}`,
    label,
    leftSection: <Icon size={18} stroke={1.6} aria-hidden />,
    onClick: () => void navigate(to),
  }));
}

function useDoActions(): SpotlightActionData[] {
  const { workspace, workspaces } = useMe();
  const mayConnect = useMay("connect");
  const connect = useConnect();
  const platforms = usePlatforms(mayConnect).data ?? [];
  const switchWorkspace = useSwitchWorkspace();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";

  const actions: SpotlightActionData[] = [];
  if (mayConnect) {
    actions.push({
      id: "new-post", label: t.nav.newPost, onClick: () => void navigate("/posts/new"),
      leftSection: <IconPencilPlus size={18} stroke={1.6} aria-hidden />,
    }, {
      id: "connect", label: t.accounts.connect, onClick: connect.open,
      leftSection: <IconPlugConnected size={18} stroke={1.6} aria-hidden />,
    });
    for (const platform of platforms.filter((one) => one.configured)) {
      actions.push({
        id: `connect-${platform.id}`, label: t.palette.connect(platform.name),
        leftSection: <PlatformMark platform={platform.id} size={18} labelled={false} />,
        onClick: () => connect.start(platform.id),
      });
    }
  }
  for (const one of workspaces.filter((other) => other.id !== workspace.id)) {
    actions.push({
      id: `switch-${one.id}`, label: t.palette.switchTo(one.name),
      leftSection: <IconSwitchHorizontal size={18} stroke={1.6} aria-hidden />,
      onClick: () => switchWorkspace.mutate(one.id, { onSuccess: () => void navigate("/"), onError: notifyError }),
    });
  }
  actions.push(
    {
      id: "theme", label: dark ? t.shell.toLight : t.shell.toDark,
      leftSection: <IconSunMoon size={18} stroke={1.6} aria-hidden />,
      onClick: () => setColorScheme(dark ? "light" : "dark"),
    },
    {
      id: "sign-out", label: t.shell.signOut,
      leftSection: <IconLogout size={18} stroke={1.6} aria-hidden />,
      onClick: () => signOut.mutate(undefined, { onSuccess: () => void navigate("/sign-in"), onError: notifyError }),
    },
  );
  return actions;
}

function useAccountActions(): SpotlightActionData[] {
  const connections = useConnections().data ?? [];
  const mayConnect = useMay("connect");
  const sync = useStartSync();
  const navigate = useNavigate();
  return connections.flatMap((one) => {
    const handle = atHandle(one.handle);
    const open: SpotlightActionData = {
      id: `account-${one.id}`, label: handle, description: platformName(one.platform),
      keywords: [accountName(one), one.platform],
      leftSection: <AccountAvatar platform={one.platform} name={accountName(one)} url={one.avatarUrl} size={24} />,
      onClick: () => void navigate(`/accounts/${one.id}`),
    };
    if (!mayConnect || one.status !== "active") return [open];
    return [open, {
      id: `sync-${one.id}`, label: t.palette.sync(handle), description: platformName(one.platform),
      leftSection: <IconRefresh size={18} stroke={1.6} aria-hidden />,
      onClick: () => sync.mutate({ id: one.id, full: false }, { onError: notifyError }),
    }];
  });
}
