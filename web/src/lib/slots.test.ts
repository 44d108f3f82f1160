import { describe, expect, it } from "vitest";
import type { PostingSlot } from "@/services/wire";
import { hasSlot, isClockTime, slotsByDay } from "./slots";

const slot = (weekday: PostingSlot["weekday"], time: string, timezone = "UTC"): PostingSlot =>
  ({ id: `${weekday} ${time}`, campaignId: null, weekday, time, timezone, createdAt: "2026-11-20T09:00:00Z" });

describe("slotsByDay", () => {
  it("begins with Monday and orders the times of a day", () => {
    const days = slotsByDay([slot("sunday", "08:00"), slot("monday", "18:00"), slot("monday", "09:15")]);
    expect(days.map(({ weekday, slots }) => [weekday, slots.map((one) => one.time)])).toEqual([
      ["monday", ["09:15", "18:00"]], ["sunday", ["08:00"]],
    ]);
    expect(slotsByDay([])).toEqual([]);
  });
});

describe("isClockTime", () => {
  it.each([["00:00", true], ["23:59", true], ["24:00", false], ["9:15", false], ["09:60", false], ["", false], ["09:15:00", false]])(
    "of %j is %s", (time, expected) => {
      expect(isClockTime(time)).toBe(expected);
    });
});

describe("hasSlot", () => {
  it("compares the day, the time and the zone", () => {
    const slots = [slot("monday", "09:15")];
    expect(hasSlot(slots, { weekday: "monday", time: "09:15", timezone: "UTC" })).toBe(true);
    expect(hasSlot(slots, { weekday: "monday", time: "09:15", timezone: "Europe/Berlin" })).toBe(false);
    expect(hasSlot(slots, { weekday: "tuesday", time: "09:15", timezone: "UTC" })).toBe(false);
  });
});
