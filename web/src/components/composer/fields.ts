// The fields of the composer, and how long their texts may be.
import { asPublished, type Published, type Words } from "@/lib/as-published";
import { lengthOf } from "@/lib/text-length";
import type { FormatRule, Platform, PostRules, TargetReport } from "@/services/wire";
import type { Limit } from "./text-field";

/** Whether an issue stands at a field, or at an entry of it. */
export const isAt = (name: string) => (field: string) => field === name || field.startsWith(`${name}[`);
const known = ["content", "title", "link", "thread", "mediaIds"];
/** Issues that have no field here. */
export const isElsewhere = (field: string) => !known.some((name) => isAt(name)(field)) && !field.startsWith("options");

/** What is known of a version of a post on one platform. */
export interface Case {
  platform: string;
  words: Words;
  rules: PostRules | null;
  one: Platform | undefined;
  report: TargetReport | undefined;
  /** The report is of the words as they stand. */
  fresh: boolean;
}

function formatOf({ rules, report }: Case): FormatRule | undefined {
  return rules?.formats.find((rule) => rule.format === report?.format);
}

/** What followers will read. */
export function publishedOf(of: Case): Published {
  return asPublished(of.platform, of.words, of.report?.format ?? null, formatOf(of)?.textMax !== 0);
}

/** How long the text is and may be: by the format that the server sees in it, else the longest there is. */
export function limitOf(of: Case): Limit | null {
  const { platform, words, rules, one, report, fresh } = of;
  const format = formatOf(of) ?? rules?.formats.toSorted((a, b) => b.textMax - a.textMax)[0];
  const limit = report?.limit ?? format?.textMax ?? one?.limits.text;
  if (!limit) return null;
  const unit = format?.textUnit;
  const { full } = publishedOf(of);
  const length = (fresh ? report?.length : null) ?? lengthOf(full, unit);
  return { platform, limit, length, hasMore: full !== words.content };
}
