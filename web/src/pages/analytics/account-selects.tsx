import { Select } from "@mantine/core";
import { platformName } from "@/components/platform-icons";
import { atHandle } from "@/lib/format";
import type { PostFilterChange } from "@/lib/post-filter";
import type { PostFilter } from "@/services/analytics";
import type { Connection } from "@/services/wire";
import { t } from "@/strings";

interface Props {
  connections: readonly Connection[];
  filter: PostFilter;
  onChange: (change: PostFilterChange) => void;
}

const width = { base: "calc(50% - 5px)", xs: 180 };

/** Which platform, and which account of it. */
export function AccountSelects({ connections, filter, onChange }: Props) {
  const platforms = [...new Set(connections.map((one) => one.platform))];
  const accounts = connections.filter((one) => !filter.platform || one.platform === filter.platform);
  return (
    <>
      <Select
        size="xs" w={width} aria-label={t.analytics.platform} value={filter.platform ?? ""}
        onChange={(value) => onChange({ platform: value ?? "", connectionId: "" })}
        data={[{ value: "", label: t.accounts.allPlatforms }, ...platforms.map((id) => ({ value: id, label: platformName(id) }))]}
      />
      <Select
        size="xs" w={width} searchable aria-label={t.analytics.account} value={filter.connectionId ?? ""}
        onChange={(value) => onChange({ connectionId: value ?? "" })}
        data={[{ value: "", label: t.analytics.allAccounts }, ...accounts.map((one) => ({ value: one.id, label: accountLabel(one, filter.platform) }))]}
      />
    </>
  );
}

function accountLabel(connection: Connection, platform: string | undefined): string {
  const handle = atHandle(connection.handle);
  return platform ? handle : `${handle} (${platformName(connection.platform)})`;
}
