// What is published in a chaos run: by which accounts, with which files, how often each kind.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * What each platform takes of the posts, how many of those carry a file, and who publishes: as many accounts as the platform's
 * daily limits of one account ask for. YouTube and TikTok have no posts without one.
 */
export const plan = [
  { platform: "x", share: 0.26, media: 0.12, accounts: ["ada_loafs", "emoji_lab", "dar_alhikma", "quiet_newcomer"] },
  { platform: "linkedin", share: 0.18, media: 0.12, accounts: ["nina-neumann", "ada-lindqvist", "emi-tanaka", "yusuf-haddad"], pick: /organization/ },
  { platform: "facebook", share: 0.3, media: 0.12, accounts: ["bianca.blank", "wanda.workshop", "tina.tiny"] },
  { platform: "instagram", share: 0.17, media: 1, accounts: ["blank.canvas", "tiny.pottery", "quiet.cellar", "half.there", "sunny.side.emoji", "mind.the.gaps", "ada.bakes", "northwind.outdoor"] },
  { platform: "tiktok", share: 0.06, media: 1, accounts: ["ada.loafs", "northpeak.gear", "quiet.newcomer", "emoji.lab", "dar.alhikma", "the.archive", "fading.star"] },
  { platform: "youtube", share: 0.03, media: 1, accounts: ["adabakesbread", "emojilab", "daralhikma", "uncounted"] },
];

const videoOnly = new Set(["tiktok", "youtube"]);

/** Posts by platform: {platform, account (its place), text, media: "image" | "video" | undefined}, in an order of chance. */
export function makePosts(count, random, mark) {
  const posts = [];
  for (const { platform, share, media, accounts } of plan) {
    const wanted = Math.max(1, Math.round(count * share));
    for (let i = 0; i < wanted; i += 1) {
      const withFile = i < Math.ceil(wanted * media);
      posts.push({ platform, account: i % accounts.length, media: withFile ? (videoOnly.has(platform) ? "video" : "image") : undefined });
    }
  }
  for (let i = posts.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [posts[i], posts[j]] = [posts[j], posts[i]];
  }
  return posts.map((post, i) => ({ ...post, text: `${mark} number ${i + 1}` }));
}

export const optionsOf = {
  tiktok: { privacyLevel: "PUBLIC_TO_EVERYONE" },
  youtube: { privacyStatus: "public", madeForKids: false },
};

function ffmpeg(directory, name, args) {
  const file = join(directory, name);
  execFileSync("ffmpeg", ["-v", "error", "-y", ...args, file]);
  const bytes = readFileSync(file);
  rmSync(file);
  return bytes;
}

/** One file of each kind, which every platform here takes. */
export function makeFiles(directory) {
  const picture = (size, seconds) => ["-f", "lavfi", "-i", `testsrc2=size=${size}:rate=30:duration=${seconds}`];
  const tone = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=5", "-shortest"];
  return {
    image: { type: "image/jpeg", bytes: ffmpeg(directory, "image.jpg", [...picture("1080x1080", 1), "-frames:v", "1", "-q:v", "4"]) },
    video: { type: "video/mp4", bytes: ffmpeg(directory, "video.mp4", [...picture("720x1280", 5), ...tone, "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart"]) },
  };
}
