import { describe, expect, it } from "vitest";
import { asPublished, hostOf, withHashtags } from "./as-published";

describe("withHashtags", () => {
  it.each<[string, string[], string]>([
    ["Fresh bread", ["bread", "oven"], "Fresh bread\n\n#bread #oven"],
    ["Fresh #Bread!", ["bread", "oven"], "Fresh #Bread!\n\n#oven"],
    ["#breadcrumbs", ["bread"], "#breadcrumbs\n\n#bread"],
    ["#breadé", ["bread"], "#breadé\n\n#bread"],
    ["Ends\n", ["bread"], "Ends\n\n#bread"],
    ["", ["bread", "BREAD"], "#bread"],
    ["No tags", [], "No tags"],
  ])("of %j and %j", (text, tags, expected) => {
    expect(withHashtags(text, tags)).toBe(expected);
  });
});

describe("asPublished", () => {
  const words = { content: "Fresh", hashtags: ["bread"], link: "https://a.example/x", mediaIds: [] as string[] };
  const picture = { ...words, mediaIds: ["m1"] };
  const tagged = "Fresh\n\n#bread";
  const linked = `${tagged}\nhttps://a.example/x`;

  it.each([
    ["x", words, null, linked, null],
    ["x", { ...words, content: "See https://a.example/x" }, null, "See https://a.example/x\n\n#bread", null],
    ["x", { ...words, content: "", hashtags: [] }, null, "https://a.example/x", null],
    ["linkedin", words, "link", tagged, "https://a.example/x"],
    ["linkedin", picture, "link", tagged, "https://a.example/x"],
    ["linkedin", picture, "image", linked, null],
    ["facebook", words, null, tagged, "https://a.example/x"],
    ["facebook", picture, "image", tagged, null],
    ["instagram", picture, "image", tagged, null],
    ["x", { ...words, link: "" }, null, tagged, null],
  ])("on %s, of %j as %s", (platform, said, format, full, card) => {
    expect(asPublished(platform, said, format)).toMatchObject({ full, card });
  });

  it("has no hashtags where no text is taken", () => {
    expect(asPublished("instagram", picture, "story", false).full).toBe("Fresh");
  });
});

describe("hostOf", () => {
  it("is what a card names", () => {
    expect(hostOf("https://a.example/x?y")).toBe("a.example");
    expect(hostOf("a.example")).toBe("a.example");
  });
});
