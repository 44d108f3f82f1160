#include "platforms/x/text_length.hpp"

#include "platforms/x/links.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rostrum::platforms::x {
namespace {

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

std::vector<std::string> links_in(std::string_view text) {
    const auto points = compose(text);
    std::vector<std::string> out;
    for (const auto& link : find_links(points)) out.emplace_back(points.part(link.begin, link.end));
    return out;
}

/// From validate.yml of twitter-text, "WeightedTweetsWithDiscountedEmojiCounterTest".
TEST(XTextLength, is_what_twitter_text_says) {
    struct Row {
        std::string text;
        std::size_t length;
        const char* reason;
    };
    const std::vector<Row> rows{
        {"Hi http://test.co", 26, "an address is 23"},
        {"http://test.co", 23, "an address alone"},
        {repeated("https://www.twitter.com/aloha ", 10), 240, "ten addresses"},
        {repeated("故", 160), 320, "CJK characters are 2"},
        {"the" + repeated("故", 160), 323, "Latin and CJK"},
        {repeated("😷", 160), 320, "an emoji is 2"},
        {"ÁB", 2, "composed"},
        {"A\u0301B", 2, "composed by us"},
        {"A\uFB2C", 4, "a character that composing takes apart"},
        {"H🐱☺👨‍👩‍👧‍👦", 7, "a family is one emoji"},
        {"😷👾😡🔥💩", 10, "emoji of all planes"},
        {"🙋🏽👨‍🎤", 4, "skin tones and joiners"},
        {"🇩🇪🇫🇷", 4, "flags"},
        {"1️⃣#️⃣", 4, "keycaps"},
        {"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", 2, "tags"},
        {"©", 1, "a sign that is no emoji without a selector"},
        {"‘quoted’ – and ’s", 17, "punctuation that counts 1"},
        {"ʼ Ж א ع क", 9, "other light scripts"},
        {"", 0, "nothing"},
    };
    for (const auto& [text, length, reason] : rows) EXPECT_EQ(text_length(text), length) << reason;
}

/// From extract.yml of twitter-text.
TEST(XTextLength, finds_the_addresses_that_twitter_text_finds) {
    struct Row {
        std::string text;
        std::vector<std::string> links;
    };
    const std::vector<Row> rows{
        {"text http://no-tld", {}},
        {"text http://tld-too-short.x", {}},
        {"(http://twitter.com", {"http://twitter.com"}},
        {"text http://word-and-a-number-8-ftw.domain.com/",
         {"http://word-and-a-number-8-ftw.domain.com/"}},
        {"text http://domain.com-that-you-should-have-put-a-space-after", {}},
        {"text http://foo.com?#foo text", {"http://foo.com?#foo"}},
        {"foo.com foo.net foo.org foo.edu foo.gov",
         {"foo.com", "foo.net", "foo.org", "foo.edu", "foo.gov"}},
        {"foo.baz foo.co.jp www.xxxxxxx.baz www.foo.co.uk wwwww.xxxxxxx foo.comm foo.somecom "
         "foo.govedu foo.jp",
         {"foo.co.jp", "www.foo.co.uk", "foo.jp"}},
        {"t.co/abcde bit.ly/abcde", {"t.co/abcde", "bit.ly/abcde"}},
        {"Go to http://example.com/a+ or http://example.com/a-",
         {"http://example.com/a+", "http://example.com/a-"}},
        {"Go to http://example.com/view/slug-url-?foo=bar",
         {"http://example.com/view/slug-url-?foo=bar"}},
        {"Go to https://en.m.wikipedia.org/wiki/Hatfield–McCoy_feud please",
         {"https://en.m.wikipedia.org/wiki/Hatfield–McCoy_feud"}},
        {"@user Try http:// example.com/path", {"example.com/path"}},
        {"これは日本語です。example.com/path/index.html中国語example.com/path한국",
         {"example.com/path/index.html", "example.com/path"}},
        {"twitter.comこれは日本語です。example.com中国語t.co/abcde한국twitter.com example2.comテス"
         "トtwitter.com/abcde",
         {"twitter.com", "example.com", "t.co/abcde", "twitter.com", "example2.com",
          "twitter.com/abcde"}},
        {"Go to http://twitter.com/Русские_слова", {"http://twitter.com/Русские_слова"}},
        {"http://exampleこれは日本語です.com/path/index.html",
         {"http://exampleこれは日本語です.com/path/index.html"}},
        {"twitter.jp日本語it.so中国語foo.jp it.so foo.jp",
         {"twitter.jp", "it.so", "foo.jp", "it.so", "foo.jp"}},
        {"Hello http://xn--はじめよう.com/index.html", {}},
        {"text http://domain-dash_2314352345_dfasd.foo-cow_4352.com", {}},
        {"Email me at name.al-lastname@foo.com or name.al+lastname@foo.com", {}},
        {"Find my page at name.al-lastname.com", {"name.al-lastname.com"}},
        {"MLB.tv vine.co twitch.tv t.co", {"MLB.tv", "vine.co", "twitch.tv", "t.co"}},
        {"test http://sub_domain-dash.twitter.com", {"http://sub_domain-dash.twitter.com"}},
        {"test http://a.b.cd", {"http://a.b.cd"}},
        {"see https://en.wikipedia.org/wiki/Bread_(food).",
         {"https://en.wikipedia.org/wiki/Bread_(food)"}},
        {"https://t.co/abc-def", {"https://t.co/abc"}},
        {"http://пример.рф/ and foo.рф, пример.com", {"http://пример.рф/", "foo.рф"}},
    };
    for (const auto& [text, links] : rows) EXPECT_EQ(links_in(text), links) << text;
}

TEST(XTextLength, a_label_that_no_host_can_have_makes_no_address) {
    const auto label = repeated("a", 64);
    EXPECT_TRUE(links_in("https://" + label + ".com/foo").empty());
    EXPECT_EQ(links_in("https://" + label.substr(1) + ".com/foo").size(), 1U);
}

TEST(XTextLength, stays_quick_with_texts_made_to_be_slow) {
    EXPECT_GT(text_length(repeated("a.", 12'000)), 0U);
    EXPECT_GT(text_length("http://a.com/" + repeated("((", 5'000)), 0U);
}

TEST(XTextLength, counts_cashtags) {
    EXPECT_EQ(count_cashtags("$ABC and $de, not $5 nor a$bc nor $toolong1 nor $abcdefg"), 2U);
    EXPECT_EQ(count_cashtags("$"), 0U);
}

TEST(XTextLength, knows_the_characters_that_are_nowhere_accepted) {
    EXPECT_TRUE(has_invalid_character("a\uFEFFb"));
    EXPECT_TRUE(has_invalid_character("\uFFFE"));
    EXPECT_TRUE(has_invalid_character("\uFFFF"));
    EXPECT_FALSE(has_invalid_character("plain 😷"));
}

}  // namespace
}  // namespace rostrum::platforms::x
