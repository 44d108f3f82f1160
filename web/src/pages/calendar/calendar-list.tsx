import { Button, Stack, Text } from "@mantine/core";
import { PostRow } from "@/components/publishing/post-row";
import { Section } from "@/components/section";
import { isMovable } from "@/lib/calendar";
import { excerpt } from "@/lib/post-text";
import { calendarDay } from "@/lib/time";
import { k } from "@/strings/calendar";
import classes from "./calendar.module.css";
import type { Board } from "./calendar-grid";

/** The days that have posts, one under the other. */
export function CalendarList({ days, month, posts, problems, mayMove, onMove }: Board) {
  const filled = days.filter((day) => day.startsWith(month) && posts.has(day));
  return (
    <Stack gap="md">
      {filled.map((day) => (
        <Section key={day} flush title={calendarDay(day, true)}>
          {posts.get(day)?.map((post) => (
            <div key={post.id} className={classes.listed}>
              <div style={{ flex: 1, minWidth: 0 }}>
                <PostRow post={post} />
                {problems.get(post.id)?.map((one) => <Text key={one} size="xs" c="var(--bad)" px="md" pb={4}>{k.problems[one]}</Text>)}
              </div>
              {mayMove && isMovable(post) && (
                <Button size="compact-xs" variant="default" mr="md" onClick={() => onMove(post)} aria-label={k.moveOf(excerpt(post.content, 40))}>{k.move}</Button>
              )}
            </div>
          ))}
        </Section>
      ))}
    </Stack>
  );
}
