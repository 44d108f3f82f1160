import { describe, expect, it } from "vitest";
import type { Connection, Platform } from "@/services/wire";
import { choosable, hindranceOf } from "./publishable";

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

describe("choosable", () => {
  it("has those that can be chosen first, finds by handle, and leaves out what is gone", () => {
    const all = [connection("b", { status: "needs_reauth" }), connection("c"), connection("a"), connection("d", { status: "disconnected" })];
    const platforms = new Map([["x", platform(true)]]);
    expect(choosable(all, platforms, "").map((one) => one.connection.id)).toEqual(["a", "c", "b"]);
    expect(choosable(all, platforms, " C ").map((one) => one.connection.id)).toEqual(["c"]);
  });
});
