import {
  IconActivity, IconCalendar, IconChartLine, IconLayoutDashboard, IconPhoto, IconSettings, IconSpeakerphone, IconUsersGroup,
} from "@tabler/icons-react";
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
    { to: "/calendar", label: t.nav.calendar, icon: IconCalendar, foot: false },
    { to: "/campaigns", label: t.nav.campaigns, icon: IconSpeakerphone, foot: false },
    { to: "/accounts", label: t.nav.accounts, icon: IconUsersGroup, foot: false },
    { to: "/analytics", label: t.nav.analytics, icon: IconChartLine, foot: false },
    { to: "/media", label: t.nav.media, icon: IconPhoto, foot: false },
    { to: "/settings", label: t.nav.settings, icon: IconSettings, foot: true },
  ];
  if (me.instanceAdmin) {
    places.push({ to: "/admin", label: t.nav.admin, icon: IconActivity, foot: true });
  }
  return places;
}

const bar_places = ["/", "/calendar", "/accounts", "/analytics"];

/** What a phone's bar shows: four places, and the rest behind a fifth. */
export function barPlaces(places: readonly Place[]): { shown: Place[]; more: Place[] } {
  return {
    shown: places.filter((one) => bar_places.includes(one.to)),
    more: places.filter((one) => !bar_places.includes(one.to)),
  };
}
