import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { ErrorPanel } from "@/components/error-panel";
import { Section } from "@/components/section";
import { notifyDone } from "@/lib/notify";
import { timeZones } from "@/lib/time";
import { useFormState } from "@/lib/use-form-state";
import { useMay, useMe } from "@/services/auth";
import { useUpdateWorkspace } from "@/services/workspaces";
import { t } from "@/strings";

const words = t.settings.workspace;
const zones = timeZones();
const options_max = 100;

export function WorkspaceTab() {
  const { workspace } = useMe();
  const mayManage = useMay("manage");
  const update = useUpdateWorkspace(workspace.id);
  const form = useFormState({ name: workspace.name, timezone: workspace.timezone });
  const { name, timezone } = form.values;
  const unchanged = name.trim() === workspace.name && timezone === workspace.timezone;

  const submit = () => {
    form.clear();
    if (!name.trim()) {
      form.setErrors({ name: t.fields.required(words.name) });
      return;
    }
    update.mutate({ name: name.trim(), timezone }, { onSuccess: () => notifyDone(t.common.saved), onError: form.fail });
  };

  return (
    <Stack maw={560}>
      <Section title={words.title}>
        <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
          <Stack gap="md">
            {form.failure && <ErrorPanel error={form.failure} />}
            <TextInput
              label={words.name} value={name} error={form.errors.name} readOnly={!mayManage}
              onChange={(event) => form.set("name", event.currentTarget.value)}
            />
            <Select
              label={words.timezone} description={words.timezoneHint} searchable limit={options_max}
              readOnly={!mayManage} data={zones.includes(timezone) ? zones : [timezone, ...zones]}
              value={timezone} error={form.errors.timezone}
              onChange={(value) => value && form.set("timezone", value)}
            />
            {mayManage ? (
              <Group justify="flex-end">
                <Button type="submit" loading={update.isPending} disabled={unchanged}>{t.common.save}</Button>
              </Group>
            ) : (
              <Text size="sm" c="dimmed">{words.readOnly}</Text>
            )}
          </Stack>
        </form>
      </Section>
    </Stack>
  );
}
