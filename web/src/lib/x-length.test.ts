import { describe, expect, it } from "vitest";
import { xLength } from "./x-length";

// The rows of tests/unit/platforms/x/text_length_test.cpp, which come from twitter-text.
describe("xLength", () => {
  it.each<[string, number, string]>([
    ["Hi http://test.co", 26, "an address is 23"],
    ["http://test.co", 23, "an address alone"],
    ["https://www.twitter.com/aloha ".repeat(10), 240, "ten addresses"],
    ["故".repeat(160), 320, "CJK characters are 2"],
    [`the${"故".repeat(160)}`, 323, "Latin and CJK"],
    ["😷".repeat(160), 320, "an emoji is 2"],
    ["ÁB", 2, "composed"],
    ["A\u0301B", 2, "composed by us"],
    ["A\uFB2C", 4, "a character that composing takes apart"],
    ["H🐱☺👨‍👩‍👧‍👦", 7, "a family is one emoji"],
    ["😷👾😡🔥💩", 10, "emoji of all planes"],
    ["🙋🏽👨‍🎤", 4, "skin tones and joiners"],
    ["🇩🇪🇫🇷", 4, "flags"],
    ["1️⃣#️⃣", 4, "keycaps"],
    ["\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2, "tags"],
    ["©", 1, "a sign that is no emoji without a selector"],
    ["®©\uFE0F", 3, "and one that is"],
    ["‘quoted’ – and ’s", 17, "punctuation that counts 1"],
    ["ʼ Ж א ع क", 9, "other light scripts"],
    ["", 0, "nothing"],
    ["1http://", 8, "no address"],
  ])("of %j is %i: %s", (text, length) => {
    expect(xLength(text)).toBe(length);
  });

  const links: [string, string[]][] = [
    ["text http://no-tld", []],
    ["(http://twitter.com", ["http://twitter.com"]],
    ["text http://word-and-a-number-8-ftw.domain.com/", ["http://word-and-a-number-8-ftw.domain.com/"]],
    ["text http://foo.com?#foo text", ["http://foo.com?#foo"]],
    ["foo.com foo.net foo.org foo.edu foo.gov", ["foo.com", "foo.net", "foo.org", "foo.edu", "foo.gov"]],
    ["foo.co.jp www.foo.co.uk foo.comm foo.somecom foo.jp", ["foo.co.jp", "www.foo.co.uk", "foo.jp"]],
    ["t.co/abcde bit.ly/abcde", ["t.co/abcde", "bit.ly/abcde"]],
    ["Go to http://example.com/a+ or http://example.com/a-", ["http://example.com/a+", "http://example.com/a-"]],
    ["Go to http://example.com/view/slug-url-?foo=bar", ["http://example.com/view/slug-url-?foo=bar"]],
    ["@user Try http:// example.com/path", ["example.com/path"]],
    ["これは日本語です。example.com/path/index.html中国語example.com/path한국", ["example.com/path/index.html", "example.com/path"]],
    ["Go to http://twitter.com/Русские_слова", ["http://twitter.com/Русские_слова"]],
    ["twitter.jp日本語it.so中国語foo.jp it.so foo.jp", ["twitter.jp", "it.so", "foo.jp", "it.so", "foo.jp"]],
    ["Email me at name.al-lastname@foo.com or name.al+lastname@foo.com", []],
    ["Find my page at name.al-lastname.com", ["name.al-lastname.com"]],
    ["MLB.tv vine.co twitch.tv t.co", ["MLB.tv", "vine.co", "twitch.tv", "t.co"]],
    ["test http://sub_domain-dash.twitter.com", ["http://sub_domain-dash.twitter.com"]],
    ["see https://en.wikipedia.org/wiki/Bread_(food).", ["https://en.wikipedia.org/wiki/Bread_(food)"]],
    ["See example.com/x, or mail ada@example.com.", ["example.com/x"]],
    ["Fresh bread.Now in the shop e.g. today", []],
  ];
  it.each(links)("counts the links of %j as 23 each", (text, found) => {
    const rest = found.reduce((left, one) => left.replace(one, ""), text);
    expect(xLength(text)).toBe(xLength(rest) + found.length * 23);
  });

  it("stays quick with texts made to be slow", () => {
    expect(xLength("a.".repeat(12_000))).toBe(24_000);
    expect(xLength(`http://a.com/${"((".repeat(5000)}`)).toBeGreaterThan(0);
    expect(xLength(`http://${"a.".repeat(12_000)}`)).toBeGreaterThan(0);
  });
});
