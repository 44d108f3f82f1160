import { Text } from "@mantine/core";
import { Link } from "react-router";
import { AccountAvatar } from "@/components/account-avatar";
import { accountName } from "@/lib/account-name";
import { atHandle } from "@/lib/format";
import type { Connection } from "@/services/wire";
import classes from "./accounts-table.module.css";

export function AccountName({ connection }: { connection: Connection }) {
  const handle = atHandle(connection.handle);
  return (
    <Link to={`/accounts/${connection.id}`} className={classes.name}>
      <AccountAvatar platform={connection.platform} name={accountName(connection)} url={connection.avatarUrl} />
      <span className={classes.words}>
        <Text component="span" display="block" size="sm" fw={500} truncate className={classes.title} dir="auto" title={accountName(connection)}>
          {accountName(connection)}
        </Text>
        <Text component="span" display="block" size="xs" c="dimmed" truncate>{handle}</Text>
      </span>
    </Link>
  );
}
