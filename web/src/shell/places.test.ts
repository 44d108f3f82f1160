import { describe, expect, it } from "vitest";
import type { Me } from "@/services/wire";
import { barPlaces, placesFor } from "./places";

describe("barPlaces", () => {
  it("shows four places, and the rest behind the fifth", () => {
    const { shown, more } = barPlaces(placesFor({ instanceAdmin: true } as Me));
    expect(shown.map((one) => one.to)).toEqual(["/", "/calendar", "/accounts", "/analytics"]);
    expect(more.map((one) => one.to)).toEqual(["/campaigns", "/media", "/settings", "/admin"]);
  });
});
