import { describe, expect, it } from "vitest";
import { axisTicks, tickFormatter } from "./axis";

function marks(values: number[]): string[] {
  const ticks = axisTicks(values);
  return ticks.map(tickFormatter(ticks));
}

describe("axis marks", () => {
  it.each([
    [[1_610_000, 1_690_000], ["1.60M", "1.62M", "1.64M", "1.66M", "1.68M", "1.70M"]],
    [[12_010, 12_431], ["12.0k", "12.2k", "12.4k", "12.6k"]],
    [[97_000, 131_000], ["90k", "100k", "110k", "120k", "130k", "140k"]],
    [[2, 4], ["2", "3", "4"]],
    [[0, 0], ["0", "1"]],
  ])("of %j are round and all different", (values, expected) => {
    expect(marks(values)).toEqual(expected);
  });

  it("enclose the values", () => {
    for (const values of [[5, 5], [99, 101], [348_200, 348_201], [0, 7]]) {
      const ticks = axisTicks(values);
      expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values));
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
    }
  });
});
