import { describe, expect, it } from "vitest";
import { addDays, dayOf, instantOf, localOf } from "./wall-clock";

const iso = (local: string, zone: string) => new Date(instantOf(local, zone)).toISOString();

describe("instantOf", () => {
  it.each([
    ["2026-11-20T09:15", "UTC", "2026-11-20T09:15:00.000Z"],
    ["2026-11-20T09:15", "Europe/Berlin", "2026-11-20T08:15:00.000Z"],
    ["2026-07-20T09:15:30", "Europe/Berlin", "2026-07-20T07:15:30.000Z"],
    ["2026-11-20T09:15", "Asia/Kolkata", "2026-11-20T03:45:00.000Z"],
    ["2026-11-20T00:30", "Pacific/Kiritimati", "2026-11-19T10:30:00.000Z"],
  ])("knows %s in %s", (local, zone, expected) => {
    expect(iso(local, zone)).toBe(expected);
  });

  it("takes a wall clock that is skipped for the moment at which clocks are put forward", () => {
    expect(iso("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
  });

  it("takes the first of two", () => {
    expect(iso("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
  });

  it("is not a number for what is none", () => {
    expect(instantOf("soon", "UTC")).toBeNaN();
    expect(instantOf("", "UTC")).toBeNaN();
  });
});

describe("localOf and dayOf", () => {
  it("show the clock of the zone", () => {
    const at = Date.parse("2026-12-31T23:30:00Z");
    expect(localOf(at, "Europe/Berlin")).toBe("2027-01-01T00:30");
    expect(dayOf(at, "UTC")).toBe("2026-12-31");
  });
});

describe("addDays", () => {
  it("crosses months and leap days", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  });
});
