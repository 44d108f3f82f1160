import { describe, expect, it } from "vitest";
import { nextSlots } from "./next-slots";

// 20 November 2026 is a Friday.
const now = Date.parse("2026-11-20T12:00:00Z");
const cell = (weekday: number, hour: number, engagementRate: number) => ({ weekday, hour, posts: 3, engagementRate });

describe("nextSlots", () => {
  it("finds the next of each hour, today only when there is time left", () => {
    expect(nextSlots([cell(4, 9, 9), cell(4, 18, 8), cell(0, 7, 7)], "UTC", now)).toEqual([
      "2026-11-20T18:00", "2026-11-23T07:00", "2026-11-27T09:00",
    ]);
    expect(nextSlots([cell(4, 12, 9)], "UTC", now)).toEqual(["2026-11-27T12:00"]);
  });

  it("reads the clock of the zone", () => {
    expect(nextSlots([cell(4, 18, 9)], "Asia/Kolkata", now)).toEqual(["2026-11-20T18:00"]);
    expect(nextSlots([cell(4, 17, 9)], "Asia/Kolkata", now)).toEqual(["2026-11-27T17:00"]);
    expect(nextSlots([], "UTC", now)).toEqual([]);
  });
});
