import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { Link, useNavigate } from "react-router";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { LazyDialog } from "@/components/lazy-dialog";
import { PageHeader } from "@/components/page-header";
import row from "@/components/publishing/post-row.module.css";
import { Section } from "@/components/section";
import { campaignDates } from "@/lib/campaign-dates";
import { useMay, useZone } from "@/services/auth";
import { useCampaigns } from "@/services/campaigns";
import type { Campaign } from "@/services/wire";
import { k } from "@/strings/calendar";
import { CampaignBadge } from "./campaign-badge";

const CampaignModal = lazy(() => import("./campaign-modal"));

const words = k.campaigns;

export default function CampaignsPage() {
  const campaigns = useCampaigns();
  const mayWrite = useMay("connect");
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const button = mayWrite && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>{words.create}</Button>;
  return (
    <>
      <PageHeader title={words.title}>{campaigns.data && campaigns.data.length > 0 && button}</PageHeader>
      {campaigns.isPending ? (
        <Stack gap="xs"><Skeleton h={60} /><Skeleton h={60} /><Skeleton h={60} /></Stack>
      ) : campaigns.isError && !campaigns.data ? (
        <ErrorPanel error={campaigns.error} onRetry={() => void campaigns.refetch()} />
      ) : campaigns.data.length === 0 ? (
        <EmptyState title={words.empty} body={words.emptyBody} action={button} />
      ) : (
        <Section flush title={words.title}>{campaigns.data.map((one) => <Row key={one.id} campaign={one} />)}</Section>
      )}
      <LazyDialog wanted={creating}>
        <CampaignModal opened={creating} campaign={null} onClose={() => setCreating(false)} onSaved={(saved) => void navigate(`/campaigns/${saved.id}`)} />
      </LazyDialog>
    </>
  );
}

function Row({ campaign }: { campaign: Campaign }) {
  const zone = useZone();
  return (
    <Link to={`/campaigns/${campaign.id}`} className={row.row}>
      <div className={row.words}>
        <Text size="sm" fw={500} truncate>{campaign.name}</Text>
        <Text size="xs" c="dimmed" truncate>{[campaignDates(campaign, zone), campaign.description].filter(Boolean).join(" · ")}</Text>
      </div>
      <CampaignBadge status={campaign.status} />
    </Link>
  );
}
