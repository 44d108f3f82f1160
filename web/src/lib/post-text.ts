// How long a text is, as platforms count. The server's answer decides; this is for every keystroke.
import type { TextUnit } from "@/services/wire";

const url = /https?:\/\/[^\s]+/g;
const url_weight = 23;

/** Latin and the like weigh 1 at X, everything else 2. */
function isLight(point: number): boolean {
  return point <= 0x10ff || (point >= 0x2000 && point <= 0x200d) ||
    (point >= 0x2010 && point <= 0x201f) || (point >= 0x2032 && point <= 0x2037);
}

function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text), (one) => one.segment);
}

function weightOf(text: string): number {
  let weight = 0;
  for (const grapheme of graphemes(text)) {
    if (/\p{Extended_Pictographic}/u.test(grapheme)) weight += 2;
    else for (const character of grapheme) weight += isLight(character.codePointAt(0) ?? 0) ? 1 : 2;
  }
  return weight;
}

/** In the platform's unit; without one, in code points. */
export function lengthOf(text: string, unit: TextUnit | undefined): number {
  switch (unit) {
    case "utf16":
      return text.length;
    case "bytes":
      return new TextEncoder().encode(text).length;
    case "weighted": {
      const links = text.match(url)?.length ?? 0;
      return weightOf(text.normalize("NFC").replace(url, "")) + links * url_weight;
    }
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

/** The first words of a text, on one line. */
export function excerpt(text: string, length_max = 120): string {
  const line = text.replace(/\s+/g, " ").trim();
  const points = Array.from(line);
  return points.length <= length_max ? line : `${points.slice(0, length_max - 1).join("").trimEnd()}…`;
}
