import type { PlatformPost } from "@/services/wire";
import { t } from "@/strings";

/** A media type in words; one that is not known yet is shown as the platform calls it. */
export function mediaTypeName(type: string | null): string {
  if (!type) return "";
  const known = t.posts.types[type.toLowerCase()];
  return known ?? type.charAt(0).toUpperCase() + type.slice(1).toLowerCase().replaceAll("_", " ");
}

export function captionOf(post: PlatformPost): string {
  const caption = post.caption?.replace(/\s+/g, " ").trim();
  return caption === undefined || caption === "" ? t.posts.noCaption : caption;
}

export interface Metric {
  key: string;
  label: string;
  value: number | null;
}

export function metricsOf(post: PlatformPost): Metric[] {
  return [
    { key: "views", label: t.posts.views, value: post.viewCount },
    { key: "reach", label: t.posts.reach, value: post.reachCount },
    { key: "likes", label: t.posts.likes, value: post.likeCount },
    { key: "comments", label: t.posts.comments, value: post.commentCount },
    { key: "shares", label: t.posts.shares, value: post.shareCount },
    { key: "saves", label: t.posts.saves, value: post.saveCount },
  ];
}
