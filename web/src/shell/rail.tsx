import { ActionIcon, Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { IconDots, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { Link, NavLink, useLocation } from "react-router";
import { t } from "@/strings";
import { Brand } from "./brand";
import { barPlaces, type Place } from "./places";
import classes from "./rail.module.css";

interface Props {
  places: Place[];
  folded: boolean;
  onFold: () => void;
}

/** The places down the left side; folds to icons. */
export function Rail({ places, folded, onFold }: Props) {
  const Icon = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const foldLabel = folded ? t.nav.unfold : t.nav.fold;
  const link = (place: Place) => <RailLink key={place.to} place={place} folded={folded} />;
  return (
    <nav className={classes.rail} aria-label={t.nav.main}>
      <div className={classes.head}><Brand compact={folded} /></div>
      <div className={classes.links}>{places.filter((place) => !place.foot).map(link)}</div>
      <div className={classes.links}>
        {places.filter((place) => place.foot).map(link)}
        <Tooltip label={foldLabel} position="right">
          <ActionIcon className={classes.fold} onClick={onFold} aria-label={foldLabel}>
            <Icon size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    </nav>
  );
}

function RailLink({ place, folded }: { place: Place; folded: boolean }) {
  const { icon: Icon, label, to } = place;
  return (
    <Tooltip label={label} position="right" disabled={!folded}>
      <NavLink to={to} end={to === "/"} className={classes.link} aria-label={folded ? label : undefined}>
        <Icon size={18} stroke={1.6} aria-hidden />
        {!folded && label}
      </NavLink>
    </Tooltip>
  );
}

/** The same places along the foot of a phone; what does not fit is behind the last. */
export function BottomBar({ places }: { places: Place[] }) {
  const { shown, more } = barPlaces(places);
  const { pathname } = useLocation();
  const elsewhere = more.some((place) => pathname.startsWith(place.to));
  return (
    <nav className={classes.bar} aria-label={t.nav.main}>
      {shown.map(({ icon: Icon, label, to }) => (
        <NavLink key={to} to={to} end={to === "/"} className={classes.tab}>
          <Icon size={20} stroke={1.6} aria-hidden />
          {label}
        </NavLink>
      ))}
      <Menu position="top-end" width={200}>
        <Menu.Target>
          <UnstyledButton className={classes.tab} aria-current={elsewhere ? "page" : undefined}>
            <IconDots size={20} stroke={1.6} aria-hidden />
            {t.nav.more}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {more.map(({ icon: Icon, label, to }) => (
            <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={18} stroke={1.6} aria-hidden />}>{label}</Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
