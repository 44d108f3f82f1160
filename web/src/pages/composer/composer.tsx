import { Button, Skeleton, Tabs, Text } from "@mantine/core";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import classes from "@/components/composer/composer.module.css";
import { limitOf, publishedOf, type Case } from "@/components/composer/fields";
import { MainVersion } from "@/components/composer/main-version";
import type { When } from "@/components/composer/schedule-field";
import { useCheck } from "@/components/composer/use-check";
import { useDraft } from "@/components/composer/use-draft";
import { EmptyState } from "@/components/empty-state";
import { LazyDialog } from "@/components/lazy-dialog";
import { PageHeader } from "@/components/page-header";
import { platformName } from "@/components/platform-icons";
import { PlatformMark } from "@/components/platform-mark";
import { Section } from "@/components/section";
import { effective, emptyDraft, isEmpty, isSame, tabsOf, variantKey, variantOf, type Draft, type DraftTarget, type Intent, type VariantTab } from "@/lib/draft";
import { atHandle } from "@/lib/format";
import { cautious } from "@/lib/tiktok-choices";
import { useMe } from "@/services/auth";
import { useConnections } from "@/services/connections";
import { hasAccountOptions, rulesOf } from "@/services/post-rules";
import type { Connection, Platform, Post } from "@/services/wire";
import { c } from "@/strings/compose";
import { SendBar } from "./send-bar";

// The text comes first; what stands around it follows.
const AccountChoice = lazy(() => import("@/components/composer/account-choice"));
const CampaignField = lazy(() => import("@/components/composer/campaign-field"));
const OutdatedNote = lazy(() => import("@/components/composer/outdated-note"));
const Preview = lazy(() => import("@/components/composer/preview"));
const ScheduleField = lazy(() => import("@/components/composer/schedule-field"));
const StartOverModal = lazy(() => import("./start-over-modal"));
const Version = lazy(() => import("@/components/composer/version"));

const intents: Record<When, Intent> = { now: "now", queue: "queue", later: "schedule", draft: "draft" };

interface Props {
  post: Post | null;
  /** Under what the draft is kept when it is of no post. */
  name?: string;
  initial: Draft | null;
  platforms: readonly Platform[];
  /** Begins again with the post as it is now. */
  onReload?: () => void;
}

export function Composer({ post, name, initial, platforms, onReload }: Props) {
  const { workspace } = useMe();
  const state = useDraft({
    workspaceId: workspace.id, name: post?.id ?? name ?? null, zone: workspace.timezone, initial, version: post?.updatedAt ?? null,
  });
  const { draft, change } = state;
  const connections = useConnections().data;
  const check = useCheck(draft);
  // Of another campaign, other slots count.
  const keeps = post?.slotId && post.status === "scheduled" && post.scheduledAt !== null && post.campaignId === draft.campaignId
    ? post.scheduledAt : null;
  const [when, setWhen] = useState<When>(keeps ? "queue" : draft.scheduledLocal === null ? (post ? "draft" : "now") : "later");
  const [timeError, setTimeError] = useState<string>();
  const [shown, setShown] = useState("main");
  const [startingOver, setStartingOver] = useState(false);
  const [sending, setSending] = useState(false);
  // What we send ourselves changes the post, too.
  const outdated = state.outdated && !sending;
  const isBehind = outdated && !state.touched;
  useEffect(() => {
    if (isBehind) onReload?.();
  }, [isBehind, onReload]);

  const byId = useMemo(() => new Map(platforms.map((one) => [one.id, one])), [platforms]);
  const accounts = useMemo(() => new Map((connections ?? []).map((one) => [one.id, one])), [connections]);
  const tabs = tabsOf(draft);
  const tab = tabs.some((one) => one.key === shown) ? shown : "main";
  const rules = (platform: string) => rulesOf(byId.get(platform));
  const reportsOf = (one: VariantTab) => one.connectionIds.map((id) => check.reports.get(id));
  const caseOf = (one: VariantTab): Case => ({
    platform: one.platform, words: effective(draft, variantOf(draft, one.key)), rules: rules(one.platform), one: byId.get(one.platform),
    report: reportsOf(one)[0], fresh: check.fresh,
  });
  const following = tabs.filter((one) => variantOf(draft, one.key).content === null);

  const toggle = (target: DraftTarget) => {
    const own = rules(target.platform);
    const apart = hasAccountOptions(own);
    const isNew = !draft.targets.some((one) => one.connectionId === target.connectionId);
    change({ type: "toggle", target, apart });
    if (!isNew || !own) return;
    const key = apart ? target.connectionId : variantKey(draft, target);
    for (const [name, value] of Object.entries(cautious(own.options))) {
      if (variantOf(draft, key).options[name] === undefined) change({ type: "option", key, name, value });
    }
  };
  const startOver = () => {
    change({ type: "load", draft: initial ?? emptyDraft(workspace.timezone) });
    if (post) state.rebase(post.updatedAt);
    setStartingOver(false);
  };
  const takeSaved = () => {
    state.forget();
    onReload?.();
  };

  return (
    <>
      <PageHeader title={post ? c.editTitle : c.title}>
        {!isEmpty(draft) && <Button variant="default" onClick={() => setStartingOver(true)}>{c.startOver}</Button>}
      </PageHeader>
      {state.restored && <Text size="sm" c="dimmed" mb="sm" role="status">{c.restored}</Text>}
      {post && outdated && !isBehind && (
        <Suspense fallback={null}><OutdatedNote at={post.updatedAt} onTakeSaved={takeSaved} onKeepOwn={() => state.rebase(post.updatedAt)} /></Suspense>
      )}
      <div className={classes.layout}>
        <div className={classes.stack}>
          <Suspense fallback={<Skeleton h={140} />}><AccountChoice chosen={draft.targets} platforms={byId} onToggle={toggle} /></Suspense>
          <Section title={c.text}>
            <Tabs value={tab} onChange={(value) => setShown(value ?? "main")} keepMounted={false}>
              <Tabs.List mb="md" aria-label={c.tabs}>
                <Tabs.Tab value="main">{c.main}</Tabs.Tab>
                {tabs.map((one) => <VersionTab key={one.key} tab={one} draft={draft} accounts={accounts} hasError={reportsOf(one).some((report) => report?.issues.some((issue) => issue.severity === "error"))} />)}
              </Tabs.List>
              <Tabs.Panel value="main">
                <MainVersion
                  draft={draft} change={change} reports={following.flatMap((one) => reportsOf(one).slice(0, 1)).filter((one) => one !== undefined)}
                  limits={following.filter((one, index) => following.findIndex((other) => other.platform === one.platform) === index)
                    .flatMap((one) => limitOf(caseOf(one)) ?? [])}
                />
              </Tabs.Panel>
              {tabs.map((one) => (
                <Tabs.Panel key={one.key} value={one.key}>
                  <Suspense fallback={<Skeleton h={240} />}>
                    <Version
                      draft={draft} change={change} tab={one} platform={byId.get(one.platform)} rules={rules(one.platform)}
                      account={accounts.get(one.connectionIds[0] ?? "")} reports={reportsOf(one)} fresh={check.fresh}
                    />
                  </Suspense>
                </Tabs.Panel>
              ))}
            </Tabs>
            <Suspense fallback={null}>
              <CampaignField draft={draft} onChange={(next) => change({ type: "set", change: next })} />
            </Suspense>
          </Section>
          <Section title={c.when}>
            <Suspense fallback={<Skeleton h={36} />}>
              <ScheduleField
                draft={draft} when={when} keeps={keeps} error={timeError} onWhen={setWhen}
                onChange={(next) => { setTimeError(undefined); change({ type: "set", change: next }); }}
              />
            </Suspense>
          </Section>
          <SendBar
            post={post} state={state} check={check} intent={when === "queue" && keeps ? "keep" : intents[when]} outdated={outdated}
            onTimeError={setTimeError} onSending={setSending}
          />
        </div>
        <aside className={classes.aside} aria-label={c.preview} tabIndex={0}>
          <Section title={c.preview} hint={c.previewNote}>
            <Suspense fallback={<Skeleton h={240} />}><Previews draft={draft} tabs={tab === "main" ? tabs : tabs.filter((one) => one.key === tab)} accounts={accounts} caseOf={caseOf} /></Suspense>
          </Section>
        </aside>
      </div>
      <LazyDialog wanted={startingOver}>
        <StartOverModal opened={startingOver} onSubmit={startOver} onClose={() => setStartingOver(false)} />
      </LazyDialog>
    </>
  );
}

interface TabProps {
  tab: VariantTab;
  draft: Draft;
  accounts: ReadonlyMap<string, Connection>;
  hasError: boolean | undefined;
}

function VersionTab({ tab, draft, accounts, hasError = false }: TabProps) {
  const account = accounts.get(tab.key);
  return (
    <Tabs.Tab value={tab.key} leftSection={<PlatformMark platform={tab.platform} size={14} labelled={false} />}>
      {account ? atHandle(account.handle) : platformName(tab.platform)}
      <Text span size="xs" c={hasError ? "var(--bad)" : "dimmed"} ml={6}>
        {hasError ? c.problems(1).replace(/^1 /, "") : isSame(variantOf(draft, tab.key)) ? c.same : c.own}
      </Text>
    </Tabs.Tab>
  );
}

interface PreviewsProps {
  draft: Draft;
  tabs: readonly VariantTab[];
  accounts: ReadonlyMap<string, Connection>;
  caseOf: (tab: VariantTab) => Case;
}

function Previews({ draft, tabs, accounts, caseOf }: PreviewsProps) {
  if (tabs.length === 0) return <EmptyState compact title={c.preview} body={c.previewEmpty} />;
  return (
    <div className={classes.stack}>
      {tabs.map((tab) => {
        const { title, thread, mediaIds } = effective(draft, variantOf(draft, tab.key));
        const { full, card } = publishedOf(caseOf(tab));
        return (
          <Preview
            key={tab.key} platform={tab.platform} connection={accounts.get(tab.connectionIds[0] ?? "")}
            content={full} title={title} thread={thread} mediaIds={mediaIds} card={card}
          />
        );
      })}
    </div>
  );
}
