import { Button, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { Section } from "@/components/section";
import { TimeText } from "@/components/time-text";
import { useCampaignMessages, useSendMessage } from "@/services/campaigns";
import { t } from "@/strings";
import { k } from "@/strings/calendar";
import classes from "./campaign.module.css";

const words = k.campaigns;

/** The conversation about a campaign, newest first. */
export function CampaignMessages({ campaignId, mayWrite }: { campaignId: string; mayWrite: boolean }) {
  const query = useCampaignMessages(campaignId);
  const messages = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Section flush title={words.messages}>
      {mayWrite && <Writer campaignId={campaignId} />}
      {query.isPending ? <Skeleton h={120} m="md" />
        : query.isError && messages.length === 0 ? <div style={{ padding: 16 }}><ErrorPanel error={query.error} onRetry={() => void query.refetch()} /></div>
        : messages.length === 0 ? <EmptyState compact title={words.noMessages} body={words.noMessagesBody} />
        : messages.map((one) => (
          <article key={one.id} className={classes.message}>
            <Text size="sm" fw={600} component="div">
              {one.author} <Text span size="xs" c="dimmed" fw={400}>{one.role === "user" ? "" : `${words.roles[one.role]} · `}<TimeText iso={one.createdAt} /></Text>
            </Text>
            <Text size="sm" dir="auto" className={classes.text}>{one.content}</Text>
          </article>
        ))}
      {query.hasNextPage && (
        <div style={{ padding: 16 }}><Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t.common.loadMore}</Button></div>
      )}
    </Section>
  );
}

function Writer({ campaignId }: { campaignId: string }) {
  const [text, setText] = useState("");
  const send = useSendMessage(campaignId);
  const submit = () => {
    if (text.trim() !== "") send.mutate(text.trim(), { onSuccess: () => setText("") });
  };
  return (
    <form style={{ padding: "0 16px 16px" }} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="xs" align="flex-start">
        <Textarea w="100%" aria-label={words.write} placeholder={words.write} autosize minRows={2} maxRows={10} maxLength={20_000} dir="auto" value={text} onChange={(event) => setText(event.currentTarget.value)} />
        {send.isError && <ErrorPanel error={send.error} />}
        <Button type="submit" size="xs" variant="default" disabled={text.trim() === ""} loading={send.isPending}>{words.send}</Button>
      </Stack>
    </form>
  );
}
