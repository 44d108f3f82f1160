#include "platforms/youtube/errors.hpp"

#include "platforms/youtube/parse.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace rostrum::platforms::youtube {
namespace {

using namespace std::chrono_literals;

std::optional<PlatformError> read(std::string_view body, int status = 400) {
    return read_error(parse_json(body).value(), status);
}

TEST(YouTubeErrors, each_row_is_read_in_every_shape) {
    std::set<std::string_view> seen;
    for (const auto& row : error_rows()) {
        EXPECT_TRUE(seen.insert(row.code).second) << row.code << " has two rows";
        const auto oauth =
            read(fmt::format(R"({{"error":"{}","error_description":"why"}})", row.code));
        const auto reason = read(fmt::format(
            R"({{"error":{{"code":403,"message":"why","errors":[{{"domain":"d","reason":"{}",)"
            R"("message":"why"}},{{"reason":"notThisOne"}}]}}}})",
            row.code));
        const auto words = read(
            fmt::format(R"({{"error":{{"code":403,"message":"why","status":"{}"}}}})", row.code));
        for (const auto& error : {oauth, reason, words}) {
            ASSERT_TRUE(error) << row.code;
            EXPECT_EQ(error->next, row.next) << row.code;
            EXPECT_EQ(error->code, row.code);
            EXPECT_EQ(error->message, "why");
            EXPECT_EQ(error->user_message, row.user_message);
            EXPECT_EQ(error->retry_after.has_value(), row.pause.count() > 0) << row.code;
        }
    }
}

TEST(YouTubeErrors, the_reason_decides_before_the_status) {
    struct Row {
        std::string_view body;
        std::string_view code;
        int status;
        Next next;
    };
    using enum Next;
    constexpr Row rows[] = {
        {R"({"error":{"errors":[{"reason":"quotaExceeded"}],"status":"PERMISSION_DENIED"}})",
         "quotaExceeded", 403, rate_limited},
        {R"({"error":{"errors":[{"reason":"uploadLimitExceeded"}]}})", "uploadLimitExceeded", 400,
         rate_limited},
        {R"({"error":{"errors":[{"reason":"somethingNew"}],"status":"UNAUTHENTICATED"}})",
         "somethingNew", 401, reauthorize},
        {R"({"error":{"errors":[{"reason":"somethingNew"}],"status":"ALSO_NEW"}})", "somethingNew",
         401, reauthorize},
        {R"({"error":{"errors":[{"reason":"somethingNew"}]}})", "somethingNew", 404, not_found},
        {R"({"error":{"errors":[{"reason":"somethingNew"}]}})", "somethingNew", 403, rejected},
        {R"({"error":{"code":403,"message":"m"}})", "http_403", 403, rejected},
        {R"({"error":{"code":401}})", "http_401", 401, reauthorize},
        {R"({"error":{"errors":"none","status":7.5}})", "http_418", 418, rejected},
        {R"({"error":{"errors":[7]}})", "http_404", 404, not_found},
        {R"({"error":"something_new"})", "something_new", 400, rejected},
    };
    for (const auto& row : rows) {
        const auto error = read(row.body, row.status);
        ASSERT_TRUE(error) << row.body;
        EXPECT_EQ(error->code, row.code) << row.body;
        EXPECT_EQ(error->next, row.next) << row.body;
    }
}

TEST(YouTubeErrors, an_answer_without_an_error_has_none) {
    for (const auto* body : {R"({})", R"({"error":null})", R"({"error":""})", R"({"error":7.5})",
                             R"({"kind":"youtube#channelListResponse"})"}) {
        EXPECT_FALSE(read(body, 200)) << body;
    }
}

TEST(YouTubeErrors, the_day_of_the_units_is_that_of_california) {
    struct Row {
        std::string_view now;
        std::chrono::seconds left;
    };
    constexpr Row rows[] = {
        {"2026-11-21T07:59:00Z", 60s},  {"2026-11-21T08:00:00Z", 24h},
        {"2026-07-01T06:59:59.5Z", 1s}, {"2026-03-08T08:00:00Z", 23h},
        {"2026-11-01T07:00:00Z", 25h},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(pause_after({.code = "quotaExceeded"}, *parse_time(row.now)), row.left)
            << row.now;
    }
}

TEST(YouTubeDuration, is_read_or_is_none) {
    struct Row {
        std::string_view text;
        std::optional<std::chrono::seconds> length;
    };
    const Row rows[] = {
        {"PT1M3S", 63s},
        {"PT1H", 1h},
        {"P1DT2H0M5S", 26h + 5s},
        {"P0D", 0s},
        {"PT0S", 0s},
        {"P1W", 168h},
        {"", std::nullopt},
        {"P", std::nullopt},
        {"PT", std::nullopt},
        {"63", std::nullopt},
        {"PT5", std::nullopt},
        {"PT-5S", std::nullopt},
        {"P5M", std::nullopt},
        {"PTS", std::nullopt},
        {"PT99999999999999999999S", std::nullopt},
        {"PT9000000S", std::nullopt},
    };
    for (const auto& row : rows) EXPECT_EQ(parse_duration(row.text), row.length) << row.text;
}

}  // namespace
}  // namespace rostrum::platforms::youtube
