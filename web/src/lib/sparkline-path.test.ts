import { expect, it } from "vitest";
import { sparklinePaths } from "./sparkline-path";

it("spans the box from the lowest to the highest value", () => {
  expect(sparklinePaths([1, 3, 2], 20, 10, 0).line).toBe("M0 10L10 0L20 5");
});

it("starts a new line after a gap", () => {
  expect(sparklinePaths([1, 2, null, 2, 1], 40, 10, 0).line).toBe("M0 10L10 0M30 0L40 10");
});

it("shows a lonely value as a dot", () => {
  expect(sparklinePaths([1, null, 2, null, 3, 3], 50, 10, 0).dots).toEqual([[0, 10], [20, 5]]);
});

it("draws a flat line in the middle, and nothing for nothing", () => {
  expect(sparklinePaths([5, 5], 10, 10, 0).line).toBe("M0 5L10 5");
  expect(sparklinePaths([null, null], 10, 10)).toEqual({ line: "", dots: [] });
});
