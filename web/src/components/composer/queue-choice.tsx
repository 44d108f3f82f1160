import { Group, Skeleton, Text } from "@mantine/core";
import { ErrorPanel } from "@/components/error-panel";
import { ButtonLink, TextLink } from "@/components/router-link";
import { exactTime, relativeTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useZone } from "@/services/auth";
import { useFreeSlots } from "@/services/posting-slots";
import { s } from "@/strings/slots";

interface Props {
  campaignId: string | null;
  /** When it goes out by the slot it has already. */
  keeps: string | null;
}

/** Which time the next free slot is, or how to get one. */
export default function QueueChoice({ campaignId, keeps }: Props) {
  const now = useNow();
  const zone = useZone();
  const free = useFreeSlots(campaignId, 1);
  const next = keeps ?? free.data?.[0]?.at;
  const slots = campaignId === null ? "/calendar?slots=open" : `/campaigns/${campaignId}?tab=slots`;
  if (!next && free.isPending) return <Skeleton h={24} w={280} role="status" aria-label={s.choosing} />;
  if (!next && free.isError) return <ErrorPanel error={free.error} onRetry={() => void free.refetch()} />;
  if (!next) {
    return (
      <Group justify="space-between" gap="sm" role="status">
        <div style={{ flex: 1, minWidth: 200 }}>
          <Text size="sm" fw={500}>{s.none}</Text>
          <Text size="sm" c="dimmed">{s.noneBody}</Text>
        </div>
        <ButtonLink to={slots} size="xs" variant="default">{s.addSome}</ButtonLink>
      </Group>
    );
  }
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" role="status">
        {keeps ? s.keeps : s.goesOut} <Text span inherit fw={500}>{exactTime(next, zone)}</Text>{" "}
        <Text span inherit c="dimmed">{relativeTime(next, now)}</Text>
      </Text>
      <TextLink to={slots}>{s.change}</TextLink>
    </Group>
  );
}
