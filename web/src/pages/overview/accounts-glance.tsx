import { Group, Skeleton, Text } from "@mantine/core";
import { Link } from "react-router";
import { AccountAvatar } from "@/components/account-avatar";
import { Num } from "@/components/number";
import { TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { Sparkline } from "@/components/sparkline";
import { accountName } from "@/lib/account-name";
import { knownChange } from "@/lib/follower-history";
import { atHandle, signedNumber } from "@/lib/format";
import { useFollowers } from "@/services/analytics";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";
import classes from "./rows.module.css";

// One request each for the line, so that only the largest accounts have one here.
const rows_max = 6;
const period = 30;

export function AccountsGlance({ connections }: { connections: Connection[] | undefined }) {
  const largest = (connections ?? [])
    .filter((one) => one.status !== "disconnected")
    .toSorted((a, b) => (b.followerCount ?? -1) - (a.followerCount ?? -1))
    .slice(0, rows_max);
  return (
    <Section flush title={t.overview.glance} aside={<TextLink to="/accounts">{t.overview.allAccounts}</TextLink>}>
      {connections
        ? largest.map((one) => <Row key={one.id} connection={one} />)
        : Array.from({ length: rows_max }, (_, index) => <RowSkeleton key={index} />)}
    </Section>
  );
}

function Row({ connection }: { connection: Connection }) {
  const history = useFollowers(period, connection.id);
  const values = history.data?.points.map((point) => point.followers) ?? [];
  const change = knownChange(history.data);
  const handle = atHandle(connection.handle);
  return (
    <Link to={`/accounts/${connection.id}`} className={classes.row}>
      <AccountAvatar platform={connection.platform} name={accountName(connection)} url={connection.avatarUrl} />
      <div className={classes.words}>
        <Text size="sm" fw={500} truncate>{accountName(connection)}</Text>
        <Text size="xs" c="dimmed" truncate>{handle}</Text>
      </div>
      {values.filter((value) => value !== null).length > 1 && (
        <span className={classes.line}><Sparkline values={values} label={t.chart.sparkline(period)} /></span>
      )}
      <div className={classes.number}>
        <Text size="sm" fw={500}><Num value={connection.followerCount} /></Text>
        <Text size="xs" c="dimmed" title={change === null ? undefined : t.overview.change(signedNumber(change), period)}>
          {change === null ? "" : signedNumber(change)}
        </Text>
      </div>
    </Link>
  );
}

function RowSkeleton() {
  return (
    <Group className={classes.row} wrap="nowrap">
      <Skeleton circle h={32} w={32} />
      <div className={classes.words}>
        <Skeleton h={12} w={140} mb={8} />
        <Skeleton h={10} w={90} />
      </div>
      <Skeleton h={20} w={96} />
      <Skeleton h={12} w={48} />
    </Group>
  );
}
