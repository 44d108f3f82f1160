// Weekly slots in the order of a week, and what may be added to them.
import type { PostingSlot, SlotInput } from "@/services/wire";

export const weekdays: readonly SlotInput["weekday"][] = [
  "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
];

export interface SlotDay {
  weekday: SlotInput["weekday"];
  slots: PostingSlot[];
}

/** The days that have slots, Monday first, each with its times in their order. */
export function slotsByDay(slots: readonly PostingSlot[]): SlotDay[] {
  return weekdays.flatMap((weekday) => {
    const here = slots
      .filter((one) => one.weekday === weekday)
      .sort((a, b) => a.time.localeCompare(b.time) || a.timezone.localeCompare(b.timezone));
    return here.length > 0 ? [{ weekday, slots: here }] : [];
  });
}

/** "09:15" on a clock of 24 hours. */
export function isClockTime(time: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
}

export function hasSlot(slots: readonly PostingSlot[], { weekday, time, timezone }: SlotInput): boolean {
  return slots.some((one) => one.weekday === weekday && one.time === time && one.timezone === timezone);
}
