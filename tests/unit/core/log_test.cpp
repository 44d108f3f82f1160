#include "core/log.hpp"

#include "core/json.hpp"
#include "support/log_file.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace rostrum::log {
namespace {

TEST(Redact, hides_what_looks_like_a_token) {
    struct Row {
        std::string_view text;
        std::string_view shown;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"GET /me?access_token=hush", "GET /me?access_token=***", "a query"},
        {"?access_token=hush&fields=id", "?access_token=***&fields=id", "only the value"},
        {"access_token=hush access_token=quiet", "access_token=*** access_token=***", "each one"},
        {"refresh_token=hush", "refresh_token=***", "the one that lasts"},
        {"client_id=1&client_secret=hush", "client_id=1&client_secret=***", "the app's secret"},
        {"fb_exchange_token=hush&x", "fb_exchange_token=***&x", "Meta's name for it"},
        {"code=hush&state=s", "code=***&state=s", "a code is worth a token"},
        {"code_verifier=hush", "code_verifier=***", "PKCE"},
        {"password=hush", "password=***", "a password in a form"},
        {R"({"access_token":"hush","expires_in":1})", R"({"access_token":"***","expires_in":1})",
         "an answer in JSON"},
        {R"({"access_token": "hush"})", R"({"access_token": "***"})", "JSON with a space"},
        {R"({"id_token":"hush"})", R"({"id_token":"***"})", "who signed in"},
        {R"({"password":"hush"})", R"({"password":"***"})", "a request of ours"},
        {"Authorization: Bearer hush", "Authorization: Bearer ***", "a header"},
        {"authorization: bearer hush", "authorization: bearer ***",
         "the scheme is written in any case"},
        {"Cookie: a=b; rostrum_session=hush; c=d", "Cookie: a=b; rostrum_session=***; c=d",
         "the session's cookie"},
        {"access_token=", "access_token=***", "an empty one"},
        {"nothing to hide", "nothing to hide", "plain words"},
        {"", "", "nothing"},
    };
    for (const auto& row : rows) EXPECT_EQ(redact(row.text), row.shown) << row.reason;
}

TEST(Redact, may_be_done_twice) {
    const auto once = redact(R"(access_token=hush {"refresh_token":"hush"} Bearer hush)");
    EXPECT_EQ(redact(once), once);
}

TEST(ParseLevel, takes_what_it_does_not_know_for_info) {
    EXPECT_EQ(parse_level("trace"), Level::trace);
    EXPECT_EQ(parse_level("debug"), Level::debug);
    EXPECT_EQ(parse_level("info"), Level::info);
    EXPECT_EQ(parse_level("warn"), Level::warn);
    EXPECT_EQ(parse_level("error"), Level::error);
    EXPECT_EQ(parse_level("off"), Level::off);
    EXPECT_EQ(parse_level("loud"), Level::info);
    EXPECT_EQ(parse_level(""), Level::info);
}

TEST(LogLines, are_json_with_time_level_and_message) {
    testing::LogFile file(Level::info);
    warn("it \"happened\"\n",
         {{"count", 3}, {"share", 0.5}, {"fatal", false}, {"url", "https://x/?access_token=hush"}});
    const auto lines = file.lines();
    ASSERT_EQ(lines.size(), 1U);
    const auto line = json::parse(lines[0]).as_object();
    EXPECT_TRUE(parse_time(std::string_view(line.at("time").as_string())));
    EXPECT_EQ(line.at("level"), "warn");
    EXPECT_EQ(line.at("message"), "it \"happened\"\n");
    EXPECT_EQ(line.at("count"), 3);
    EXPECT_EQ(line.at("share"), 0.5);
    EXPECT_EQ(line.at("fatal"), false);
    EXPECT_EQ(line.at("url"), "https://x/?access_token=***");
}

TEST(LogLines, cannot_be_forged_from_what_is_logged) {
    testing::LogFile file(Level::info);
    info("a", {{"field", "x\"}\n{\"level\":\"error\""}});
    ASSERT_EQ(file.lines().size(), 1U);
    EXPECT_EQ(json::parse(file.lines()[0]).at("level"), "info");
}

TEST(LogLines, below_the_level_are_not_written) {
    testing::LogFile file(Level::warn);
    EXPECT_FALSE(enabled(Level::info));
    EXPECT_TRUE(enabled(Level::error));
    debug("no");
    info("no");
    warn("yes");
    error("yes");
    EXPECT_EQ(file.lines().size(), 2U);
}

TEST(LogLines, are_none_when_it_is_off) {
    testing::LogFile file(Level::off);
    error("no");
    EXPECT_TRUE(file.lines().empty());
}

}  // namespace
}  // namespace rostrum::log
