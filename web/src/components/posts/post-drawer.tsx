import { Anchor, Drawer, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { atHandle } from "@/lib/format";
import type { PlatformPost } from "@/services/wire";
import { t } from "@/strings";
import { Num, Percent } from "../number";
import { platformName } from "../platform-icons";
import { PlatformMark } from "../platform-mark";
import { TimeText } from "../time-text";
import { mediaTypeName, metricsOf } from "./post-words";
import { Thumbnail } from "./thumbnail";

interface Props {
  post: PlatformPost | null;
  handle?: string;
  onClose: () => void;
}

/** Everything that is known of one post. */
export default function PostDrawer({ post, handle, onClose }: Props) {
  return (
    <Drawer
      opened={post !== null} onClose={onClose} position="right" size="md" title={t.posts.title}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      {post && <Details post={post} handle={handle} />}
    </Drawer>
  );
}

function Details({ post, handle }: { post: PlatformPost; handle?: string }) {
  return (
    <Stack gap="md">
      <Group gap="md" wrap="nowrap" align="flex-start">
        <Thumbnail url={post.thumbnailUrl ?? post.mediaUrl} mediaType={post.mediaType} size={112} />
        <Stack gap={4}>
          <Group gap={6}>
            <PlatformMark platform={post.platform} />
            <Text fw={500}>{handle ? atHandle(handle) : platformName(post.platform)}</Text>
          </Group>
          <Text size="sm">{mediaTypeName(post.mediaType)}</Text>
          <Text size="sm" component="div"><TimeText iso={post.postedAt} /></Text>
          {post.permalink && (
            <Anchor href={post.permalink} target="_blank" rel="noreferrer" size="sm" c="var(--accent-text)">
              {t.posts.open(platformName(post.platform))} <IconExternalLink size={14} aria-label={t.common.opensInNewTab} style={{ verticalAlign: -2 }} />
            </Anchor>
          )}
        </Stack>
      </Group>
      <Text dir="auto" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }} c={post.caption ? undefined : "dimmed"}>
        {post.caption ?? t.posts.noCaption}
      </Text>
      <SimpleGrid cols={3} spacing="md" component="dl" m={0}>
        {metricsOf(post).map((metric) => (
          <Fact key={metric.key} label={metric.label}><Num value={metric.value} /></Fact>
        ))}
        <Fact label={t.posts.engagement}><Percent value={post.engagementRate} /></Fact>
      </SimpleGrid>
    </Stack>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">{label}</Text>
      <Text component="dd" m={0} fw={600}>{children}</Text>
    </div>
  );
}
