import {
  siBluesky, siFacebook, siInstagram, siMastodon, siPinterest, siReddit, siThreads, siTiktok, siX,
  siYoutube,
} from "simple-icons";

export interface PlatformIcon {
  path: string;
  /** The platform's colour; null for black marks, which follow the text colour. */
  color: string | null;
}

const icon = ({ path, hex }: { path: string; hex: string }): PlatformIcon => ({
  path,
  color: hex === "000000" ? null : `#${hex}`,
});

/** LinkedIn has no icon in the set; it gets a plain letter mark like any unknown platform. */
export const platformIcons: Record<string, PlatformIcon | undefined> = {
  instagram: icon(siInstagram),
  instagram_facebook: icon(siInstagram),
  facebook: icon(siFacebook),
  tiktok: icon(siTiktok),
  youtube: icon(siYoutube),
  x: icon(siX),
  reddit: icon(siReddit),
  threads: icon(siThreads),
  pinterest: icon(siPinterest),
  bluesky: icon(siBluesky),
  mastodon: icon(siMastodon),
};

const letter_marks: Record<string, { letters: string; color: string } | undefined> = {
  linkedin: { letters: "in", color: "#0a66c2" },
};

export function letterMark(platform: string): { letters: string; color: string } {
  return letter_marks[platform] ?? { letters: platform.slice(0, 1).toUpperCase(), color: "#5c5c66" };
}

const names: Record<string, string | undefined> = {
  instagram: "Instagram", instagram_facebook: "Instagram via Facebook", facebook: "Facebook", tiktok: "TikTok", youtube: "YouTube", x: "X",
  linkedin: "LinkedIn", reddit: "Reddit", threads: "Threads", pinterest: "Pinterest",
  bluesky: "Bluesky", mastodon: "Mastodon",
};

/** The platform's name, for places that are drawn before the server's list is there. */
export function platformName(platform: string): string {
  return names[platform] ?? platform;
}
