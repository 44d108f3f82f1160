import { Tabs } from "@mantine/core";
import { useNavigate, useParams } from "react-router";
import { PageHeader } from "@/components/page-header";
import { t } from "@/strings";
import { NotFoundPage } from "../message-pages";
import { ApiKeysTab } from "./api-keys-tab";
import { MembersTab } from "./members-tab";
import { ProfileTab } from "./profile-tab";
import { SessionsTab } from "./sessions-tab";
import { WorkspaceTab } from "./workspace-tab";
import classes from "./settings-page.module.css";

const tabs = {
  profile: ProfileTab,
  workspace: WorkspaceTab,
  members: MembersTab,
  "api-keys": ApiKeysTab,
  sessions: SessionsTab,
};
type Tab = keyof typeof tabs;
const names = Object.keys(tabs) as Tab[];

export default function SettingsPage() {
  const { section } = useParams();
  const navigate = useNavigate();
  const tab = names.find((name) => name === section);
  if (!tab) return <NotFoundPage />;
  const Content = tabs[tab];
  return (
    <>
      <PageHeader title={t.settings.title} />
      <Tabs value={tab} onChange={(value) => void navigate(`/settings/${value ?? "profile"}`)} keepMounted={false}>
        <Tabs.List mb="md" aria-label={t.settings.sections} className={classes.tabs}>
          {names.map((name) => <Tabs.Tab key={name} value={name}>{t.settings.tabs[name]}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value={tab}><Content /></Tabs.Panel>
      </Tabs>
    </>
  );
}
