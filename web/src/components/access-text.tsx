import { Text } from "@mantine/core";
import { access } from "@/lib/connection-state";
import { exactTime, span } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useZone } from "@/services/auth";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

/** How long our access to an account lasts. */
export function AccessText({ connection }: { connection: Connection }) {
  const zone = useZone();
  const found = access(connection, useNow());
  const until = connection.accessEndsAt ? exactTime(connection.accessEndsAt, zone) : undefined;
  switch (found.kind) {
    case "lasts":
      return <span title={until}>{t.access.lasts(span(found.ms))}</span>;
    case "ends":
      return <Text span size="sm" c="var(--warn)" title={until}>{t.access.ends(span(found.ms))}</Text>;
    case "ended":
      return <Text span size="sm" c="var(--bad)" title={until}>{t.access.ended}</Text>;
    case "renewed":
      return <span title={until ? t.access.renewedHint(until) : undefined}>{t.access.renewed}</span>;
    case "unlimited":
      return <span>{t.access.unlimited}</span>;
    case "none":
      return <Text span size="sm" c="dimmed">{t.access.none}</Text>;
  }
}
