import { Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import classes from "@/components/composer/composer.module.css";
import type { Check } from "@/components/composer/use-check";
import type { DraftState, Keeping } from "@/components/composer/use-draft";
import { ErrorPanel } from "@/components/error-panel";
import { Badge } from "@/components/state-badge";
import { isTestUnclear, toInput, toPatch, type Intent } from "@/lib/draft";
import { notifyDone } from "@/lib/notify";
import { exactTime } from "@/lib/time";
import { instantOf, localOf } from "@/lib/wall-clock";
import { useZone } from "@/services/auth";
import { useCreatePost, usePublishPost, useUpdatePost } from "@/services/posts";
import { idempotencyKey } from "@/services/idempotency-key";
import { useLatestPost } from "@/services/latest-post";
import { useUploads } from "@/services/uploads";
import type { Post } from "@/services/wire";
import { c } from "@/strings/compose";

interface Props {
  post: Post | null;
  state: DraftState;
  check: Check;
  intent: Intent;
  /** Somebody has changed the post, and nobody has said yet which version counts. */
  outdated: boolean;
  onSending: (sending: boolean) => void;
  onTimeError: (error: string) => void;
}

/** What the server makes of it so far, whether it is kept, and the way out. */
export function SendBar({ post, state, check, intent, outdated, onTimeError, onSending }: Props) {
  const navigate = useNavigate();
  const { draft } = state;
  const create = useCreatePost();
  const update = useUpdatePost();
  const publish = usePublishPost();
  const [failure, setFailure] = useState<unknown>(null);
  const [asking, setAsking] = useState(false);
  const latest = useLatestPost();
  const busy = asking || create.isPending || update.isPending || publish.isPending;
  const uploading = useUploads().some((one) => one.state === "waiting" || one.state === "uploading" || one.state === "checking");
  // The same words sent again are the same post; other words are another.
  const sent = useRef({ words: "", key: "" });

  const done = (saved: Post, intent: Intent) => {
    state.forget();
    if (intent === "draft") notifyDone(c.savedDraft);
    else if (intent === "now") notifyDone(c.publishing);
    else notifyDone(c.scheduled(exactTime(saved.scheduledAt ?? "", saved.timezone ?? draft.timezone)));
    void navigate(`/posts/${saved.id}`);
  };

  const send = async (intent: Intent): Promise<Post> => {
    if (post) {
      const saved = await update.mutateAsync({ id: post.id, patch: toPatch(draft, intent) });
      state.rebase(saved.updatedAt);
      return intent === "now" ? publish.mutateAsync(saved.id) : saved;
    }
    const input = toInput(draft, intent);
    const words = JSON.stringify(input);
    if (sent.current.words !== words) sent.current = { words, key: idempotencyKey() };
    return create.mutateAsync({ input, key: sent.current.key });
  };

  /** What others have changed since is not overwritten: the page asks which version counts. */
  const sendUnlessOutdated = async (intent: Intent) => {
    if (post && (await latest(post.id)).updatedAt !== state.base) return;
    onSending(true);
    done(await send(intent), intent);
  };

  const submit = (intent: Intent) => {
    setFailure(null);
    if (intent === "schedule") {
      const at = instantOf(draft.scheduledLocal ?? "", draft.timezone);
      if (Number.isNaN(at) || at <= Date.now()) {
        onTimeError(Number.isNaN(at) ? c.dateNeeded : c.datePast);
        return;
      }
    }
    setAsking(true);
    sendUnlessOutdated(intent).catch(setFailure).finally(() => { setAsking(false); onSending(false); });
  };

  const blocked = outdated ? c.outdated.choose
    : draft.targets.length === 0 ? c.needsAccount
    : isTestUnclear(draft) ? c.testUnclear
    : intent === "draft" ? null
    : uploading ? c.uploading
    : check.errors > 0 ? c.fixFirst : null;
  return (
    <div>
      {failure !== null && <div style={{ marginBottom: 8 }}><ErrorPanel error={failure} onRetry={() => submit(intent)} /></div>}
      <div className={classes.foot}>
        <div>
          <Verdict check={check} blocked={blocked} chosen={draft.targets.length > 0} />
          <KeepingNote keeping={state.keeping} />
        </div>
        <Group gap="xs">
          {intent !== "draft" && (
            <Button variant="default" disabled={outdated || draft.targets.length === 0 || isTestUnclear(draft) || busy} onClick={() => submit("draft")}>{c.saveDraft}</Button>
          )}
          <Button loading={busy} disabled={blocked !== null} title={blocked ?? undefined} onClick={() => submit(intent)}>
            {intent === "draft" ? c.saveDraft : intent === "now" ? c.publish : c.schedule}
          </Button>
        </Group>
      </div>
    </div>
  );
}

function Verdict({ check, blocked, chosen }: { check: Check; blocked: string | null; chosen: boolean }) {
  return (
    <div role="status">
      {check.errors > 0 ? (
        <Badge icon={IconAlertTriangle} tone="bad" label={c.problems(check.errors)} />
      ) : check.failed ? (
        <Text size="xs" c="var(--warn)">{c.checkFailed}</Text>
      ) : blocked !== null ? (
        <Text size="sm" c="dimmed">{blocked}</Text>
      ) : check.checking ? (
        <Text size="sm" c="dimmed">{c.checking}</Text>
      ) : chosen && <Badge icon={IconCircleCheck} tone="ok" label={c.allGood} />}
    </div>
  );
}

function KeepingNote({ keeping }: { keeping: Keeping }) {
  const zone = useZone();
  if (keeping.kind === "untouched") return null;
  return (
    <Text size="xs" c={keeping.kind === "refused" ? "var(--warn)" : "dimmed"}>
      {keeping.kind === "refused" ? c.notKept : c.keptAt(localOf(keeping.at, zone).slice(11))}
    </Text>
  );
}
