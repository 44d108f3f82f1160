import { ActionIcon, Avatar, Menu, Text } from "@mantine/core";
import { IconLogout, IconUser } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { initials } from "@/lib/format";
import { notifyError } from "@/lib/notify";
import { useMe, useSignOut } from "@/services/auth";
import { t } from "@/strings";

export function UserMenu() {
  const { user } = useMe();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const leave = () =>
    signOut.mutate(undefined, { onSuccess: () => void navigate("/sign-in"), onError: notifyError });
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon size={36}>
          <span className="visually-hidden">{t.shell.userMenu}</span>
          <Avatar size={28} color="indigo" radius="50%" alt="" aria-hidden>{initials(user.name)}</Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: "6px 12px 8px" }}>
          <Text size="sm" fw={500} truncate>{user.name}</Text>
          <Text size="xs" c="dimmed" truncate>{user.email}</Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/profile" leftSection={<IconUser size={16} aria-hidden />}>
          {t.settings.tabs.profile}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>
          {t.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
