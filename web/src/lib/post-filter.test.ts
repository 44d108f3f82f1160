import { describe, expect, it } from "vitest";
import { filterOfSearch, searchOfChange } from "./post-filter";

const now = Date.parse("2026-11-20T12:00:00Z");
const filterOf = (search: string, fixed = {}) => filterOfSearch(new URLSearchParams(search), fixed, now, "UTC");

describe("filterOfSearch", () => {
  it("is everything, newest first, without an address", () => {
    expect(filterOf("")).toEqual({ filter: { sort: "postedAt", order: "desc" }, period: "all", isFiltered: false });
  });

  it("turns a period into its first day", () => {
    expect(filterOf("period=30").filter.from).toBe("2026-10-21");
    expect(filterOf("period=30").filter.to).toBeUndefined();
  });

  it("takes own days only for a custom period, and only real ones", () => {
    expect(filterOf("period=custom&from=2026-01-01&to=soon").filter).toMatchObject({ from: "2026-01-01" });
    expect(filterOf("period=custom&to=soon").filter.to).toBeUndefined();
    expect(filterOf("from=2026-01-01").filter.from).toBeUndefined();
  });

  it("ignores orders the server does not have", () => {
    expect(filterOf("sort=mood&order=sideways").filter).toEqual({ sort: "postedAt", order: "desc" });
  });

  it("does not count what the page itself fixes as a filter", () => {
    expect(filterOf("", { connectionId: "c1" }).isFiltered).toBe(false);
    expect(filterOf("connectionId=c1").isFiltered).toBe(true);
  });
});

describe("searchOfChange", () => {
  it("keeps the address short", () => {
    const before = new URLSearchParams("tab=posts&period=custom&from=2026-01-01&platform=x");
    expect(searchOfChange(before, { period: "all", platform: "" }).toString()).toBe("tab=posts");
    expect(searchOfChange(before, { sort: "postedAt", order: "desc" }).has("sort")).toBe(false);
    expect(searchOfChange(before, { sort: "likes", order: "desc" }).get("sort")).toBe("likes");
  });
});
