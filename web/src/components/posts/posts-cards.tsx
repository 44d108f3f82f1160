import { Group, Text } from "@mantine/core";
import { IconEye, IconHeart, IconMessageCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { PlatformPost } from "@/services/wire";
import { t } from "@/strings";
import { Num, Percent } from "../number";
import { TimeText } from "../time-text";
import { PostTitle } from "./post-title";
import { useLongList } from "./use-long-list";

interface Props {
  posts: PlatformPost[];
  handles: ReadonlyMap<string, string> | null;
  onEnd: () => void;
  onOpen: (post: PlatformPost) => void;
}

const card_height = 96;

/** The same list for narrow windows. */
export default function PostsCards({ posts, handles, onEnd, onOpen }: Props) {
  const { anchor, items, before, after } = useLongList(posts.length, card_height, onEnd);
  return (
    <div role="list" aria-label={t.posts.table} ref={anchor} style={{ paddingTop: before, paddingBottom: after }}>
      {items.map((index) => {
        const post = posts[index];
        return post && (
          <div
            key={post.id} role="listitem"
            style={{ height: card_height, padding: "10px 16px", borderTop: "1px solid var(--line)" }}
          >
            <PostTitle post={post} handle={handles?.get(post.connectionId)} onOpen={onOpen} note={<TimeText iso={post.postedAt} show="exact" />} />
            <Group gap="md" mt={8} pl={56} wrap="nowrap">
              <Count icon={<IconEye size={14} role="img" aria-label={t.posts.views} />} value={post.viewCount} />
              <Count icon={<IconHeart size={14} role="img" aria-label={t.posts.likes} />} value={post.likeCount} />
              <Count icon={<IconMessageCircle size={14} role="img" aria-label={t.posts.comments} />} value={post.commentCount} />
              <Text size="xs" c="dimmed" ml="auto" aria-label={t.posts.engagement}><Percent value={post.engagementRate} /></Text>
            </Group>
          </div>
        );
      })}
    </div>
  );
}

function Count({ icon, value }: { icon: ReactNode; value: number | null }) {
  return (
    <Text span size="xs" c="dimmed" style={{ display: "inline-flex", alignItems: "center", gap: 4 }}>
      {icon}
      <Num value={value} />
    </Text>
  );
}
