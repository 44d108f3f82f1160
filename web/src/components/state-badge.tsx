import {
  IconAlertTriangle, IconCircleCheck, IconClock, IconClockExclamation, IconPlugConnectedX,
  IconRefresh, IconUserExclamation,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { AccountState } from "@/lib/connection-state";
import { t } from "@/strings";
import classes from "./state-badge.module.css";

interface Look {
  icon: ComponentType<{ size: number; "aria-hidden": true }>;
  tone: "ok" | "warn" | "bad" | "busy" | "quiet";
}

const looks: Record<AccountState, Look> = {
  active: { icon: IconCircleCheck, tone: "ok" },
  expiring: { icon: IconClockExclamation, tone: "warn" },
  needs_reauth: { icon: IconUserExclamation, tone: "bad" },
  syncing: { icon: IconRefresh, tone: "busy" },
  failed: { icon: IconAlertTriangle, tone: "bad" },
  disconnected: { icon: IconPlugConnectedX, tone: "quiet" },
  waiting: { icon: IconClock, tone: "quiet" },
};

/** A state is always an icon, a word and a colour. */
export function StateBadge({ state }: { state: AccountState }) {
  const { icon, tone } = looks[state];
  return <Badge icon={icon} tone={tone} label={t.state[state]} />;
}

export function Badge({ icon: Icon, tone, label }: Look & { label: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={16} aria-hidden />
      {label}
    </span>
  );
}
