import { expect, it } from "vitest";
import { nextPath } from "./next-path";

it.each([
  ["next=/accounts", "/accounts", "a path of ours"],
  ["next=%2Faccounts%3Ftab%3Dposts", "/accounts?tab=posts", "with its search"],
  ["next=//evil.example", "/", "another host"],
  ["next=/%5Cevil.example", "/", "another host, as some browsers read it"],
  ["next=https://evil.example", "/", "an address"],
  ["", "/", "nothing"],
])("%s leads to %s: %s", (search, path) => {
  expect(nextPath(new URLSearchParams(search))).toBe(path);
});
