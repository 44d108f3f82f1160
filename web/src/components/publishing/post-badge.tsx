import {
  IconAlertTriangle, IconBan, IconCalendarTime, IconCircleCheck, IconClock, IconEyeQuestion, IconPencil, IconProgressCheck, IconRefresh,
} from "@tabler/icons-react";
import { Badge } from "@/components/state-badge";
import type { PostStatus, TargetStatus } from "@/services/wire";
import { p } from "@/strings/posts";

type Look = Pick<Parameters<typeof Badge>[0], "icon" | "tone">;

const postLooks: Record<PostStatus, Look> = {
  draft: { icon: IconPencil, tone: "quiet" },
  scheduled: { icon: IconCalendarTime, tone: "quiet" },
  publishing: { icon: IconRefresh, tone: "busy" },
  published: { icon: IconCircleCheck, tone: "ok" },
  partial: { icon: IconProgressCheck, tone: "warn" },
  failed: { icon: IconAlertTriangle, tone: "bad" },
  cancelled: { icon: IconBan, tone: "quiet" },
};

const targetLooks: Record<TargetStatus, Look> = {
  pending: { icon: IconClock, tone: "quiet" },
  publishing: { icon: IconRefresh, tone: "busy" },
  processing: { icon: IconRefresh, tone: "busy" },
  published: { icon: IconCircleCheck, tone: "ok" },
  failed: { icon: IconAlertTriangle, tone: "bad" },
  needs_attention: { icon: IconEyeQuestion, tone: "warn" },
  cancelled: { icon: IconBan, tone: "quiet" },
};

/** How a post is doing over all its accounts. */
export function PostBadge({ status }: { status: PostStatus }) {
  return <Badge {...postLooks[status]} label={p.status[status]} />;
}

/** How a post is doing on one account. */
export function TargetBadge({ status }: { status: TargetStatus }) {
  return <Badge {...targetLooks[status]} label={p.targetStatus[status]} />;
}
