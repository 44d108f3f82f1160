import { Menu, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { lazy } from "react";
import { useNavigate } from "react-router";
import { LazyDialog } from "@/components/lazy-dialog";
import { initials } from "@/lib/format";
import { notifyError } from "@/lib/notify";
import { useMe, useSwitchWorkspace } from "@/services/auth";
import { t } from "@/strings";
import classes from "./workspace-switch.module.css";

const NewWorkspaceModal = lazy(() => import("./new-workspace-modal"));

export function WorkspaceSwitch() {
  const { workspace, workspaces } = useMe();
  const [creating, create] = useDisclosure(false);
  const change = useSwitchWorkspace();
  const navigate = useNavigate();

  const go = (id: string) => {
    if (id === workspace.id) return;
    change.mutate(id, { onSuccess: () => void navigate("/"), onError: notifyError });
  };

  return (
    <>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <UnstyledButton className={classes.button}>
            <span className="visually-hidden">{t.shell.switchWorkspace}: </span>
            <span className={classes.mark} aria-hidden>{initials(workspace.name).slice(0, 2)}</span>
            <Text span fw={500} truncate>{workspace.name}</Text>
            <IconSelector size={16} aria-hidden className={classes.arrows} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {workspaces.map((one) => (
            <Menu.Item
              key={one.id} onClick={() => go(one.id)}
              rightSection={one.id === workspace.id ? <IconCheck size={16} aria-hidden /> : undefined}
            >
              <Text size="sm" truncate>{one.name}</Text>
              <Text size="xs" c="dimmed">{t.roles[one.role] ?? one.role}</Text>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={create.open}>
            {t.shell.newWorkspace}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <LazyDialog wanted={creating}>
        <NewWorkspaceModal opened={creating} onClose={create.close} onCreated={go} />
      </LazyDialog>
    </>
  );
}
