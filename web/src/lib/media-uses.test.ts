import { describe, expect, it } from "vitest";
import type { Post } from "@/services/wire";
import { usesOf } from "./media-uses";

const post = (id: string, mediaIds: string[], ...own: (string[] | null)[]) =>
  ({ id, mediaIds, targets: own.map((ids) => ({ mediaIds: ids })) }) as Post;

describe("usesOf", () => {
  it("counts a post once, whether it or one of its accounts uses the file", () => {
    const uses = usesOf([post("a", ["m1"], ["m1", "m2"], null), post("b", ["m1"])]);
    expect(uses.get("m1")?.map((one) => one.id)).toEqual(["a", "b"]);
    expect(uses.get("m2")?.map((one) => one.id)).toEqual(["a"]);
    expect(uses.get("m3")).toBeUndefined();
  });
});
