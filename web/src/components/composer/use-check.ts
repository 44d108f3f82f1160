import { useDebouncedValue } from "@mantine/hooks";
import { toInput, type Draft } from "@/lib/draft";
import { useValidation } from "@/services/posts";
import type { PostIssue, TargetReport } from "@/services/wire";

const quiet_ms = 500;

export interface Check {
  reports: ReadonlyMap<string, TargetReport>;
  checking: boolean;
  /** The reports are of the draft as it stands. */
  fresh: boolean;
  failed: boolean;
  /** Problems that keep it from being published, over all accounts. */
  errors: number;
}

/** What the server says to the draft, a moment after the last change. */
export function useCheck(draft: Draft): Check {
  const [calm] = useDebouncedValue(draft, quiet_ms);
  const asked = calm.targets.length > 0 ? toInput(calm, "draft") : null;
  const query = useValidation(asked);
  const chosen = new Set(draft.targets.map((one) => one.connectionId));
  const targets = asked === null ? [] : (query.data?.targets ?? []).filter((one) => chosen.has(one.connectionId));
  const checking = draft.targets.length > 0 && (query.isFetching || calm !== draft);
  return {
    reports: new Map(targets.map((one) => [one.connectionId, one])),
    checking,
    fresh: !checking && query.isSuccess,
    failed: query.isError,
    errors: targets.reduce((sum, one) => sum + one.issues.filter((issue) => issue.severity === "error").length, 0),
  };
}

/** What several reports say about fields of one kind, each sentence once. */
export function issuesAt(reports: readonly (TargetReport | undefined)[], isMeant: (field: string) => boolean): PostIssue[] {
  const found = new Map<string, PostIssue>();
  for (const report of reports) {
    for (const issue of report?.issues ?? []) {
      if (isMeant(issue.field)) found.set(`${issue.field} ${issue.message}`, issue);
    }
  }
  return [...found.values()];
}
