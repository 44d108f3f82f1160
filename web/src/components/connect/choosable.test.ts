import { describe, expect, it } from "vitest";
import type { ChoosableAccount } from "@/services/wire";
import { chosenAtFirst, matching } from "./choosable";

function account(externalId: string, change: Partial<ChoosableAccount> = {}): ChoosableAccount {
  return { externalId, handle: `handle${externalId}`, displayName: `Name ${externalId}`, avatarUrl: null, status: null, ...change };
}

describe("chosenAtFirst", () => {
  it("ticks what has to be connected again, and nothing else", () => {
    const accounts = [account("1"), account("2", { status: "needs_reauth" }), account("3", { status: "active" })];
    expect([...chosenAtFirst(accounts)]).toEqual(["2"]);
  });
});

describe("matching", () => {
  const accounts = [account("1", { displayName: "Bäckerei Özil" }), account("2", { handle: "Books" })];
  it("looks in names and handles, in any case", () => {
    expect(matching(accounts, "özil").map((one) => one.externalId)).toEqual(["1"]);
    expect(matching(accounts, " BOOK ").map((one) => one.externalId)).toEqual(["2"]);
    expect(matching(accounts, "nothing")).toEqual([]);
  });
  it("shows everything without a search", () => {
    expect(matching(accounts, "  ")).toEqual(accounts);
  });
});
