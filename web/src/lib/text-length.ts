// How long a text is, as platforms count. The server's answer decides; this is for every keystroke.
import type { TextUnit } from "@/services/wire";
import { xLength } from "./x-length";

/** In the platform's unit; without one, in code points. */
export function lengthOf(text: string, unit: TextUnit | undefined): number {
  switch (unit) {
    case "utf16":
      return text.length;
    case "bytes":
      return new TextEncoder().encode(text).length;
    case "weighted":
      return xLength(text);
    default:
      return Array.from(text).length;
  }
}

export type CounterTone = "quiet" | "warn" | "bad";

/** When the counter begins to warn: in the last tenth. */
export function toneOf(length: number, limit: number): CounterTone {
  if (length > limit) return "bad";
  return limit - length <= limit / 10 ? "warn" : "quiet";
}
