import { Text } from "@mantine/core";
import { exactTime, relativeTime, shortTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useZone } from "@/services/auth";

interface Props {
  iso: string;
  /** "both": exact first, relative beside it. The zone and year are always in the tooltip. */
  show?: "both" | "exact" | "relative";
}

export function TimeText({ iso, show = "both" }: Props) {
  const zone = useZone();
  const now = useNow();
  const relative = relativeTime(iso, now);
  return (
    <time dateTime={iso} title={exactTime(iso, zone)}>
      {show !== "relative" && <span style={{ whiteSpace: "nowrap" }}>{shortTime(iso, zone, now)}</span>}
      {show === "both" && " "}
      {show !== "exact" && (
        <Text span inherit c={show === "both" ? "dimmed" : undefined} style={{ whiteSpace: "nowrap" }}>
          {relative}
        </Text>
      )}
    </time>
  );
}
