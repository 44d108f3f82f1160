import { Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { lazy, Suspense } from "react";
import { platformName } from "@/components/platform-icons";
import type { Draft, DraftChange } from "@/lib/draft";
import type { PostIssue, TargetReport } from "@/services/wire";
import { c } from "@/strings/compose";
import { isAt } from "./fields";
import { IssueList } from "./issue-list";
import { TextField, type Limit } from "./text-field";
import { issuesAt } from "./use-check";

const MediaField = lazy(() => import("./media-field"));

interface Props {
  draft: Draft;
  change: (change: DraftChange) => void;
  limits: readonly Limit[];
  reports: readonly TargetReport[];
}

/** What every account gets that has nothing of its own. */
export function MainVersion({ draft, change, limits, reports }: Props) {
  const set = (next: Partial<Draft>) => change({ type: "set", change: next });
  const named = (issue: PostIssue, report: TargetReport): PostIssue =>
    ({ ...issue, message: `${c.otherIssue(platformName(report.platform ?? ""))} ${issue.message}` });
  const issues = (isMeant: (field: string) => boolean) =>
    issuesAt(reports.map((report) => ({ ...report, issues: report.issues.map((one) => named(one, report)) })), isMeant);
  return (
    <Stack gap="md">
      <TextField label={c.text} placeholder={c.textPlaceholder} value={draft.content} limits={limits} issues={issues(isAt("content"))} onChange={(content) => set({ content })} autoFocus />
      <Suspense fallback={<Skeleton h={90} />}>
        <MediaField
          ids={draft.mediaIds} issues={issues(isAt("mediaIds"))} onAdd={(id) => change({ type: "addMedia", key: null, id })}
          onReorder={(mediaIds) => set({ mediaIds })} onRemove={(id) => change({ type: "dropMedia", id })}
        />
      </Suspense>
      <Group gap="sm" grow align="flex-start" preventGrowOverflow={false}>
        <div>
          <TextInput label={c.link} description={c.linkHint} miw={200} inputMode="url" value={draft.link} onChange={(event) => set({ link: event.currentTarget.value })} />
          <IssueList issues={issues(isAt("link"))} />
        </div>
        <HashtagsInput key={draft.hashtags.length === 0 ? "none" : "some"} tags={draft.hashtags} onChange={(hashtags) => set({ hashtags })} />
      </Group>
    </Stack>
  );
}

function HashtagsInput({ tags, onChange }: { tags: readonly string[]; onChange: (tags: string[]) => void }) {
  return (
    <TextInput
      label={c.hashtags} description={c.hashtagsHint} miw={200} defaultValue={tags.map((one) => `#${one}`).join(" ")}
      onBlur={(event) => onChange([...new Set(event.currentTarget.value.split(/[\s,]+/).map((one) => one.replace(/^#+/, "")).filter(Boolean))])}
    />
  );
}
