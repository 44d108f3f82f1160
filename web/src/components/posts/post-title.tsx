import { Text, UnstyledButton } from "@mantine/core";
import { atHandle } from "@/lib/format";
import type { PlatformPost } from "@/services/wire";
import { PlatformMark } from "../platform-mark";
import { captionOf } from "./post-words";
import { Thumbnail } from "./thumbnail";
import classes from "./post-title.module.css";

interface Props {
  post: PlatformPost;
  /** Shown where posts of several accounts stand together. */
  handle?: string;
  onOpen: (post: PlatformPost) => void;
  note?: React.ReactNode;
}

/** Thumbnail, caption and account of a post; opens its details. */
export function PostTitle({ post, handle, onOpen, note }: Props) {
  const caption = captionOf(post);
  return (
    <UnstyledButton className={classes.button} onClick={() => onOpen(post)} aria-haspopup="dialog">
      <Thumbnail url={post.thumbnailUrl ?? post.mediaUrl} mediaType={post.mediaType} size={44} />
      <span className={classes.words}>
        <span className={classes.caption} dir="auto" data-none={post.caption ? undefined : true}>{caption}</span>
        <Text span size="xs" c="dimmed" className={classes.account}>
          {handle !== undefined && (
            <>
              <PlatformMark platform={post.platform} size={12} />
              <span className={classes.handle}>{atHandle(handle)}</span>
            </>
          )}
          {note}
        </Text>
      </span>
    </UnstyledButton>
  );
}
