import { describe, expect, it } from "vitest";
import type { FormatRule, PostRules, TargetReport } from "@/services/wire";
import { limitOf, publishedOf, type Case } from "./fields";

const format = (name: FormatRule["format"], textMax: number): FormatRule =>
  ({ format: name, textMax, textUnit: "weighted", textRequired: false, mediaMin: 0, mediaMax: 0, media: [], titleMax: 0, titleRequired: false });
const rules: PostRules = { formats: [format("text", 280), format("story", 0)], hashtagsMax: 0, mentionsMax: 0, options: [] };
const report = (change: Partial<TargetReport>): TargetReport =>
  ({ connectionId: "c1", platform: "x", format: "text", issues: [], length: null, limit: 280, ...change });
const words = { content: "Fresh", hashtags: ["bread"], link: "https://a.example/a/long/way/to/it", mediaIds: [] };
const of = (change: Partial<Case>): Case =>
  ({ platform: "x", words, rules, one: undefined, report: undefined, fresh: false, ...change });

describe("limitOf", () => {
  it("counts the hashtags and the link that will be added", () => {
    expect(limitOf(of({}))).toEqual({ platform: "x", limit: 280, length: "Fresh\n\n#bread\n".length + 23, hasMore: true });
    expect(limitOf(of({ words: { ...words, hashtags: [], link: "" } }))).toMatchObject({ length: 5, hasMore: false });
  });

  it("goes by the server's length as long as that is of the same words", () => {
    expect(limitOf(of({ report: report({ length: 30 }), fresh: true }))?.length).toBe(30);
    expect(limitOf(of({ report: report({ length: 30 }) }))?.length).toBe(13 + 1 + 23);
    expect(limitOf(of({ report: report({}), fresh: true }))?.length).toBe(13 + 1 + 23);
  });

  it("is none where there is no limit", () => {
    expect(limitOf(of({ rules: null }))).toBeNull();
  });
});

describe("publishedOf", () => {
  it("leaves a post that takes no text without its hashtags", () => {
    expect(publishedOf(of({ platform: "instagram", report: report({ format: "story" }) })).full).toBe("Fresh");
  });
});
