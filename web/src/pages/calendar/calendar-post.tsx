import { IconAlertTriangle, IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { Link } from "react-router";
import { PlatformMarks } from "@/components/publishing/platform-marks";
import { isMovable, timeOf, type Problem } from "@/lib/calendar";
import { excerpt } from "@/lib/post-text";
import { localOf } from "@/lib/wall-clock";
import type { Post } from "@/services/wire";
import { k } from "@/strings/calendar";
import { p } from "@/strings/posts";
import classes from "./calendar.module.css";
import { drag_type } from "./calendar-grid";

interface Props {
  post: Post;
  zone: string;
  problems: readonly Problem[];
  mayMove: boolean;
  onMove: (post: Post) => void;
}

/** A post in its day: time, platforms, first words; what is wrong as icon and words. */
export function CalendarPost({ post, zone, problems, mayMove, onMove }: Props) {
  const at = timeOf(post);
  const text = excerpt(post.content, 60);
  const movable = mayMove && isMovable(post);
  const troubles = problems.map((one) => k.problems[one]).join(". ");
  return (
    <Link
      to={`/posts/${post.id}`} className={classes.post} draggable={movable} data-status={post.status} data-problem={problems.length > 0 || undefined}
      title={[text, p.status[post.status], troubles].filter(Boolean).join(" · ")} aria-keyshortcuts={movable ? "M" : undefined}
      onDragStart={(event) => {
        if (!movable) return;
        event.dataTransfer.setData(drag_type, post.id);
        event.dataTransfer.effectAllowed = "move";
      }}
      onKeyDown={(event) => {
        if (!movable || event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        onMove(post);
      }}
    >
      <span className={classes.postHead}>
        {at !== null && <span>{localOf(at, zone).slice(11)}</span>}
        <PlatformMarks targets={post.targets} size={12} />
        {problems.length > 0 ? <IconAlertTriangle size={12} color="var(--bad)" aria-hidden />
          : post.status === "published" ? <IconCircleCheck size={12} color="var(--ok)" aria-hidden />
          : post.status === "publishing" && <IconRefresh size={12} color="var(--accent-text)" aria-hidden />}
      </span>
      <span className={classes.postText} dir="auto">{text === "" ? p.noText : text}</span>
      <span className="visually-hidden">{p.status[post.status]}. {troubles}</span>
    </Link>
  );
}
