import { describe, expect, it } from "vitest";
import { heatMap, hourText, shade } from "./heat-map";

const cell = (weekday: number, hour: number, posts: number, engagementRate: number) => ({
  weekday, hour, posts, engagementRate,
});

describe("heatMap", () => {
  it("prefers times that worked more than once", () => {
    const map = heatMap([cell(0, 9, 1, 20), cell(1, 18, 5, 6), cell(2, 12, 3, 4)]);
    expect(map.best.map((one) => one.weekday)).toEqual([1, 2]);
    expect(map.rateMax).toBe(20);
  });

  it("takes single posts when there is nothing else", () => {
    expect(heatMap([cell(0, 9, 1, 2)]).best).toHaveLength(1);
  });

  it("leaves out hours without posts and cells that do not exist", () => {
    const map = heatMap([cell(0, 9, 0, 5), cell(7, 9, 2, 5), cell(0, 24, 2, 5), cell(3, 3, 2, 1)]);
    expect(map.best).toHaveLength(1);
    expect(map.rows[3]?.[3]?.posts).toBe(2);
    expect(map.rows[0]?.[9]).toBeNull();
  });
});

it("shades from one to five, and not at all without engagement", () => {
  expect(shade(10, 10)).toBe(5);
  expect(shade(0, 10)).toBe(1);
  expect(shade(1, 0)).toBe(0);
});

it("writes hours", () => {
  expect(hourText(9)).toBe("09:00");
});
