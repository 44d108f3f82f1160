import { Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { TimeText } from "@/components/time-text";
import { duration } from "@/lib/time";
import { outcomeText, stepText, toneOfLine } from "@/lib/timeline";
import type { Attempt } from "@/services/wire";
import { p } from "@/strings/posts";
import classes from "./post-page.module.css";

const words = p.page;
const shown_at_first = 3;

/** Each step, answer and wait, oldest first; of a long one the last lines until it is unfolded. */
export function Timeline({ lines, label }: { lines: readonly Attempt[]; label: string }) {
  const [opened, { toggle }] = useDisclosure(false);
  if (lines.length === 0) return <Text size="xs" c="dimmed">{words.timelineEmpty}</Text>;
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  const tries = lines.at(-1)?.attempt ?? 1;
  return (
    <>
      <UnstyledButton onClick={toggle} aria-expanded={opened}>
        <Text size="xs" c="dimmed"><Chevron size={14} style={{ verticalAlign: -2 }} aria-hidden /> {words.timeline} · {words.tries(tries)}</Text>
      </UnstyledButton>
      <ol className={classes.timeline} aria-label={label}>
        {(opened ? lines : lines.slice(-shown_at_first)).map((line) => (
          <li key={line.id} className={classes.line} data-tone={toneOfLine(line)}>
            {stepText(line.step)}: {outcomeText(line.outcome)}
            <Text span size="xs" c="dimmed" ml={8}>
              <TimeText iso={line.at} show="exact" />
              {line.durationMs >= 1000 && <> · {words.took(duration(line.durationMs))}</>}
              {tries > 1 && <> · {words.try(line.attempt)}</>}
            </Text>
            {(line.message ?? line.note) !== null && <Text size="xs" c="dimmed" className={classes.message}>{line.message ?? line.note}</Text>}
          </li>
        ))}
      </ol>
    </>
  );
}
