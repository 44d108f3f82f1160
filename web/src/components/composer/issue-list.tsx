import { Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { PostIssue } from "@/services/wire";
import classes from "./composer.module.css";

/** What is wrong at a field, or worth knowing; said to screen readers as it comes. */
export function IssueList({ issues, id }: { issues: readonly PostIssue[]; id?: string }) {
  return (
    <div id={id} role="status" className={classes.issues}>
      {issues.map((issue) => {
        const bad = issue.severity === "error";
        const Icon = bad ? IconAlertTriangle : IconInfoCircle;
        return (
          <Text key={`${issue.field} ${issue.message}`} size="xs" c={bad ? "var(--bad)" : "var(--warn)"} className={classes.issue}>
            <Icon size={14} aria-hidden /> {issue.message}
          </Text>
        );
      })}
    </div>
  );
}
