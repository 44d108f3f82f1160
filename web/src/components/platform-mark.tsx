import { letterMark, platformIcons, platformName } from "./platform-icons";

interface Props {
  platform: string;
  size?: number;
  /** False where the platform's name stands beside the mark anyway. */
  labelled?: boolean;
}

/** The platform's icon in its colour. The only place where a platform's colour is used. */
export function PlatformMark({ platform, size = 16, labelled = true }: Props) {
  const icon = platformIcons[platform];
  const label = labelled
    ? ({ role: "img", "aria-label": platformName(platform) } as const)
    : ({ "aria-hidden": true } as const);
  if (!icon) {
    const { letters, color } = letterMark(platform);
    return (
      <svg viewBox="0 0 24 24" width={size} height={size} style={{ flexShrink: 0 }} {...label}>
        <rect width="24" height="24" rx="4" fill={color} />
        <text x="12" y="17.5" textAnchor="middle" fontSize="15" fontWeight="700" fill="#fff">
          {letters}
        </text>
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} style={{ flexShrink: 0 }} {...label}>
      <path d={icon.path} fill={icon.color ?? "currentColor"} />
    </svg>
  );
}
