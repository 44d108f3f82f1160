import { Text } from "@mantine/core";
import { Link } from "react-router";
import { TimeText } from "@/components/time-text";
import { excerpt } from "@/lib/post-text";
import type { Post } from "@/services/wire";
import { p } from "@/strings/posts";
import { PlatformMarks } from "./platform-marks";
import { PostBadge } from "./post-badge";
import classes from "./post-row.module.css";

/** A post on one line: what it says, where it goes, when, and how it is doing. */
export function PostRow({ post }: { post: Post }) {
  const at = post.publishedAt ?? post.scheduledAt;
  const text = excerpt(post.content);
  return (
    <Link to={`/posts/${post.id}`} className={classes.row}>
      <div className={classes.words}>
        <Text size="sm" fw={500} truncate dir="auto">{text === "" ? p.noText : text}</Text>
        <Text size="xs" c="dimmed" component="div" className={classes.line}>
          <PlatformMarks targets={post.targets} />
          {at === null ? p.page.noTime : <TimeText iso={at} />}
        </Text>
      </div>
      <PostBadge status={post.status} />
    </Link>
  );
}
