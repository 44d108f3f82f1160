// What TikTok asks of a form that posts to it: nothing is allowed before somebody allows it, and what
// the account has turned off cannot be turned on.
import type { OptionRule, TargetOptions } from "@/services/wire";

const interactions = ["Comment", "Duet", "Stitch"] as const;
const brand_names = ["brandOrganic", "brandOrganicToggle", "brandContent", "brandContentToggle"];

export interface Interaction {
  name: string;
  allowed: boolean;
  /** The account's own settings forbid it. */
  off: boolean;
  /** What the option becomes when somebody ticks it, or takes that back. */
  valueFor: (allowed: boolean) => unknown;
}

/** The options may say `allowComment` or `disableComment`; people tick what is allowed either way. */
export function interactionsOf(
  rules: readonly OptionRule[], values: TargetOptions, account: Record<string, unknown> | undefined,
): Interaction[] {
  return interactions.flatMap((word) => {
    const rule = rules.find((one) => one.name === `allow${word}` || one.name === `disable${word}`);
    if (!rule) return [];
    const negative = rule.name.startsWith("disable");
    const off = account?.[`${word.toLowerCase()}Disabled`] === true;
    return [{
      name: rule.name, off,
      allowed: !off && (negative ? values[rule.name] === false : values[rule.name] === true),
      valueFor: (allowed: boolean) => (negative ? !allowed : allowed),
    }];
  });
}

export interface Brands {
  organic: OptionRule | undefined;
  content: OptionRule | undefined;
}

export function brandsOf(rules: readonly OptionRule[]): Brands {
  return {
    organic: rules.find((one) => one.name.startsWith("brandOrganic")),
    content: rules.find((one) => one.name.startsWith("brandContent")),
  };
}

/** Options that have a place of their own in TikTok's form. */
export function hasOwnPlace(name: string): boolean {
  return name === "privacyLevel" || brand_names.includes(name) || /^(allow|disable)(Comment|Duet|Stitch)$/.test(name);
}

export const private_level = "SELF_ONLY";

/** What has to be said so that nothing is allowed before somebody allows it. */
export function cautious(rules: readonly OptionRule[]): TargetOptions {
  return Object.fromEntries(rules.filter((one) => /^disable(Comment|Duet|Stitch)$/.test(one.name)).map((one) => [one.name, true]));
}
