import type { ReactNode } from "react";
import type { PostSort } from "@/services/analytics";
import type { PlatformPost } from "@/services/wire";
import { t } from "@/strings";
import { Num, Percent } from "../number";
import { TimeText } from "../time-text";
import { mediaTypeName } from "./post-words";

export interface Column {
  key: string;
  label: string;
  width: number;
  /** The order the server offers for this column, if any. */
  sort?: PostSort;
  numeric: boolean;
  /** Left out where the window is narrow. */
  wideOnly?: boolean;
  cell: (post: PlatformPost) => ReactNode;
}

/** The columns after the post itself. */
export const columns: Column[] = [
  { key: "posted", label: t.posts.posted, width: 116, sort: "postedAt", numeric: false, cell: (post) => <TimeText iso={post.postedAt} show="exact" /> },
  { key: "type", label: t.posts.type, width: 80, numeric: false, wideOnly: true, cell: (post) => mediaTypeName(post.mediaType) },
  { key: "views", label: t.posts.views, width: 80, sort: "views", numeric: true, cell: (post) => <Num value={post.viewCount} /> },
  { key: "reach", label: t.posts.reach, width: 72, numeric: true, wideOnly: true, cell: (post) => <Num value={post.reachCount} /> },
  { key: "likes", label: t.posts.likes, width: 80, sort: "likes", numeric: true, cell: (post) => <Num value={post.likeCount} /> },
  { key: "comments", label: t.posts.comments, width: 100, sort: "comments", numeric: true, cell: (post) => <Num value={post.commentCount} /> },
  { key: "shares", label: t.posts.shares, width: 72, numeric: true, wideOnly: true, cell: (post) => <Num value={post.shareCount} /> },
  { key: "saves", label: t.posts.saves, width: 72, numeric: true, wideOnly: true, cell: (post) => <Num value={post.saveCount} /> },
  { key: "engagement", label: t.posts.engagement, width: 116, sort: "engagement", numeric: true, cell: (post) => <Percent value={post.engagementRate} /> },
];
