import { describe, expect, it } from "vitest";
import type { Post, PostStatus, TargetStatus } from "@/services/wire";
import { actionsOf, outcomeText, stepText, toneOfLine } from "./timeline";

const post = (status: PostStatus, ...targets: TargetStatus[]) =>
  ({ status, targets: targets.map((one) => ({ status: one, attempts: 0 })) }) as Post;

describe("words of the timeline", () => {
  it("are plain where we have them, and the platform's otherwise", () => {
    expect(stepText("create_container")).toBe("Prepare the post");
    expect(stepText("warm_up_oven")).toBe("Warm up oven");
    expect(outcomeText("half_baked")).toBe("half baked");
    expect(["done", "rejected", "ambiguous", "wait"].map((outcome) => toneOfLine({ outcome }))).toEqual(["ok", "bad", "warn", "quiet"]);
  });
});

describe("actionsOf", () => {
  it.each([
    [post("draft", "pending"), ["edit", "publish", "remove"]],
    [post("scheduled", "pending"), ["edit", "publish", "cancel", "remove"]],
    [post("publishing", "publishing", "pending"), ["cancel"]],
    [post("publishing", "processing"), []],
    [post("partial", "published", "failed"), ["reuse", "retry", "remove"]],
    [post("published", "published"), ["reuse", "remove"]],
    [post("cancelled", "cancelled"), ["reuse", "remove"]],
    [post("scheduled", "pending", "cancelled"), ["cancel", "remove"]],
  ])("of case %#", (one, expected) => {
    expect(Object.entries(actionsOf(one)).filter(([, may]) => may).map(([name]) => name)).toEqual(expected);
  });

  it("has nothing to edit once a try was made", () => {
    const one = post("scheduled", "pending");
    const tried = { ...one, targets: one.targets.map((target) => ({ ...target, attempts: 1 })) };
    expect(actionsOf(tried)).toMatchObject({ edit: false, publish: false });
  });
});
