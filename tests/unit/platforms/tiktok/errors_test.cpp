#include "platforms/tiktok/errors.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace rostrum::platforms::tiktok {
namespace {

std::optional<PlatformError> read(std::string_view body, int status = 400) {
    return read_error(parse_json(body).value(), status);
}

TEST(TikTokErrors, each_row_is_read_in_both_shapes) {
    std::set<std::string_view> seen;
    for (const auto& row : error_rows()) {
        EXPECT_TRUE(seen.insert(row.code).second) << row.code << " has two rows";
        const auto oauth = read(
            fmt::format(R"({{"error":"{}","error_description":"why","log_id":"1"}})", row.code));
        const auto api = read(fmt::format(
            R"({{"data":{{}},"error":{{"code":"{}","message":"why","log_id":"1"}}}})", row.code));
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

TEST(TikTokErrors, an_error_may_come_with_status_200) {
    const auto error = read(R"({"error":"invalid_grant","error_description":"used"})", 200);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->next, Next::reauthorize);
}

TEST(TikTokErrors, ok_is_none) {
    EXPECT_FALSE(
        read(R"({"data":{"user":{}},"error":{"code":"ok","message":"","logid":"1"}})", 200));
    for (const auto* body : {R"({})", R"({"error":null})", R"({"error":""})", R"({"error":{}})",
                             R"({"error":{"code":7.5}})", R"({"data":{}})"}) {
        EXPECT_FALSE(read(body)) << body;
    }
}

TEST(TikTokErrors, what_is_not_in_the_catalogue_is_rejected) {
    EXPECT_EQ(read(R"({"error":{"code":"something_new"}})")->next, Next::rejected);
}

}  // namespace
}  // namespace rostrum::platforms::tiktok
