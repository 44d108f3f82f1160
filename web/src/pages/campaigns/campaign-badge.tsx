import { IconArchive, IconCircleCheck, IconPencil, IconPlayerPlay } from "@tabler/icons-react";
import { Badge } from "@/components/state-badge";
import type { CampaignStatus } from "@/services/wire";
import { k } from "@/strings/calendar";

const looks: Record<CampaignStatus, Pick<Parameters<typeof Badge>[0], "icon" | "tone">> = {
  draft: { icon: IconPencil, tone: "quiet" },
  active: { icon: IconPlayerPlay, tone: "ok" },
  completed: { icon: IconCircleCheck, tone: "quiet" },
  archived: { icon: IconArchive, tone: "quiet" },
};

export function CampaignBadge({ status }: { status: CampaignStatus }) {
  return <Badge {...looks[status]} label={k.campaigns.statuses[status]} />;
}
