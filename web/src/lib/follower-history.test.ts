import { describe, expect, it } from "vitest";
import { historyFacts, historyRows, knownChange } from "./follower-history";

const points = [null, 10, 12, null, 15, null].map((followers, index) => ({
  date: `2026-11-0${index + 1}`,
  followers,
}));

describe("historyFacts", () => {
  it("counts gaps only between known days", () => {
    const facts = historyFacts(points);
    expect(facts.known).toBe(3);
    expect(facts.gaps).toBe(1);
    expect(facts.first?.date).toBe("2026-11-02");
    expect(facts.last?.date).toBe("2026-11-05");
  });

  it("knows nothing of nothing", () => {
    expect(historyFacts([]).known).toBe(0);
    expect(historyFacts([{ date: "2026-11-01", followers: null }]).first).toBeNull();
  });
});

it("gives changes newest first, and none across a gap", () => {
  expect(historyRows(points).map((row) => row.change)).toEqual([null, null, null, 2, null, null]);
});

it("knows no change from a single day", () => {
  expect(knownChange({ days: 30, points, change: 5 })).toBe(5);
  expect(knownChange({ days: 30, points: [{ date: "2026-11-01", followers: 10 }], change: 0 })).toBeNull();
  expect(knownChange(undefined)).toBeNull();
});
