import { describe, expect, it } from "vitest";
import { bulk_max, nextHour, plannedPosts, problemsOfPlan, textsOf, type BulkPlan } from "./bulk-plan";

const now = Date.parse("2026-11-20T12:00:00Z");
const plan: BulkPlan = {
  text: "One\n---\nTwo,\nin two lines\n --- \n\nThree", connectionIds: ["c1"], intervalHours: 24,
  startLocal: "2027-03-27T09:00", timezone: "Europe/Berlin",
};

describe("textsOf", () => {
  it("parts texts at lines of dashes and leaves out empty ones", () => {
    expect(textsOf(plan.text)).toEqual(["One", "Two,\nin two lines", "Three"]);
    expect(textsOf("a --- b\n----\n")).toEqual(["a --- b\n----"]);
    expect(textsOf("---\n---")).toEqual([]);
  });
});

describe("plannedPosts", () => {
  it("keeps the wall clock over whole days", () => {
    expect(plannedPosts(plan).map((one) => one.at)).toEqual([
      "2027-03-27T08:00:00.000Z", "2027-03-28T07:00:00.000Z", "2027-03-29T07:00:00.000Z",
    ]);
  });

  it("keeps the distance otherwise", () => {
    expect(plannedPosts({ ...plan, startLocal: "2027-03-28T01:30", intervalHours: 1.5 }).map((one) => one.local)).toEqual([
      "2027-03-28T01:30", "2027-03-28T04:00", "2027-03-28T05:30",
    ]);
  });

  it("has no rows without a start or an interval", () => {
    expect(plannedPosts({ ...plan, startLocal: "" })).toEqual([]);
    expect(plannedPosts({ ...plan, intervalHours: 0 })).toEqual([]);
  });
});

describe("problemsOfPlan", () => {
  it.each([
    [{}, []],
    [{ text: "  " }, ["texts"]],
    [{ text: Array.from({ length: bulk_max + 1 }, () => "x").join("\n---\n") }, ["tooMany"]],
    [{ connectionIds: [] }, ["accounts"]],
    [{ intervalHours: 0 }, ["interval"]],
    [{ intervalHours: NaN }, ["interval"]],
    [{ startLocal: "" }, ["start"]],
    [{ startLocal: "2026-11-20T13:00" }, ["past"]],
  ])("of %j", (change, expected) => {
    expect(problemsOfPlan({ ...plan, ...change }, now)).toEqual(expected);
  });
});

describe("nextHour", () => {
  it("is never now", () => {
    expect(nextHour(now, "UTC")).toBe("2026-11-20T13:00");
    expect(nextHour(now + 1, "Asia/Kolkata")).toBe("2026-11-20T18:30");
  });
});
