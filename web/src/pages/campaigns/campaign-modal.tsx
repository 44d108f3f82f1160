import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { ErrorPanel } from "@/components/error-panel";
import { notifyDone } from "@/lib/notify";
import { useFormState } from "@/lib/use-form-state";
import { addDays, dayOf, instantOf } from "@/lib/wall-clock";
import { useZone } from "@/services/auth";
import { useSaveCampaign } from "@/services/campaigns";
import type { Campaign, CampaignStatus } from "@/services/wire";
import { t } from "@/strings";
import { k } from "@/strings/calendar";

const words = k.campaigns;

interface Props {
  opened: boolean;
  /** Null: a new one. */
  campaign: Campaign | null;
  onClose: () => void;
  onSaved: (campaign: Campaign) => void;
}

export default function CampaignModal({ opened, campaign, onClose, onSaved }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={campaign ? words.edit : words.create} closeButtonProps={{ "aria-label": t.common.close }}>
      <Fields campaign={campaign} onClose={onClose} onSaved={onSaved} />
    </Modal>
  );
}

const statuses: CampaignStatus[] = ["draft", "active", "completed", "archived"];

function Fields({ campaign, onClose, onSaved }: Omit<Props, "opened">) {
  const zone = useZone();
  const save = useSaveCampaign(campaign?.id ?? null);
  // A campaign ends with its last day, so the instant is a moment before the next one.
  const form = useFormState<{ name: string; description: string; status: CampaignStatus; startsAt: string; endsAt: string }>({
    name: campaign?.name ?? "",
    description: campaign?.description ?? "",
    status: campaign?.status ?? "active",
    startsAt: campaign?.startsAt ? dayOf(Date.parse(campaign.startsAt), zone) : "",
    endsAt: campaign?.endsAt ? dayOf(Date.parse(campaign.endsAt), zone) : "",
  });

  const submit = () => {
    form.clear();
    const { name, description, status, startsAt, endsAt } = form.values;
    if (name.trim() === "") {
      form.setErrors({ name: t.fields.required(words.name) });
      return;
    }
    if (startsAt !== "" && endsAt !== "" && endsAt < startsAt) {
      form.setErrors({ endsAt: words.order });
      return;
    }
    const instant = (day: string) => instantOf(`${day}T00:00`, zone);
    save.mutate({
      name: name.trim(),
      status,
      ...(description.trim() !== "" ? { description: description.trim() } : campaign ? { description: null } : {}),
      ...(startsAt !== "" ? { startsAt: new Date(instant(startsAt)).toISOString() } : campaign ? { startsAt: null } : {}),
      ...(endsAt !== "" ? { endsAt: new Date(instant(addDays(endsAt, 1)) - 1000).toISOString() } : campaign ? { endsAt: null } : {}),
    }, {
      onSuccess: (saved) => { notifyDone(words.saved); onClose(); onSaved(saved); },
      onError: form.fail,
    });
  };

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="md">
        {form.failure && <ErrorPanel error={form.failure} />}
        <TextInput label={words.name} data-autofocus maxLength={200} value={form.values.name} error={form.errors.name} onChange={(event) => form.set("name", event.currentTarget.value)} />
        <Textarea
          label={words.goal} description={words.goalHint} autosize minRows={2} maxRows={8} value={form.values.description} error={form.errors.description}
          onChange={(event) => form.set("description", event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <TextInput type="date" label={words.starts} value={form.values.startsAt} error={form.errors.startsAt} onChange={(event) => form.set("startsAt", event.currentTarget.value)} />
          <TextInput type="date" label={words.ends} value={form.values.endsAt} error={form.errors.endsAt} onChange={(event) => form.set("endsAt", event.currentTarget.value)} />
        </Group>
        <Select
          label={words.status} value={form.values.status} data={statuses.map((one) => ({ value: one, label: words.statuses[one] }))}
          onChange={(next) => form.set("status", statuses.find((one) => one === next) ?? "active")}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" loading={save.isPending}>{t.common.save}</Button>
        </Group>
      </Stack>
    </form>
  );
}
