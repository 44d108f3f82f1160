import { describe, expect, it } from "vitest";
import { errorFromAnswer, splitByField } from "./errors";

const envelope = (error: object) => ({ error });

describe("errorFromAnswer", () => {
  it("prefers the user's message over the technical one", () => {
    const error = errorFromAnswer(
      envelope({ code: "conflict", message: "run exists", userMessage: "A sync is running.", requestId: "r1" }),
      409, null,
    );
    expect(error.message).toBe("A sync is running.");
    expect(error.requestId).toBe("r1");
  });

  it.each([
    ["a proxy's page", "<html>", 502],
    ["nothing", undefined, 500],
    ["an array", [], 500],
    ["an envelope of the wrong type", { error: "no" }, 500],
  ])("makes a server error of %s", (_reason, body, status) => {
    const error = errorFromAnswer(body, status, "r2");
    expect(error.code).toBe("server_error");
    expect(error.retryable).toBe(true);
    expect(error.requestId).toBe("r2");
  });

  it("leaves out details that name no field", () => {
    const error = errorFromAnswer(
      envelope({ code: "validation_failed", details: [{ issue: "bad" }, { field: "email", issue: "taken" }] }),
      422, null,
    );
    expect(error.details).toEqual([{ field: "email", issue: "taken" }]);
  });
});

describe("splitByField", () => {
  const error = errorFromAnswer(
    envelope({
      code: "validation_failed",
      details: [{ field: "email", issue: "is taken" }, { field: "email", issue: "is long" }, { field: "token", issue: "old" }],
    }),
    422, null,
  );

  it("puts the first issue at its field as a sentence", () => {
    expect(splitByField(error, ["email"]).atField).toEqual({ email: "Is taken." });
  });

  it("says when an issue belongs to no field of the form", () => {
    expect(splitByField(error, ["email"]).elsewhere).toBe(true);
    expect(splitByField(error, ["email", "token"]).elsewhere).toBe(false);
  });
});
