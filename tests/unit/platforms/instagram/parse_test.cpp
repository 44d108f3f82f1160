#include "platforms/instagram/parse.hpp"

#include "platforms/instagram/descriptor.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace rostrum::platforms::instagram {
namespace {

using std::chrono::days;
using Names = std::vector<std::string>;

json::value parse(std::string_view text) { return parse_json(text).value(); }

Time at(std::string_view text) { return parse_time(text).value(); }

TEST(InstagramParse, a_code_is_answered_in_two_shapes) {
    struct Row {
        std::string_view body;
        Names scopes;
        std::string_view reason;
    };
    for (const auto& [body, scopes, reason] : {
             Row{R"({"data":[{"access_token":"t","user_id":"1","permissions":"a,b"}]})",
                 {"a", "b"},
                 "wrapped, permissions as text"},
             Row{R"({"access_token":"t","user_id":1,"permissions":["a","b"]})",
                 {"a", "b"},
                 "flat, permissions as a list, the id a number"},
             Row{R"({"access_token":"t","permissions":"a, b c"})",
                 {"a", "b", "c"},
                 "commas and spaces"},
             Row{R"({"access_token":"t"})", {}, "no permissions told"},
             Row{R"({"access_token":"t","permissions":{"a":1}})",
                 {},
                 "permissions of another type"},
             Row{R"({"access_token":"t","permissions":["a",null,["b"],""]})",
                 {"a"},
                 "odd members of the list"},
         }) {
        const auto grant = parse_short_grant(parse(body));
        ASSERT_TRUE(grant) << reason;
        EXPECT_EQ(grant->token.reveal(), "t") << reason;
        EXPECT_EQ(grant->scopes, scopes) << reason;
    }
}

TEST(InstagramParse, an_answer_without_a_token_grants_nothing) {
    for (const std::string_view body :
         {"{}", R"({"data":[]})", R"({"data":[7]})", R"({"access_token":""})",
          R"({"access_token":null})", R"({"access_token":{"a":1}})"}) {
        EXPECT_FALSE(parse_short_grant(parse(body))) << body;
        EXPECT_FALSE(parse_long_token(parse(body), Time{})) << body;
    }
}

TEST(InstagramParse, the_life_of_a_token_counts_from_when_it_was_asked_for) {
    const Time now = at("2026-11-20T09:00:00Z");
    struct Row {
        std::string_view life;
        std::chrono::seconds expected;
        std::string_view reason;
    };
    for (const auto& [life, expected, reason] : {
             Row{"5183944", std::chrono::seconds{5183944}, "as told"},
             Row{"\"3600\"", std::chrono::seconds{3600}, "as text"},
             Row{"null", token_life, "not told"},
             Row{"0", token_life, "no life at all"},
             Row{"-5", token_life, "a negative life"},
             Row{"9223372036854775807", days{3650}, "longer than time goes"},
         }) {
        const auto tokens = parse_long_token(
            parse(fmt::format(R"({{"access_token":"t","expires_in":{}}})", life)), now);
        ASSERT_TRUE(tokens) << reason;
        EXPECT_EQ(tokens->expires_at, now + expected) << reason;
        EXPECT_TRUE(tokens->refresh.empty());
    }
}

}  // namespace
}  // namespace rostrum::platforms::instagram
