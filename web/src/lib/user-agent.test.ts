import { expect, it } from "vitest";
import { browserName } from "./user-agent";

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15", "Safari on macOS"],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"],
  ["curl/8.5.0", "curl/8.5.0"],
  ["x".repeat(80), `${"x".repeat(60)}…`],
  [null, null],
])("%s", (agent, name) => {
  expect(browserName(agent)).toBe(name);
});
