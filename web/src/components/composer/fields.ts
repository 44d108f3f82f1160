// The fields of the composer, and how long their texts may be.
import type { FormatRule, Platform, PostRules, TargetReport } from "@/services/wire";
import type { Limit } from "./text-field";

/** Whether an issue stands at a field, or at an entry of it. */
export const isAt = (name: string) => (field: string) => field === name || field.startsWith(`${name}[`);
const known = ["content", "title", "link", "thread", "mediaIds"];
/** Issues that have no field here. */
export const isElsewhere = (field: string) => !known.some((name) => isAt(name)(field)) && !field.startsWith("options");

/** How long the text may be: by the format that the server sees in it, else the longest there is. */
export function limitOf(platform: string, rules: PostRules | null, one: Platform | undefined, report: TargetReport | undefined): Limit | null {
  const format: FormatRule | undefined = rules?.formats.find((rule) => rule.format === report?.format) ??
    rules?.formats.toSorted((a, b) => b.textMax - a.textMax)[0];
  const limit = report?.limit ?? format?.textMax ?? one?.limits.text;
  return limit ? { platform, limit, unit: format?.textUnit } : null;
}
