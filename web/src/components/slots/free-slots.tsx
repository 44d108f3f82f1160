import { Group, Skeleton, Text } from "@mantine/core";
import { exactTime, shortTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useZone } from "@/services/auth";
import { useFreeSlots } from "@/services/posting-slots";
import { s } from "@/strings/slots";
import classes from "./slots.module.css";

const shown = 3;

/** When the next posts without a time would go out. */
export function FreeSlots({ campaignId }: { campaignId: string | null }) {
  const now = useNow();
  const zone = useZone();
  const free = useFreeSlots(campaignId, shown);
  if (free.isPending) return <Skeleton h={24} w={260} />;
  if (!free.data) return null;
  return (
    <Group gap="xs" role="group" aria-label={s.next}>
      <Text size="xs" c="dimmed">{free.data.length === 0 ? s.noneFree : s.next}</Text>
      {free.data.map(({ slotId, at }) => (
        <time key={`${slotId} ${at}`} dateTime={at} title={exactTime(at, zone)} className={classes.free}>{shortTime(at, zone, now)}</time>
      ))}
    </Group>
  );
}
