import { Group, Stack, Text } from "@mantine/core";
import { EmptyState } from "@/components/empty-state";
import { platformName } from "@/components/platform-icons";
import { PlatformMark } from "@/components/platform-mark";
import { PostBadge } from "@/components/publishing/post-badge";
import { TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { hasVariants, variantColumns } from "@/lib/campaign-dates";
import { excerpt } from "@/lib/post-text";
import type { Post } from "@/services/wire";
import { k } from "@/strings/calendar";
import { p } from "@/strings/posts";
import classes from "./campaign.module.css";

const words = k.campaigns;

/** What a post says on each platform, beside what it says otherwise. */
export default function CampaignVersions({ posts }: { posts: readonly Post[] }) {
  const varied = posts.filter(hasVariants);
  if (varied.length === 0) return <EmptyState compact title={words.noVersions} body={words.noVersionsBody} />;
  return (
    <Stack gap="md">
      {varied.map((post) => (
        <Section key={post.id} title={excerpt(post.content, 60) || p.noText} aside={<Group gap="sm"><PostBadge status={post.status} /><TextLink to={`/posts/${post.id}`}>{p.page.title}</TextLink></Group>}>
          <div className={classes.columns}>
            {variantColumns(post).map(({ platform, content }, index) => (
              <div key={index} className={classes.column}>
                <Group gap={6} mb={4}>
                  {platform !== null && <PlatformMark platform={platform} size={14} labelled={false} />}
                  <Text size="xs" fw={600}>{platform === null ? words.mainText : platformName(platform)}</Text>
                </Group>
                <Text size="sm" dir="auto" c={content === null ? "dimmed" : undefined} className={classes.text}>{content ?? words.same}</Text>
              </div>
            ))}
          </div>
        </Section>
      ))}
    </Stack>
  );
}
