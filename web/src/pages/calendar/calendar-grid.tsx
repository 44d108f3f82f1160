import { ActionIcon, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { TextLink } from "@/components/router-link";
import type { Problem } from "@/lib/calendar";
import { calendarDay } from "@/lib/time";
import type { Post } from "@/services/wire";
import { k } from "@/strings/calendar";
import { t } from "@/strings";
import { CalendarPost } from "./calendar-post";
import classes from "./calendar.module.css";

export interface Board {
  days: readonly string[];
  /** "2026-11": days of other months are faint. */
  month: string;
  today: string;
  zone: string;
  posts: ReadonlyMap<string, Post[]>;
  problems: ReadonlyMap<string, Problem[]>;
  mayMove: boolean;
  onMove: (post: Post) => void;
  onDrop: (id: string, day: string) => void;
}

const shown_max = 4;
export const drag_type = "application/x-rostrum-post";

/** Weeks under each other; a post is dragged to another day, or moved with the keyboard. */
export function CalendarGrid({ tall, ...board }: Board & { tall: boolean }) {
  return (
    <div className={classes.scroll} role="region" aria-label={k.title} tabIndex={0}>
      <div className={classes.weekdays} aria-hidden>
        {t.bestTimes.daysLong.map((name) => <span key={name}>{name.slice(0, 3)}</span>)}
      </div>
      <div className={classes.grid} data-tall={tall || undefined}>
        {board.days.map((day) => <Day key={day} day={day} tall={tall} {...board} />)}
      </div>
    </div>
  );
}

function Day({ day, tall, month, today, zone, posts, problems, mayMove, onMove, onDrop }: Board & { day: string; tall: boolean }) {
  const [over, setOver] = useState(false);
  const here = posts.get(day) ?? [];
  const shown = tall ? here : here.slice(0, shown_max);
  const words = calendarDay(day);
  return (
    <section
      className={classes.day} aria-label={k.dayLabel(words, here.length)} data-over={over || undefined}
      data-other={(!tall && day.slice(0, 7) !== month) || undefined} data-today={day === today || undefined} data-day={day}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(drag_type)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const id = event.dataTransfer.getData(drag_type);
        if (id === "") return;
        event.preventDefault();
        onDrop(id, day);
      }}
    >
      <div className={classes.dayHead}>
        <Text size="xs" component="span" className={classes.number}>{Number(day.slice(8))}</Text>
        {mayMove && day >= today && (
          <ActionIcon component={Link} to={`/posts/new?at=${day}T09:00`} size={20} className={classes.add} aria-label={k.addOn(words)}><IconPlus size={14} aria-hidden /></ActionIcon>
        )}
      </div>
      {shown.map((post) => (
        <CalendarPost key={post.id} post={post} zone={zone} problems={problems.get(post.id) ?? []} mayMove={mayMove} onMove={onMove} />
      ))}
      {here.length > shown.length && <TextLink size="xs" to={`/calendar?view=week&day=${day}`}>{k.more(here.length - shown.length)}</TextLink>}
    </section>
  );
}
