import { Drawer, Text } from "@mantine/core";
import SlotsPanel from "@/components/slots/slots-panel";
import { t } from "@/strings";
import { s } from "@/strings/slots";

/** The slots of the workspace, beside the calendar. */
export default function SlotsDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="lg" title={s.title} closeButtonProps={{ "aria-label": t.common.close }}>
      <Text size="sm" c="dimmed" mb="md">{s.ofWorkspace}</Text>
      <SlotsPanel campaignId={null} />
    </Drawer>
  );
}
