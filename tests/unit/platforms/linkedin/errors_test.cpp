#include "platforms/linkedin/errors.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace rostrum::platforms::linkedin {
namespace {

using namespace std::chrono_literals;

std::optional<PlatformError> read(std::string_view body, int status = 400) {
    return read_error(parse_json(body).value(), status);
}

TEST(LinkedInErrors, each_row_is_read_in_both_shapes) {
    std::set<std::string_view> seen;
    for (const auto& row : error_rows()) {
        EXPECT_TRUE(seen.insert(row.code).second) << row.code << " has two rows";
        const auto oauth =
            read(fmt::format(R"({{"error":"{}","error_description":"why"}})", row.code));
        const auto api =
            read(fmt::format(R"({{"status":400,"code":"{}","message":"why"}})", row.code));
        for (const auto& error : {oauth, api}) {
            ASSERT_TRUE(error) << row.code;
            EXPECT_EQ(error->next, row.next) << row.code;
            EXPECT_EQ(error->code, row.code);
            EXPECT_EQ(error->message, "why");
            EXPECT_EQ(error->user_message, row.user_message);
            EXPECT_EQ(error->retry_after.has_value(), row.pause.count() > 0) << row.code;
        }
    }
}

TEST(LinkedInErrors, a_service_code_says_the_same_without_a_code) {
    for (const auto& row : error_rows()) {
        if (row.service_code == 0) continue;
        const auto error = read(
            fmt::format(R"({{"serviceErrorCode":{},"message":"why"}})", row.service_code), 400);
        ASSERT_TRUE(error) << row.code;
        EXPECT_EQ(error->next, row.next) << row.code;
        EXPECT_EQ(error->code, std::to_string(row.service_code));
    }
}

TEST(LinkedInErrors, the_status_decides_where_no_code_is_known) {
    struct Row {
        int status;
        Next next;
    };
    for (const auto& [status, next] :
         {Row{400, Next::rejected}, Row{401, Next::reauthorize}, Row{403, Next::rejected},
          Row{404, Next::not_found}, Row{409, Next::retry_later}, Row{422, Next::rejected},
          Row{426, Next::misconfigured}, Row{429, Next::rate_limited}}) {
        for (const auto* body :
             {R"({"message":"resource is forbidden"})", R"({"code":"SOMETHING_NEW","message":"m"})",
              R"({"serviceErrorCode":987654,"message":"m"})"}) {
            const auto error = read(body, status);
            ASSERT_TRUE(error) << status << body;
            EXPECT_EQ(error->next, next) << status << body;
            EXPECT_FALSE(error->code.empty());
        }
    }
}

TEST(LinkedInErrors, a_missing_token_has_no_code_of_its_own) {
    EXPECT_EQ(
        read(R"({"message":"Empty oauth2_access_token","serviceErrorCode":401,"status":401})", 401)
            ->next,
        Next::reauthorize);
}

TEST(LinkedInErrors, a_good_answer_is_none_whatever_its_fields_are_called) {
    for (const auto* body : {R"({})", R"({"message":"hello","code":"X","status":200})",
                             R"({"error":null})", R"({"error":""})", R"({"error":{"a":1}})"}) {
        EXPECT_FALSE(read(body, 200)) << body;
    }
    for (const auto* body : {R"({})", R"({"message":""})", R"({"code":7.5})"}) {
        EXPECT_FALSE(read(body, 400)) << body;
    }
}

TEST(LinkedInErrors, quotas_are_back_after_midnight_utc) {
    const auto at = [](std::string_view time) {
        return until_quotas_reset(parse_time(time).value());
    };
    EXPECT_EQ(at("2026-11-21T00:00:00Z"), 24h + 5min);
    EXPECT_EQ(at("2026-11-21T18:30:00Z"), 5h + 35min);
    EXPECT_EQ(at("2026-11-21T23:59:59.5Z"), 1s + 5min);
}

}  // namespace
}  // namespace rostrum::platforms::linkedin
