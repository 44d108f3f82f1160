import { describe, expect, it } from "vitest";
import { connectionOf, percentDone, progressOfEvent, startOfSync } from "./sync-progress";
import type { LiveEvent } from "./wire";

function event(data: LiveEvent["data"], subject = "c1"): LiveEvent {
  return { id: "1", type: "sync.progress", subject, data, occurredAt: "2026-11-20T09:15:02Z" };
}

describe("connectionOf", () => {
  it("believes the data before the subject", () => {
    expect(connectionOf(event({ connectionId: "c2" }))).toBe("c2");
    expect(connectionOf(event({}))).toBe("c1");
    expect(connectionOf(event({}, "connection:c3"))).toBe("c3");
  });
});

describe("progressOfEvent", () => {
  it("finds the progress at either place", () => {
    const progress = { stage: "posts", done: 3, total: 25 };
    expect(progressOfEvent(event(progress))).toEqual(progress);
    expect(progressOfEvent(event({ progress }))).toEqual(progress);
  });

  it("starts at the beginning when the event says nothing", () => {
    expect(progressOfEvent(event({}))).toEqual(startOfSync);
    expect(progressOfEvent(event({ progress: null }))).toEqual(startOfSync);
  });
});

describe("percentDone", () => {
  it("grows with the stages and never looks finished", () => {
    const at = (stage: string, done: number, total: number | null) =>
      percentDone({ stage, done, total });
    expect(at("waiting", 0, null)).toBe(4);
    expect(at("posts", 0, 25)).toBeCloseTo(50, 0);
    expect(at("insights", 0, 25)).toBeGreaterThan(at("posts", 24, 25));
    expect(at("done", 25, 25)).toBe(98);
    expect(at("posts", 90, 25)).toBeLessThanOrEqual(75);
    expect(at("something new", 0, 0)).toBe(4);
  });
});
