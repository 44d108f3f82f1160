import { ActionIcon, Button, Group, Select, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { notifyDone, notifyError } from "@/lib/notify";
import { notifyUndo } from "@/lib/notify-undo";
import { hasSlot, isClockTime, slotsByDay, weekdays, type SlotDay } from "@/lib/slots";
import { timeZones } from "@/lib/time";
import { useFormState } from "@/lib/use-form-state";
import { useMay, useZone } from "@/services/auth";
import { useAddSlot, usePostingSlots, useRemoveSlot } from "@/services/posting-slots";
import type { PostingSlot, SlotInput } from "@/services/wire";
import { s } from "@/strings/slots";
import { FreeSlots } from "./free-slots";
import classes from "./slots.module.css";

/** The weekly slots of a campaign, or of the workspace: what there is, what is free next, and another one. */
export default function SlotsPanel({ campaignId }: { campaignId: string | null }) {
  const mayWrite = useMay("connect");
  const zone = useZone();
  const query = usePostingSlots(campaignId);
  const slots = query.data ?? [];
  const add = useAddSlot();
  const remove = useRemoveSlot();
  const leaving = remove.isPending ? remove.variables : undefined;
  // Here and not in its row, which is gone by the time of the answer.
  const erase = ({ id, weekday, time, timezone }: PostingSlot) => remove.mutate(id, {
    onSuccess: () => void notifyUndo(s.removed(s.weekdays[weekday], time), s.undo, () =>
      add.mutate({ weekday, time, timezone, campaignId }, { onError: notifyError })),
    onError: notifyError,
  });
  return (
    <Stack gap="md">
      {query.isPending ? (
        <Stack gap="xs"><Skeleton h={36} /><Skeleton h={36} /><Skeleton h={36} /></Stack>
      ) : query.isError && !query.data ? (
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : slots.length === 0 ? (
        <EmptyState compact title={s.empty} body={s.emptyBody} />
      ) : (
        <>
          <div role="list" aria-label={s.list}>
            {slotsByDay(slots).map((day) => <Day key={day.weekday} day={day} leaving={leaving} onRemove={mayWrite ? erase : null} />)}
          </div>
          <FreeSlots campaignId={campaignId} />
          <Text size="xs" c="dimmed">{s.times(zone)}</Text>
        </>
      )}
      {mayWrite && <AddSlot campaignId={campaignId} slots={slots} />}
    </Stack>
  );
}

interface DayProps {
  day: SlotDay;
  /** The slot that is being removed. */
  leaving: string | undefined;
  /** Null: whoever looks may not. */
  onRemove: ((slot: PostingSlot) => void) | null;
}

function Day({ day: { weekday, slots }, leaving, onRemove }: DayProps) {
  const zone = useZone();
  const day = s.weekdays[weekday];
  return (
    <div className={classes.day} role="listitem">
      <Text size="sm" fw={500}>{day}</Text>
      <div className={classes.times}>
        {slots.map((slot) => (
          <span key={slot.id} className={classes.slot}>
            <span>{slot.time}{slot.timezone !== zone && <Text span size="xs" c="dimmed"> {s.inZone(slot.timezone)}</Text>}</span>
            {onRemove && (
              <ActionIcon size={24} loading={leaving === slot.id} onClick={() => onRemove(slot)} aria-label={s.remove(day, slot.time, slot.timezone)}>
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </span>
        ))}
      </div>
    </div>
  );
}

function AddSlot({ campaignId, slots }: { campaignId: string | null; slots: readonly PostingSlot[] }) {
  const zone = useZone();
  const add = useAddSlot();
  const form = useFormState<Pick<SlotInput, "weekday" | "time" | "timezone">>({ weekday: "monday", time: "09:00", timezone: zone });
  const submit = () => {
    form.clear();
    const input = { ...form.values, time: form.values.time.slice(0, 5) };
    if (!isClockTime(input.time)) form.setErrors({ time: s.badTime });
    else if (hasSlot(slots, input)) form.setErrors({ time: s.twice });
    else add.mutate({ ...input, campaignId }, { onSuccess: () => notifyDone(s.added), onError: form.fail });
  };
  return (
    <form noValidate className={classes.add} aria-label={s.add} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {form.failure && <div className={classes.failure}><ErrorPanel error={form.failure} /></div>}
      <Group gap="sm" align="flex-start">
        <Select
          w={140} label={s.weekday} allowDeselect={false} value={form.values.weekday} error={form.errors.weekday}
          data={weekdays.map((value) => ({ value, label: s.weekdays[value] }))}
          onChange={(next) => form.set("weekday", weekdays.find((one) => one === next) ?? "monday")}
        />
        <TextInput
          type="time" w={130} label={s.time} value={form.values.time} error={form.errors.time}
          onChange={(event) => form.set("time", event.currentTarget.value)}
        />
        <Select
          miw={160} maw={320} flex={1} searchable allowDeselect={false} label={s.zone} data={timeZones()} value={form.values.timezone} error={form.errors.timezone}
          onChange={(next) => form.set("timezone", next ?? zone)}
        />
        <Button type="submit" variant="default" mt={24} loading={add.isPending}>{s.add}</Button>
      </Group>
    </form>
  );
}
