import { Skeleton, Stack, Text } from "@mantine/core";
import { IconTrophy } from "@tabler/icons-react";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { Num, Percent } from "@/components/number";
import { TextLink } from "@/components/router-link";
import { Section } from "@/components/section";
import { Badge } from "@/components/state-badge";
import { excerpt } from "@/lib/post-text";
import { barWidth, bestOf, knownCounts, type Count } from "@/lib/variants";
import { useCampaignVariants } from "@/services/campaigns";
import type { CampaignVariants, Post, VariantResult } from "@/services/wire";
import { p } from "@/strings/posts";
import { v } from "@/strings/variants";
import classes from "./campaign-tests.module.css";

interface Props {
  campaignId: string;
  /** Of the campaign; for the words beside the figures. */
  posts: readonly Post[];
}

/** The tests of a campaign: what each variant did, side by side, with the best one marked. */
export default function CampaignTests({ campaignId, posts }: Props) {
  const query = useCampaignVariants(campaignId);
  if (query.isPending) return <Skeleton h={240} />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) return <EmptyState compact title={v.empty} body={v.emptyBody} />;
  return (
    <Stack gap="md">
      {query.data.map((test) => <Test key={test.group} test={test} posts={posts.filter((one) => one.variantGroup === test.group)} />)}
    </Stack>
  );
}

function Test({ test: { group, variants }, posts }: { test: CampaignVariants; posts: readonly Post[] }) {
  const best = bestOf(variants);
  const known = knownCounts(variants);
  return (
    <Section flush title={group} hint={v.hint}>
      <div className={classes.scroll} role="region" aria-label={v.figuresOf(group)} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{v.figure}</th>
              {variants.map(({ variant }) => (
                <th key={variant} scope="col">
                  <span className={classes.name}>
                    {v.label(variant)}
                    {best?.variant === variant && <Badge icon={IconTrophy} tone="ok" label={v.best} />}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{v.texts}</th>
              {variants.map(({ variant }) => <td key={variant}><Texts posts={posts.filter((one) => one.variant === variant)} /></td>)}
            </tr>
            <tr>
              <th scope="row">{v.posts}</th>
              {variants.map((one) => <td key={one.variant}>{v.postsOf(one)}</td>)}
            </tr>
            {known.map((name) => <Figures key={name} name={name} variants={variants} best={best?.variant} />)}
          </tbody>
        </table>
      </div>
      <Text size="xs" c="dimmed" px="md" py="sm">
        {known.length === 0 ? v.noFigures : best ? v.bestBy[best.by] : v.noBest}
      </Text>
    </Section>
  );
}

function Figures({ name, variants, best }: { name: Count; variants: readonly VariantResult[]; best: string | undefined }) {
  const all = variants.map((one) => one[name]);
  return (
    <tr>
      <th scope="row">{v.counts[name]}</th>
      {variants.map((one) => (
        <td key={one.variant}>
          {name === "engagementRate" ? <Percent value={one[name]} /> : <Num value={one[name]} />}
          {all.some(Boolean) && (
            <span className={classes.track} aria-hidden>
              <span className={classes.bar} data-best={one.variant === best || undefined} style={{ width: `${barWidth(one[name], all)}%` }} />
            </span>
          )}
        </td>
      ))}
    </tr>
  );
}

const texts_max = 3;

function Texts({ posts }: { posts: readonly Post[] }) {
  return (
    <Stack gap={4}>
      {posts.slice(0, texts_max).map((post) => (
        <TextLink key={post.id} to={`/posts/${post.id}`} className={classes.words}>{excerpt(post.content, 80) || p.noText}</TextLink>
      ))}
    </Stack>
  );
}
