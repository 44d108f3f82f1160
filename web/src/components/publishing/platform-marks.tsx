import { Group } from "@mantine/core";
import { PlatformMark } from "@/components/platform-mark";
import type { Target } from "@/services/wire";

/** Where a post goes, each platform once. */
export function PlatformMarks({ targets, size = 14 }: { targets: readonly Pick<Target, "platform">[]; size?: number }) {
  const platforms = [...new Set(targets.map((one) => one.platform))];
  return (
    <Group gap={4} wrap="nowrap" component="span">
      {platforms.map((one) => <PlatformMark key={one} platform={one} size={size} />)}
    </Group>
  );
}
