#include "platforms/linkedin/little_text.hpp"

#include <gtest/gtest.h>

namespace rostrum::platforms::linkedin {
namespace {

TEST(LinkedInLittleText, reads_as_people_see_it) {
    struct Row {
        std::string_view written;
        std::string_view seen;
    };
    constexpr Row rows[] = {
        {"", ""},
        {"plain, with 100% & ümlaut 🧪", "plain, with 100% & ümlaut 🧪"},
        {R"(a \(b\) \\ c)", R"(a (b) \ c)"},
        {R"(\|\{\}\@\[\]\(\)\<\>\#\\\*\_\~)", R"(|{}@[]()<>#\*_~)"},
        {R"({hashtag|\#|bread} and {hashtag|#|more})", "#bread and #more"},
        {"#plain", "#plain"},
        {"with @[Ada L](urn:li:person:ab1)!", "with Ada L!"},
        {R"(@[A \(b\)](urn:li:organization:5))", "A (b)"},
        // What is malformed stays.
        {R"({hashtag|\#|open)", "{hashtag|#|open"},
        {"@[name] (urn)", "@[name] (urn)"},
        {"@[name](http://a)", "@[name](http://a)"},
        {"@[name](urn:li", "@[name](urn:li"},
        {R"(end \)", R"(end \)"},
        {R"(\n)", R"(\n)"},
    };
    for (const auto& [written, seen] : rows) EXPECT_EQ(plain_text(written), seen) << written;
}

TEST(LittleText, escapes_all_fifteen_reserved_characters) {
    for (const char c : std::string_view(R"(|{}@[]()<>#\*_~)")) {
        const std::string text = std::string("a") + c + " b";
        EXPECT_EQ(to_little_text(text), std::string("a\\") + c + " b");
    }
}

TEST(LittleText, is_read_again_as_it_was_written) {
    for (const std::string_view text :
         {"plain", "#bread (really) #", R"(All of |{}@[]()<>#\*_~ at once)", "#été, #pain_noir!",
          "mail a@b.org, 5 #1 and C#", "#1st", "", "🍞 #🍞"}) {
        EXPECT_EQ(plain_text(to_little_text(text)), text);
    }
}

TEST(LittleText, keeps_hashtags_and_mentions) {
    EXPECT_EQ(to_little_text("#bread!"), R"({hashtag|\#|bread}!)");
    EXPECT_EQ(to_little_text("C#sharp"), R"(C\#sharp)") << "inside a word it is no hashtag";
    EXPECT_EQ(to_little_text("#2026"), R"(\#2026)") << "of digits only it is none";
    EXPECT_EQ(to_little_text("#pain_noir"), R"({hashtag|\#|pain\_noir})");
    EXPECT_EQ(to_little_text("by @[Ada L.](urn:li:person:ab1) (she)"),
              R"(by @[Ada L.](urn:li:person:ab1) \(she\))");
    EXPECT_EQ(to_little_text("@[Ada](https://a.org)"), R"(\@\[Ada\]\(https://a.org\))");
}

}  // namespace
}  // namespace rostrum::platforms::linkedin
