import { Button, Group, SegmentedControl, Select, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import type { Draft } from "@/lib/draft";
import { nextHour } from "@/lib/bulk-plan";
import { nextSlots } from "@/lib/next-slots";
import { shortTime, timeZones } from "@/lib/time";
import { instantOf } from "@/lib/wall-clock";
import { useNow } from "@/lib/use-now";
import { useBestTimes } from "@/services/analytics";
import { useZone } from "@/services/auth";
import { c } from "@/strings/compose";

const QueueChoice = lazy(() => import("./queue-choice"));

export type When = "now" | "queue" | "later" | "draft";

interface Props {
  draft: Draft;
  when: When;
  /** When it goes out by the slot it has already. */
  keeps: string | null;
  error: string | undefined;
  onWhen: (when: When) => void;
  onChange: (change: Partial<Pick<Draft, "scheduledLocal" | "timezone">>) => void;
}

/** When it goes out: a wall clock in a zone, with the hours that did well before. */
export default function ScheduleField({ draft, when, keeps, error, onWhen, onChange }: Props) {
  const zone = useZone();
  // Four choices do not fit side by side on a phone.
  const narrow = useMediaQuery("(max-width: 30em)", undefined, { getInitialValueInEffect: false });
  const now = useNow();
  const one = draft.targets.length === 1 ? draft.targets[0] : undefined;
  const best = useBestTimes(one ? { connectionId: one.connectionId } : {});
  const slots = best.data ? nextSlots(best.data.cells, best.data.timezone, now) : [];
  const choose = (next: When) => {
    if (next === "later" && draft.scheduledLocal === null) onChange({ scheduledLocal: nextHour(now, draft.timezone) });
    onWhen(next);
  };
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={c.when} value={when} onChange={choose} fullWidth orientation={narrow ? "vertical" : "horizontal"}
        data={[
          { value: "now", label: c.whenNow }, { value: "queue", label: c.whenQueue }, { value: "later", label: c.whenLater },
          { value: "draft", label: c.whenDraft },
        ]}
      />
      {when === "queue" && <Suspense fallback={<Skeleton h={24} w={280} />}><QueueChoice campaignId={draft.campaignId} keeps={keeps} /></Suspense>}
      {when === "later" && (
        <>
          <Group gap="sm" align="flex-start" grow preventGrowOverflow={false}>
            <TextInput
              type="datetime-local" label={c.date} miw={200} value={draft.scheduledLocal ?? ""} error={error}
              onChange={(event) => onChange({ scheduledLocal: event.currentTarget.value || null })}
            />
            <Select label={c.zone} miw={160} searchable data={timeZones()} value={draft.timezone} onChange={(next) => onChange({ timezone: next ?? zone })} />
          </Group>
          {slots.length > 0 && best.data && (
            <Group gap="xs" role="group" aria-label={c.best}>
              <Text size="xs" c="dimmed">{c.best}</Text>
              {slots.map((local) => {
                const words = shortTime(new Date(instantOf(local, best.data.timezone)).toISOString(), best.data.timezone, now);
                return (
                  <Button
                    key={local} size="compact-xs" variant="default" aria-label={c.useBest(words)}
                    onClick={() => onChange({ scheduledLocal: local, timezone: best.data.timezone })}
                  >
                    {words}
                  </Button>
                );
              })}
            </Group>
          )}
        </>
      )}
    </Stack>
  );
}
