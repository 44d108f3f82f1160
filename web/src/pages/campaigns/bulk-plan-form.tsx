import { Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import AccountChoice from "@/components/composer/account-choice";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { Section } from "@/components/section";
import type { DraftTarget } from "@/lib/draft";
import { nextHour, plannedPosts, problemsOfPlan, type BulkPlan, type PlanProblem } from "@/lib/bulk-plan";
import { notifyDone } from "@/lib/notify";
import { exactTime, timeZones } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useZone } from "@/services/auth";
import { usePlatforms } from "@/services/platforms";
import { useBulkSchedule } from "@/services/posts";
import { idempotencyKey } from "@/services/idempotency-key";
import { k } from "@/strings/calendar";
import classes from "./campaign.module.css";

const words = k.plan;

/** Several posts at once: what will be scheduled when stands beside it before it is sent. */
export default function BulkPlanForm({ campaignId, onDone }: { campaignId: string; onDone: () => void }) {
  const zone = useZone();
  const now = useNow();
  const platforms = new Map((usePlatforms().data ?? []).map((one) => [one.id, one]));
  const [text, setText] = useState("");
  const [targets, setTargets] = useState<DraftTarget[]>([]);
  const [intervalHours, setInterval] = useState(24);
  const [startLocal, setStart] = useState(() => nextHour(Date.now(), zone));
  const [timezone, setTimezone] = useState(zone);
  const [problems, setProblems] = useState<PlanProblem[]>([]);
  const schedule = useBulkSchedule();
  const sent = useRef({ words: "", key: "" });

  const plan: BulkPlan = { text, connectionIds: targets.map((one) => one.connectionId), intervalHours, startLocal, timezone };
  const planned = plannedPosts(plan);
  const error = (...of: PlanProblem[]) => {
    const found = problems.find((one) => of.includes(one));
    return found && words.problems[found];
  };
  const toggle = (target: DraftTarget) => setTargets((before) =>
    before.some((one) => one.connectionId === target.connectionId)
      ? before.filter((one) => one.connectionId !== target.connectionId)
      : [...before, target]);

  const submit = () => {
    const found = problemsOfPlan(plan, now);
    setProblems(found);
    if (found.length > 0) return;
    const input = {
      campaignId,
      posts: planned.map(({ content }) => ({ content, targets: plan.connectionIds.map((connectionId) => ({ connectionId })) })),
      schedulingOptions: { intervalHours, startTime: startLocal, timezone },
    };
    const body = JSON.stringify(input);
    if (sent.current.words !== body) sent.current = { words: body, key: idempotencyKey() };
    schedule.mutate({ input, key: sent.current.key }, { onSuccess: ({ posts }) => { notifyDone(words.done(posts.length)); onDone(); } });
  };

  return (
    <form className={classes.plan} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="md">
        <Section title={words.texts}>
          <Textarea
            aria-label={words.texts} description={words.textsHint} autosize minRows={6} maxRows={20} dir="auto" value={text} error={error("texts", "tooMany")}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Section>
        <div>
          <AccountChoice chosen={targets} platforms={platforms} textAlone onToggle={toggle} />
          {error("accounts") && <Text size="xs" c="var(--bad)" role="alert" mt={4}>{error("accounts")}</Text>}
        </div>
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <TextInput type="datetime-local" miw={190} label={words.start} value={startLocal} error={error("start", "past")} onChange={(event) => setStart(event.currentTarget.value)} />
          <Select miw={160} searchable label={words.zone} data={timeZones()} value={timezone} onChange={(next) => setTimezone(next ?? zone)} />
          <NumberInput
            miw={160} label={words.interval} description={words.intervalHint} min={0} max={8760} decimalScale={2} value={intervalHours} error={error("interval")}
            onChange={(next) => setInterval(typeof next === "number" ? next : NaN)}
          />
        </Group>
      </Stack>
      <Section title={words.preview}>
        {planned.length === 0 ? <EmptyState compact title={words.preview} body={words.previewEmpty} /> : (
          <ol className={classes.planned}>
            {planned.map((one, index) => (
              <li key={index} aria-label={words.row(index + 1)}>
                <Text size="sm" c="dimmed">{exactTime(one.at, timezone)}</Text>
                <Text size="sm" dir="auto" lineClamp={2} className={classes.text}>{one.content}</Text>
              </li>
            ))}
          </ol>
        )}
        {schedule.isError && (
          <Stack gap={4} mt="sm"><ErrorPanel error={schedule.error} /><Text size="xs" c="dimmed">{words.nothing}</Text></Stack>
        )}
        <Group justify="flex-end" mt="md"><Button type="submit" loading={schedule.isPending} disabled={planned.length === 0}>{words.submit(planned.length)}</Button></Group>
      </Section>
    </form>
  );
}
