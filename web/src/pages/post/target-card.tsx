import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconExternalLink } from "@tabler/icons-react";
import { AccountAvatar } from "@/components/account-avatar";
import { useConnect } from "@/components/connect/connect-context";
import { platformName } from "@/components/platform-icons";
import { TargetBadge } from "@/components/publishing/post-badge";
import { ButtonLink } from "@/components/router-link";
import { TimeText } from "@/components/time-text";
import { accountName } from "@/lib/account-name";
import { atHandle } from "@/lib/format";
import { notifyDone, notifyError } from "@/lib/notify";
import { useRetryPost } from "@/services/posts";
import type { Attempt, Connection, Post, Target } from "@/services/wire";
import { t } from "@/strings";
import { p } from "@/strings/posts";
import { AttentionChoice } from "./attention-choice";
import classes from "./post-page.module.css";
import { Timeline } from "./timeline";

const words = p.page;

interface Props {
  post: Post;
  target: Target;
  connection: Connection | undefined;
  lines: readonly Attempt[];
  mayWrite: boolean;
}

/** The post on one account: how it is doing, why, and what to do about it. */
export function TargetCard({ post, target, connection, lines, mayWrite }: Props) {
  const name = connection ? atHandle(connection.handle) : p.unknownAccount;
  const platform = platformName(target.platform);
  const own = [
    target.content !== null && target.content !== post.content ? words.ownText : null,
    target.link !== null && target.link !== post.link ? words.ownLink : null,
    target.mediaIds !== null ? words.ownMedia : null,
  ].filter((one) => one !== null);
  return (
    <article className={classes.target} aria-label={`${platform} ${name}`}>
      <div className={classes.head}>
        <AccountAvatar platform={target.platform} name={connection ? accountName(connection) : platform} url={connection?.avatarUrl} />
        <div className={classes.name}>
          <Text size="sm" fw={500} truncate>{name}</Text>
          <Text size="xs" c="dimmed">{own.length > 0 ? own.join(", ") : words.same}</Text>
        </div>
        <TargetBadge status={target.status} />
        {target.permalink !== null && (
          <Anchor href={target.permalink} target="_blank" rel="noreferrer" size="sm" c="var(--accent-text)">
            {words.open(platform)} <IconExternalLink size={14} aria-label={t.common.opensInNewTab} style={{ verticalAlign: -2 }} />
          </Anchor>
        )}
      </div>
      {target.content !== null && target.content !== post.content && <Text size="sm" dir="auto" className={classes.text}>{target.content}</Text>}
      {target.status === "processing" && <Text size="xs" c="dimmed">{words.processing}</Text>}
      {target.nextTryAt !== null && target.attempts > 0 && target.status !== "published" && (
        <Text size="xs" c="dimmed" component="div">{words.nextTry} <TimeText iso={target.nextTryAt} /></Text>
      )}
      {target.error && <Failure post={post} target={target} mayWrite={mayWrite} />}
      {target.status === "needs_attention" && (
        mayWrite ? <AttentionChoice postId={post.id} target={target} /> : <Text size="xs" c="dimmed">{p.attention.othersLook}</Text>
      )}
      <Timeline lines={lines} label={words.timelineOf(name)} />
    </article>
  );
}

const account_codes = new Set(["needs_reauth", "access_token_invalid", "scope_not_authorized"]);

/** The reason, with what to do next as a button. */
function Failure({ post, target, mayWrite }: Pick<Props, "post" | "target" | "mayWrite">) {
  const connect = useConnect();
  const retry = useRetryPost();
  const { error } = target;
  if (!error) return null;
  const run = () => retry.mutate(
    { id: post.id, targets: [{ targetId: target.id, action: "retry" }] },
    { onSuccess: () => notifyDone(words.retrying), onError: notifyError },
  );
  return (
    <Alert variant="default" color="red" icon={<IconAlertTriangle color="var(--bad)" aria-hidden />}>
      <Text size="sm" className={classes.message}>{error.message}</Text>
      {error.field !== null && <Text size="xs" c="dimmed">{words.atField(error.field)}</Text>}
      {mayWrite && (
        <Group gap="xs" mt="xs">
          {account_codes.has(error.code) && (
            <Button size="compact-sm" variant="default" onClick={() => connect.start(target.platform)}>{words.reconnect}</Button>
          )}
          {error.field !== null && post.status === "scheduled" && (
            <ButtonLink to={`/posts/${post.id}/edit`} size="compact-sm" variant="default">{words.changePost}</ButtonLink>
          )}
          {target.status === "failed" && <Button size="compact-sm" variant="default" loading={retry.isPending} onClick={run}>{words.retry}</Button>}
        </Group>
      )}
    </Alert>
  );
}
