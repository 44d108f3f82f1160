import { Textarea } from "@mantine/core";
import { useId } from "react";
import { platformName } from "@/components/platform-icons";
import { PlatformMark } from "@/components/platform-mark";
import { toneOf } from "@/lib/text-length";
import type { PostIssue } from "@/services/wire";
import { c } from "@/strings/compose";
import classes from "./composer.module.css";
import { IssueList } from "./issue-list";

/** How long a platform finds what will be published, and how long it may be. */
export interface Limit {
  platform: string;
  limit: number;
  length: number;
  /** More than the text is counted: its hashtags, its link. */
  hasMore: boolean;
}

interface Props {
  label: string;
  value: string;
  limits: readonly Limit[];
  issues: readonly PostIssue[];
  placeholder?: string;
  rows?: number;
  autoFocus?: boolean;
  onChange: (value: string) => void;
}

/** A text with a counter for each platform that has to take it. */
export function TextField({ label, value, limits, issues, placeholder, rows = 5, autoFocus = false, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <Textarea
        label={label} placeholder={placeholder} value={value} autosize minRows={rows} maxRows={18} dir="auto" data-autofocus={autoFocus || undefined}
        aria-describedby={id} aria-invalid={issues.some((one) => one.severity === "error") || undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={classes.counters}>
        {limits.map((one) => <Counter key={one.platform} of={one} />)}
        {limits.some((one) => one.hasMore) && <span>{c.counted}</span>}
      </div>
      <IssueList id={id} issues={issues} />
    </div>
  );
}

function Counter({ of: { platform, limit, length } }: { of: Limit }) {
  const words = c.counterOf(platformName(platform), length, limit);
  return (
    <span className={classes.counter} data-tone={toneOf(length, limit)} title={length > limit ? c.over(length - limit) : words}>
      <PlatformMark platform={platform} size={12} labelled={false} />
      <span className="visually-hidden">{words}</span>
      <span aria-hidden>{c.counter(length, limit)}</span>
    </span>
  );
}
