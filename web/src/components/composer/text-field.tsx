import { Textarea } from "@mantine/core";
import { useId } from "react";
import { platformName } from "@/components/platform-icons";
import { PlatformMark } from "@/components/platform-mark";
import { lengthOf, toneOf } from "@/lib/post-text";
import type { PostIssue, TextUnit } from "@/services/wire";
import { c } from "@/strings/compose";
import classes from "./composer.module.css";
import { IssueList } from "./issue-list";

/** How a platform counts a text, and how long it may be. */
export interface Limit {
  platform: string;
  limit: number;
  unit: TextUnit | undefined;
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
        {limits.map((one) => <Counter key={one.platform} text={value} limit={one} />)}
      </div>
      <IssueList id={id} issues={issues} />
    </div>
  );
}

function Counter({ text, limit: { platform, limit, unit } }: { text: string; limit: Limit }) {
  const length = lengthOf(text, unit);
  const words = c.counterOf(platformName(platform), length, limit);
  return (
    <span className={classes.counter} data-tone={toneOf(length, limit)} title={length > limit ? c.over(length - limit) : words}>
      <PlatformMark platform={platform} size={12} labelled={false} />
      <span className="visually-hidden">{words}</span>
      <span aria-hidden>{c.counter(length, limit)}</span>
    </span>
  );
}
