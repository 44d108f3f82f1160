// Numbers as people read them. A missing number is a dash, never a zero.

const exact = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

export const missing = "–";

/** 12431 -> "12,431". */
export function exactNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? missing : exact.format(value);
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}

/** 12431 -> "12.4k", 3400000 -> "3.4M". Rounds down, so that nobody has more than they have. */
export function compactNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return missing;
  const size = Math.abs(value);
  const sign = value < 0 ? "-" : "";
  const scaled = (unit: number) => trimmed(Math.floor((size / unit) * 10) / 10);
  if (size < 1000) return exact.format(value);
  if (size < 1_000_000) return `${sign}${scaled(1000)}k`;
  if (size < 1_000_000_000) return `${sign}${scaled(1_000_000)}M`;
  return `${sign}${scaled(1_000_000_000)}B`;
}

/** 320 -> "+320", -12 -> "-12" with a true minus sign. */
export function signedNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return missing;
  if (value === 0) return "0";
  return value > 0 ? `+${compactNumber(value)}` : `\u2212${compactNumber(-value)}`;
}

/** The API speaks of engagement in percent: 4.237 -> "4.2 %". */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return missing;
  const digits = Math.abs(value) < 10 ? 1 : 0;
  return `${value.toFixed(digits)} %`;
}

/** "1 post", "12,431 posts". */
export function counted(value: number, one: string, many: string): string {
  return `${exact.format(value)} ${value === 1 ? one : many}`;
}

/** "read the posts" -> "Read the posts". */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How many characters a password has, the way its rule counts them: by code point. */
export function characterCount(text: string): number {
  return Array.from(text).length;
}

/** "ada.bakes" -> "@ada.bakes"; a name with spaces is left alone. */
export function atHandle(handle: string): string {
  return handle.startsWith("@") || /\s/.test(handle) ? handle : `@${handle}`;
}

/** The first letters of a name, for an avatar whose picture does not load. */
export function initials(name: string): string {
  const words = name.replace(/^@/, "").split(/[\s._-]+/).filter(Boolean);
  return words.slice(0, 2).map((word) => Array.from(word)[0] ?? "").join("").toUpperCase();
}
