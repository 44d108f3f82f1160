import { describe, expect, it } from "vitest";
import { calendarDay, daysBefore, duration, exactTime, relativeTime, shortTime } from "./time";

const now = Date.parse("2026-11-20T12:00:00Z");

describe("relativeTime", () => {
  it.each([
    ["2026-11-20T11:59:40Z", "just now"],
    ["2026-11-20T12:00:20Z", "just now"],
    ["2026-11-20T12:00:40Z", "in a moment"],
    ["2026-11-20T11:55:00Z", "5 min ago"],
    ["2026-11-20T15:30:00Z", "in 3 h"],
    ["2026-11-19T11:00:00Z", "1 day ago"],
    ["2026-09-01T12:00:00Z", "80 days ago"],
    ["2024-11-20T12:00:00Z", "2 years ago"],
  ])("%s is %s", (iso, text) => {
    expect(relativeTime(iso, now)).toBe(text);
  });
});

it("writes the exact time in the workspace's zone, with the zone", () => {
  expect(exactTime("2026-11-20T09:15:02Z", "UTC")).toBe("20 Nov 2026, 09:15 UTC");
  expect(exactTime("2026-11-20T23:30:00Z", "Asia/Tokyo")).toContain("21 Nov 2026, 08:30");
});

it("adds the year only when it is another one in that zone", () => {
  expect(shortTime("2026-01-02T09:15:00Z", "UTC", now)).toBe("2 Jan, 09:15");
  expect(shortTime("2025-01-02T09:15:00Z", "UTC", now)).toBe("2 Jan 2025");
});

it("keeps a calendar day where it is", () => {
  expect(calendarDay("2026-11-20")).toBe("20 Nov");
  expect(calendarDay("2026-11-20T00:00:00Z", true)).toBe("20 Nov 2026");
});

it("counts days back in the zone, not in UTC", () => {
  const late = Date.parse("2026-11-20T23:30:00Z");
  expect(daysBefore(0, late, "UTC")).toBe("2026-11-20");
  expect(daysBefore(0, late, "Asia/Tokyo")).toBe("2026-11-21");
  expect(daysBefore(30, late, "UTC")).toBe("2026-10-21");
});

it("writes durations", () => {
  expect(duration(840)).toBe("0.8 s");
  expect(duration(42_000)).toBe("42 s");
  expect(duration(65_000)).toBe("1 min 5 s");
});

it("shows a time it cannot read as it came", () => {
  expect(exactTime("soon", "UTC")).toBe("soon");
  expect(shortTime("soon", "UTC", now)).toBe("soon");
  expect(relativeTime("soon", now)).toBe("soon");
  expect(calendarDay("soon")).toBe("soon");
});
