import { Autocomplete, Group, Select, TextInput } from "@mantine/core";
import { isTestUnclear, type Draft } from "@/lib/draft";
import { nextVariant, variantsOf } from "@/lib/variants";
import { useCampaigns, useCampaignVariants } from "@/services/campaigns";
import { c } from "@/strings/compose";
import { v } from "@/strings/variants";

interface Props {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
}

/** The campaign that the post belongs to, and the test of it that it takes part in; nothing where there are no campaigns. */
export default function CampaignField({ draft, onChange }: Props) {
  const campaigns = useCampaigns().data ?? [];
  if (campaigns.length === 0) return null;
  return (
    <>
      <Select
        mt="md" label={c.campaign} placeholder={c.noCampaign} clearable searchable={campaigns.length > 8} value={draft.campaignId}
        data={campaigns.map((one) => ({ value: one.id, label: one.name }))}
        onChange={(campaignId) => onChange({ campaignId, testGroup: "", testVariant: "" })}
      />
      {draft.campaignId !== null && <TestFields campaignId={draft.campaignId} draft={draft} onChange={onChange} />}
    </>
  );
}

function TestFields({ campaignId, draft, onChange }: Props & { campaignId: string }) {
  const tests = useCampaignVariants(campaignId).data ?? [];
  // Whoever has named a test wants the next letter of it.
  const suggest = () => {
    if (draft.testGroup.trim() !== "" && draft.testVariant.trim() === "") {
      onChange({ testVariant: nextVariant(variantsOf(tests, draft.testGroup)) });
    }
  };
  return (
    <Group mt="sm" gap="sm" grow align="flex-start" preventGrowOverflow={false}>
      <Autocomplete
        miw={200} label={v.test} description={v.testHint} placeholder={v.testPlaceholder} maxLength={100} value={draft.testGroup}
        data={tests.map((one) => one.group)} onChange={(testGroup) => onChange({ testGroup })} onBlur={suggest}
      />
      <TextInput
        miw={120} label={v.variant} description={v.variantHint} maxLength={50} value={draft.testVariant}
        error={isTestUnclear(draft) ? c.testUnclear : undefined} onChange={(event) => onChange({ testVariant: event.currentTarget.value })}
      />
    </Group>
  );
}
