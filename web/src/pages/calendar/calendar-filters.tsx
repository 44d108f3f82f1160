import { Button, Group, Select } from "@mantine/core";
import { platformName } from "@/components/platform-icons";
import type { CalendarFilter } from "@/lib/calendar";
import { atHandle } from "@/lib/format";
import { useCampaigns } from "@/services/campaigns";
import type { Connection } from "@/services/wire";
import { k } from "@/strings/calendar";
import { p } from "@/strings/posts";

interface Props {
  filter: CalendarFilter;
  connections: readonly Connection[];
  onChange: (change: Record<string, string | null>) => void;
}

const width = { base: "calc(50% - 5px)", xs: 160 };

export function CalendarFilters({ filter, connections, onChange }: Props) {
  const campaigns = useCampaigns().data ?? [];
  const platforms = [...new Set(connections.map((one) => one.platform))].sort();
  const select = (name: keyof CalendarFilter, label: string, all: string, data: { value: string; label: string }[]) => (
    <Select
      size="xs" w={width} aria-label={label} value={filter[name] ?? ""} searchable={data.length > 8} data={[{ value: "", label: all }, ...data]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <Group gap="xs" mb="sm" role="group" aria-label={k.filters}>
      {select("platform", k.platform, k.allPlatforms, platforms.map((value) => ({ value, label: platformName(value) })))}
      {select("connectionId", k.account, k.allAccounts, connections.map((one) => ({ value: one.id, label: `${atHandle(one.handle)} (${platformName(one.platform)})` })))}
      {campaigns.length > 0 && select("campaignId", k.campaign, k.allCampaigns, campaigns.map((one) => ({ value: one.id, label: one.name })))}
      {select("status", k.state, k.allStates, Object.entries(p.status).map(([value, label]) => ({ value, label })))}
      {Object.keys(filter).length > 0 && (
        <Button size="xs" variant="subtle" onClick={() => onChange({ platform: null, connectionId: null, campaignId: null, status: null })}>{k.clear}</Button>
      )}
    </Group>
  );
}
