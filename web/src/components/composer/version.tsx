import { ActionIcon, Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { platformName } from "@/components/platform-icons";
import { effective, isSame, variantOf, type Draft, type DraftChange, type VariantTab } from "@/lib/draft";
import type { Connection, Platform, PostIssue, PostRules, TargetReport } from "@/services/wire";
import { c } from "@/strings/compose";
import { IssueList } from "./issue-list";
import MediaField from "./media-field";
import { PlatformOptions } from "./platform-options";
import { isAt, isElsewhere, limitOf } from "./fields";
import { TextField } from "./text-field";
import { issuesAt } from "./use-check";

interface Props {
  draft: Draft;
  change: (change: DraftChange) => void;
  tab: VariantTab;
  platform: Platform | undefined;
  rules: PostRules | null;
  account: Connection | undefined;
  reports: readonly (TargetReport | undefined)[];
  /** The reports are of the draft as it stands. */
  fresh: boolean;
}

/** What one platform, or one account, gets: the main text and media until it has its own. */
export default function Version({ draft, change, tab, platform, rules, account, reports, fresh }: Props) {
  const variant = variantOf(draft, tab.key);
  const shown = effective(draft, variant);
  const set = (next: Partial<typeof variant>) => change({ type: "variant", key: tab.key, change: next });
  const issues = (isMeant: (field: string) => boolean) => issuesAt(reports, isMeant);
  const format = reports[0]?.format ?? null;
  const rule = rules?.formats.find((one) => one.format === format);
  const limit = limitOf({ platform: tab.platform, words: shown, rules, one: platform, report: reports[0], fresh });
  const wantsTitle = (rule?.titleMax ?? 0) > 0 || shown.title !== "" || tab.platform === "youtube";
  const hasThreads = rules?.formats.some((one) => one.format === "thread") ?? false;

  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">{format === null ? "" : c.becomes(c.formats[format] ?? format)}</Text>
        {!isSame(variant) && (
          <Button size="compact-xs" variant="default" onClick={() => change({ type: "same", key: tab.key })}>{c.backToSame}</Button>
        )}
      </Group>
      {wantsTitle && (
        <div>
          <TextInput label={c.title_} withAsterisk={rule?.titleRequired ?? false} value={shown.title} onChange={(event) => set({ title: event.currentTarget.value })} />
          <IssueList issues={issues(isAt("title"))} />
        </div>
      )}
      {variant.content === null ? (
        <div>
          <Text size="sm" fw={500} mb={4}>{c.text}</Text>
          <Text size="sm" c="dimmed" mb="xs">{c.sameText}</Text>
          <Button size="xs" variant="default" onClick={() => set({ content: draft.content })}>{c.makeOwn}</Button>
          <IssueList issues={issues(isAt("content"))} />
        </div>
      ) : (
        <TextField label={c.text} value={variant.content} limits={limit ? [limit] : []} issues={issues(isAt("content"))} onChange={(content) => set({ content })} />
      )}
      <div>
        {(variant.content !== null || variant.link !== null) && (
          <TextInput
            label={c.link} description={c.linkHint} inputMode="url" value={variant.link ?? draft.link}
            onChange={(event) => set({ link: event.currentTarget.value })}
          />
        )}
        <IssueList issues={issues(isAt("link"))} />
      </div>
      {hasThreads && (
        <Thread parts={shown.thread} issues={issues(isAt("thread"))} onChange={(thread) => set({ thread })} />
      )}
      {variant.mediaIds === null ? (
        <div>
          <Button size="xs" variant="default" onClick={() => set({ mediaIds: draft.mediaIds })}>{c.ownMedia}</Button>
          <IssueList issues={issues(isAt("mediaIds"))} />
        </div>
      ) : (
        <MediaField
          ids={variant.mediaIds} issues={issues(isAt("mediaIds"))} onAdd={(id) => change({ type: "addMedia", key: tab.key, id })}
          onReorder={(mediaIds) => set({ mediaIds })} onRemove={(id) => set({ mediaIds: shown.mediaIds.filter((one) => one !== id) })}
        />
      )}
      {rules && tab.connectionIds[0] !== undefined && (
        <PlatformOptions
          platform={tab.platform} connectionId={tab.connectionIds[0]} handle={account?.handle ?? platformName(tab.platform)} rules={rules} format={format}
          values={variant.options} issues={issues((field) => field.startsWith("options"))}
          onChange={(name, value) => change({ type: "option", key: tab.key, name, value })}
        />
      )}
      <IssueList issues={issues(isElsewhere)} />
    </Stack>
  );
}

function Thread({ parts, issues, onChange }: { parts: readonly string[]; issues: readonly PostIssue[]; onChange: (parts: string[]) => void }) {
  return (
    <Stack gap="xs" role="group" aria-label={c.thread}>
      {parts.map((part, index) => (
        <Group key={index} gap="xs" align="flex-start" wrap="nowrap">
          <div style={{ flex: 1 }}>
            <Textarea
              aria-label={c.threadPart(index + 2)} autosize minRows={2} value={part} dir="auto"
              onChange={(event) => onChange(parts.map((one, place) => (place === index ? event.currentTarget.value : one)))}
            />
            <IssueList issues={issues.filter((one) => one.field === `thread[${index}]`)} />
          </div>
          <ActionIcon onClick={() => onChange(parts.filter((_, place) => place !== index))} aria-label={c.removePart(index + 2)}><IconX size={16} aria-hidden /></ActionIcon>
        </Group>
      ))}
      <div>
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange([...parts, ""])}>{c.addPart}</Button>
      </div>
      <IssueList issues={issues.filter((one) => one.field === "thread")} />
    </Stack>
  );
}
