// The words of tests: posts of a campaign that are compared with each other.
import { counted, exactNumber } from "@/lib/format";

export const v = {
  test: "Test",
  testHint: "Posts of the same test are compared",
  testPlaceholder: "Not part of a test",
  variant: "Variant",
  variantHint: "A, B and so on",

  empty: "No tests yet",
  emptyBody: "To compare two posts, open one of this campaign and choose Duplicate as variant, or give both the same test in the composer.",
  hint: "Figures of what is published, as the platforms tell them",
  figure: "Figure",
  figuresOf: (group: string) => `Figures of ${group}`,
  label: (variant: string) => `Variant ${variant}`,
  best: "Best",
  bestBy: {
    engagementRate: "Marked by engagement rate. With few posts, a small difference may be chance.",
    engagement: "Marked by engagement per post, as no platform tells how many saw them. With few posts, a small difference may be chance.",
  },
  noBest: "None is ahead yet.",
  posts: "Posts",
  postsOf: ({ posts, published, measured }: { posts: number; published: number; measured: number }) => [
    counted(posts, "post", "posts"),
    published === 0 ? "not live yet" : `live on ${counted(published, "account", "accounts")}`,
    ...(measured < published ? [`figures from ${exactNumber(measured)}`] : []),
  ].join(", "),
  texts: "Text",
  noFigures: "No figures yet. They come with the next sync after the posts are out.",
  counts: {
    views: "Views", reach: "Reach", likes: "Likes", comments: "Comments", shares: "Shares", saves: "Saves", engagement: "Engagement",
    engagementRate: "Engagement rate",
  },

  duplicateBody: "A draft with the same text, media and accounts is made, to change what you want to compare.",
  duplicateFirst: "This post takes part in the test as well.",
  duplicateAlone: "This post cannot be changed any more, so it cannot join a test. The copy becomes its first variant.",
  duplicateSubmit: "Make the copy",
  duplicated: (variant: string) => `Variant ${variant} is ready to be changed.`,
  nameNeeded: "Give the test a name.",
};
