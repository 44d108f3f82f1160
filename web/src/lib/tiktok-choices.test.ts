import { describe, expect, it } from "vitest";
import type { OptionRule } from "@/services/wire";
import { brandsOf, hasOwnPlace, interactionsOf } from "./tiktok-choices";

const rule = (name: string): OptionRule =>
  ({ name, type: "boolean", description: "", values: [], minimum: null, maximum: null, required: false, formats: [] });

describe("interactionsOf", () => {
  it("has nothing allowed at first, whichever way the option is worded", () => {
    const found = interactionsOf([rule("disableComment"), rule("allowDuet")], {}, undefined);
    expect(found.map(({ name, allowed, off }) => [name, allowed, off])).toEqual([
      ["disableComment", false, false], ["allowDuet", false, false],
    ]);
    expect(found.map((one) => one.valueFor(true))).toEqual([false, true]);
    expect(interactionsOf([rule("disableComment")], { disableComment: false }, undefined)[0]?.allowed).toBe(true);
  });

  it("does not allow what the account has turned off", () => {
    const [stitch] = interactionsOf([rule("allowStitch")], { allowStitch: true }, { stitchDisabled: true });
    expect(stitch).toMatchObject({ allowed: false, off: true });
  });
});

describe("the rest of the form", () => {
  it("finds the brand options, and leaves unknown ones to the usual fields", () => {
    expect(brandsOf([rule("brandContent"), rule("brandOrganicToggle")])).toMatchObject({
      content: { name: "brandContent" }, organic: { name: "brandOrganicToggle" },
    });
    expect(hasOwnPlace("privacyLevel")).toBe(true);
    expect(hasOwnPlace("coverMs")).toBe(false);
  });
});
