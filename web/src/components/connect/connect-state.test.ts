import { describe, expect, it } from "vitest";
import {
  choosing, connectReducer, eventOfMessage, eventOfReturn, type ConnectEvent, type ConnectState,
} from "./connect-state";

const platform = "instagram";
const started: ConnectEvent = { type: "started", platform };
const connected: ConnectEvent = { type: "connected", platform, connectionId: "c1" };

function after(...events: ConnectEvent[]): ConnectState {
  return events.reduce(connectReducer, choosing);
}

describe("connectReducer", () => {
  it("goes from the click to the account", () => {
    expect(after(started).step).toBe("opening");
    expect(after(started, { type: "opened" }).step).toBe("waiting");
    expect(after(started, { type: "opened" }, connected)).toEqual({ step: "done", platform, connectionId: "c1", count: 1 });
  });

  it("takes an answer that comes after the window was closed", () => {
    expect(after(started, { type: "opened" }, { type: "closed" }).step).toBe("closed");
    expect(after(started, { type: "opened" }, { type: "closed" }, connected).step).toBe("done");
  });

  it("does not undo an answer when its window closes", () => {
    expect(after(started, { type: "opened" }, connected, { type: "closed" }).step).toBe("done");
  });

  it("ignores a second answer and one for another platform", () => {
    const other: ConnectEvent = { type: "connected", platform: "x", connectionId: "c2" };
    expect(after(started, { type: "opened" }, connected, other)).toEqual(after(started, connected));
    expect(after(started, { type: "opened" }, other).step).toBe("waiting");
  });

  it("falls back to the tab when the window is blocked", () => {
    expect(after(started, { type: "blocked" }).step).toBe("redirecting");
  });

  it("asks which accounts when there are several, and goes on from there", () => {
    const choice: ConnectEvent = { type: "choice", platform, choiceId: "p1" };
    expect(after(started, { type: "opened" }, choice)).toEqual({ step: "pick", platform, choiceId: "p1" });
    expect(after(started, { type: "opened" }, choice, { type: "closed" }).step).toBe("pick");
    expect(after(started, { type: "opened" }, choice, { ...connected, count: 3 })).toEqual({
      step: "done", platform, connectionId: "c1", count: 3,
    });
    expect(after(choice).step).toBe("pick");
  });

  it("shows an answer that arrives when nothing was asked here", () => {
    expect(after(connected).step).toBe("done");
  });
});

describe("eventOfMessage", () => {
  it.each([
    [null], ["rostrum:connected"], [{ type: "rostrum:connected" }], [{ type: "other", platform }],
    [{ type: "rostrum:choose", platform }],
  ])("ignores %j", (data) => {
    expect(eventOfMessage(data)).toBeNull();
  });

  it("reads every answer", () => {
    expect(eventOfMessage({ type: "rostrum:choose", platform, choiceId: "p1" })).toEqual({
      type: "choice", platform, choiceId: "p1",
    });
    expect(eventOfMessage({ type: "rostrum:connected", platform, connectionId: "c1" })).toEqual(connected);
    expect(
      eventOfMessage({ type: "rostrum:connect-error", platform, error: "access_denied", message: "No." }),
    ).toEqual({ type: "failed", platform, code: "access_denied", message: "No." });
  });
});

describe("eventOfReturn", () => {
  it("reads the address after a connection in this tab", () => {
    expect(eventOfReturn(new URLSearchParams("connected=instagram&connectionId=c1"))).toEqual(connected);
    expect(eventOfReturn(new URLSearchParams("error=access_denied&platform=instagram"))).toMatchObject({
      type: "failed", code: "access_denied",
    });
    expect(eventOfReturn(new URLSearchParams("choose=p1&platform=facebook"))).toEqual({
      type: "choice", platform: "facebook", choiceId: "p1",
    });
    expect(eventOfReturn(new URLSearchParams("choose=p1"))).toBeNull();
    expect(eventOfReturn(new URLSearchParams("tab=posts"))).toBeNull();
  });
});
