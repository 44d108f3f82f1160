// Posts of a campaign that are compared with each other: which letter comes next, which one did best.
import type { CampaignVariants, VariantResult } from "@/services/wire";

const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

/** The first letter that is not taken; then numbers. */
export function nextVariant(taken: Iterable<string>): string {
  const used = new Set(Array.from(taken, (one) => one.trim().toUpperCase()));
  const letter = letters.find((one) => !used.has(one));
  if (letter !== undefined) return letter;
  let number = letters.length + 1;
  while (used.has(String(number))) number += 1;
  return String(number);
}

/** The variants that a test has already. */
export function variantsOf(tests: readonly CampaignVariants[], group: string): string[] {
  return tests.find((one) => one.group === group.trim())?.variants.map((one) => one.variant) ?? [];
}

/** A name for a test that has none yet, from the post it begins with. */
export function testName(content: string, taken: readonly string[]): string {
  const words = content.replace(/\s+/g, " ").trim();
  const points = Array.from(words);
  const base = points.length === 0 ? "Test" : points.slice(0, 40).join("").trim();
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base} ${number}`)) number += 1;
  return `${base} ${number}`;
}

export type Measure = "engagementRate" | "engagement";

export interface Best {
  variant: string;
  by: Measure;
}

/**
 * The one that did best: by engagement rate, or by engagement a post where no platform tells how many
 * saw it. Null while fewer than two can be compared, and when two are level.
 */
export function bestOf(variants: readonly VariantResult[]): Best | null {
  const rated = (value: (one: VariantResult) => number | null) =>
    variants.flatMap((one) => {
      const rate = one.measured > 0 ? value(one) : null;
      return rate === null ? [] : [{ variant: one.variant, rate }];
    }).sort((a, b) => b.rate - a.rate);
  const byRate = rated((one) => one.engagementRate);
  const [by, ranking]: [Measure, typeof byRate] = byRate.length > 1
    ? ["engagementRate", byRate]
    : ["engagement", rated((one) => (one.engagement === null ? null : one.engagement / one.measured))];
  const [first, second] = ranking;
  if (!first || !second || first.rate === second.rate) return null;
  return { variant: first.variant, by };
}

export const counts = ["views", "reach", "likes", "comments", "shares", "saves", "engagement", "engagementRate"] as const;
export type Count = (typeof counts)[number];

/** The figures that at least one variant has. */
export function knownCounts(variants: readonly VariantResult[]): Count[] {
  return counts.filter((name) => variants.some((one) => one[name] !== null));
}

/** How long the bar of a value is beside the others, in percent. */
export function barWidth(value: number | null, others: readonly (number | null)[]): number {
  const most = Math.max(0, ...others.map((one) => one ?? 0));
  return value === null || most === 0 ? 0 : (value / most) * 100;
}
