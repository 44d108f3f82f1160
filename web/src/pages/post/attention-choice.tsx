import { Alert, Button, Text, TextInput } from "@mantine/core";
import { IconEyeQuestion } from "@tabler/icons-react";
import { useState } from "react";
import { ErrorPanel } from "@/components/error-panel";
import { platformName } from "@/components/platform-icons";
import { notifyDone } from "@/lib/notify";
import { isPermalink, permalink_max } from "@/lib/permalink";
import { useRetryPost } from "@/services/posts";
import type { Target } from "@/services/wire";
import { p } from "@/strings/posts";
import classes from "./post-page.module.css";

const words = p.attention;

/** Nobody knows whether it is published: somebody looks, and says what they see. */
export function AttentionChoice({ postId, target }: { postId: string; target: Target }) {
  const retry = useRetryPost();
  const [permalink, setPermalink] = useState("");
  const [bad, setBad] = useState(false);
  const platform = platformName(target.platform);

  const mark = () => {
    const address = permalink.trim();
    if (address !== "" && !isPermalink(address)) {
      setBad(true);
      return;
    }
    retry.mutate(
      { id: postId, targets: [{ targetId: target.id, action: "mark_published", ...(address === "" ? {} : { permalink: address }) }] },
      { onSuccess: () => notifyDone(words.marked) },
    );
  };
  const again = () => retry.mutate(
    { id: postId, targets: [{ targetId: target.id, action: "retry" }] },
    { onSuccess: () => notifyDone(p.page.retrying) },
  );

  return (
    <Alert variant="default" color="yellow" icon={<IconEyeQuestion color="var(--warn)" aria-hidden />} title={words.title(platform)}>
      <Text size="sm" mb="sm">{words.body(platform)}</Text>
      {retry.isError && <div style={{ marginBottom: 12 }}><ErrorPanel error={retry.error} /></div>}
      <div className={classes.choices}>
        <form className={classes.choice} noValidate onSubmit={(event) => { event.preventDefault(); mark(); }}>
          <Text size="sm" fw={500}>{words.isThere}</Text>
          <Text size="xs" c="dimmed">{words.isThereBody}</Text>
          <TextInput
            size="xs" label={words.permalink} description={words.permalinkHint} value={permalink} inputMode="url" maxLength={permalink_max} error={bad ? words.permalinkBad : undefined}
            onChange={(event) => { setPermalink(event.currentTarget.value); setBad(false); }}
          />
          <Button type="submit" size="xs" variant="default" disabled={retry.isPending}>{words.mark}</Button>
        </form>
        <div className={classes.choice}>
          <Text size="sm" fw={500}>{words.isNot}</Text>
          <Text size="xs" c="dimmed">{words.isNotBody}</Text>
          <Button size="xs" variant="default" disabled={retry.isPending} onClick={again}>{words.again}</Button>
        </div>
      </div>
    </Alert>
  );
}
