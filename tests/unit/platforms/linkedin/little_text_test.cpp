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

}  // namespace
}  // namespace rostrum::platforms::linkedin
