import { describe, expect, it } from "vitest";
import type { Connection, Platform } from "@/services/wire";
import { choosable, hindranceOf, takesTextAlone } from "./publishable";

const connection = (id: string, change: Partial<Connection> = {}) =>
  ({ id, platform: "x", handle: id, displayName: null, status: "active", ...change }) as Connection;
const platform = (publish: boolean) => ({ id: "x", capabilities: { publish } }) as unknown as Platform;

describe("hindranceOf", () => {
  it("says what has to be done before anything else", () => {
    expect(hindranceOf(connection("a"), platform(true))).toBeNull();
    expect(hindranceOf(connection("a"), undefined)).toBeNull();
    expect(hindranceOf(connection("a", { status: "needs_reauth" }), platform(true))).toBe("needs_reauth");
    expect(hindranceOf(connection("a"), platform(false))).toBe("noPublishing");
  });
});

const taking = (format: object, options: object[] = []) => ({
  id: "x", capabilities: { publish: true },
  postRules: { formats: [{ format: "text", textMax: 280, mediaMin: 0, titleRequired: false, ...format }], options },
}) as unknown as Platform;

describe("takesTextAlone", () => {
  it.each<[string, Platform, boolean]>([
    ["a text", taking({}), true],
    ["an image only", taking({ format: "image", mediaMin: 1 }), false],
    ["a link, which a text is not", taking({ format: "link" }), false],
    ["a title with it", taking({ titleRequired: true }), false],
    ["a choice with every post", taking({}, [{ name: "privacy", required: true, formats: [] }]), false],
    ["a choice with videos", taking({}, [{ name: "cover", required: true, formats: ["video"] }]), true],
    ["nothing that is known", platform(true), false],
  ])("of a platform that takes %s", (_, one, expected) => {
    expect(takesTextAlone(one)).toBe(expected);
  });
});

describe("choosable", () => {
  it("says which accounts want more than a text, where there is only a text", () => {
    const platforms = new Map([["x", taking({})], ["tiktok", taking({ format: "video", mediaMin: 1 })]]);
    const all = [connection("a", { platform: "tiktok" }), connection("b"), connection("c", { platform: "tiktok", status: "needs_reauth" })];
    const found = (textAlone: boolean) => choosable(all, platforms, "", textAlone).map((one) => [one.connection.id, one.hindrance]);
    expect(found(true)).toEqual([["b", null], ["a", "needsMore"], ["c", "needs_reauth"]]);
    expect(found(false)).toEqual([["a", null], ["b", null], ["c", "needs_reauth"]]);
  });

  it("has those that can be chosen first, finds by handle, and leaves out what is gone", () => {
    const all = [connection("b", { status: "needs_reauth" }), connection("c"), connection("a"), connection("d", { status: "disconnected" })];
    const platforms = new Map([["x", platform(true)]]);
    expect(choosable(all, platforms, "").map((one) => one.connection.id)).toEqual(["a", "c", "b"]);
    expect(choosable(all, platforms, " C ").map((one) => one.connection.id)).toEqual(["c"]);
  });
});
