import { IconActivity, IconChartLine, IconLayoutDashboard, IconSettings, IconUsersGroup } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Me } from "@/services/wire";
import { t } from "@/strings";

export interface Place {
  to: string;
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: true }>;
  /** At the foot of the rail. */
  foot: boolean;
}

/** Where a member can go. A place is listed only when it works and they may enter. */
export function placesFor(me: Me): Place[] {
  const places: Place[] = [
    { to: "/", label: t.nav.overview, icon: IconLayoutDashboard, foot: false },
    { to: "/accounts", label: t.nav.accounts, icon: IconUsersGroup, foot: false },
    { to: "/analytics", label: t.nav.analytics, icon: IconChartLine, foot: false },
    { to: "/settings", label: t.nav.settings, icon: IconSettings, foot: true },
  ];
  if (me.instanceAdmin) {
    places.push({ to: "/admin", label: t.nav.admin, icon: IconActivity, foot: true });
  }
  return places;
}
