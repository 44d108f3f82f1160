#include "platforms/meta/errors.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

using enum Next;
using std::chrono::hours;
using std::chrono::minutes;

PlatformError read(std::string_view body) {
    const auto error = read_error(parse_json(body).value());
    EXPECT_TRUE(error) << body;
    return error.value_or(PlatformError{});
}

std::string graph_error(int code, int subcode, std::string_view more = {}) {
    return fmt::format(R"({{"error":{{"message":"m","type":"OAuthException","code":{},)"
                       R"("error_subcode":{}{},"fbtrace_id":"t"}}}})",
                       code, subcode, more);
}

struct Row {
    int code;
    int subcode;
    Next next;
    std::chrono::seconds pause{0};
};

/// What the platform documents, row by row, and what is done.
constexpr Row documented[]{
    {-2, 2207003, retry_later},
    {-2, 2207020, not_found},
    {-1, 2207001, retry_later},
    {-1, 2207032, retry_later},
    {-1, 2207053, rejected},
    {1, 0, retry_later},
    {1, 2207057, rejected},
    {1, 99, retry_later},
    {2, 0, retry_later},
    {3, 0, misconfigured},
    {4, 0, rate_limited, hours{1}},
    {4, 2207051, ambiguous},
    {9, 2207042, rate_limited, hours{1}},
    {10, 0, reauthorize},
    {17, 0, rate_limited, hours{1}},
    {24, 0, not_found},
    {24, 2207006, not_found},
    {24, 2207008, retry_later},
    {25, 2207050, rejected},
    {32, 0, rate_limited, hours{1}},
    {100, 0, rejected},
    {100, 33, not_found},
    {100, 2207023, rejected},
    {100, 2207028, rejected},
    {100, 2207035, rejected},
    {100, 2207036, rejected},
    {100, 2207037, rejected},
    {100, 2207040, rejected},
    {102, 0, reauthorize},
    {190, 0, reauthorize},
    {190, 458, reauthorize},
    {190, 459, reauthorize},
    {190, 460, reauthorize},
    {190, 463, reauthorize},
    {190, 464, reauthorize},
    {190, 467, reauthorize},
    {190, 492, reauthorize},
    {200, 0, reauthorize},
    {250, 0, reauthorize},
    {299, 0, reauthorize},
    {341, 0, rate_limited, hours{1}},
    {352, 2207026, rejected},
    {368, 0, rejected},
    {506, 0, rejected},
    {613, 0, rate_limited, hours{1}},
    {613, 1996, rate_limited, hours{1}},
    {3001, 1504028, rejected},
    {9004, 2207052, retry_later, minutes{5}},
    {9007, 2207027, retry_later, minutes{1}},
    {36000, 2207004, rejected},
    {36001, 2207005, rejected},
    {36003, 2207009, rejected},
    {36004, 2207010, rejected},
    {80001, 0, rate_limited, hours{1}},
    {80002, 0, rate_limited, hours{1}},
    {80006, 0, rate_limited, hours{1}},
    {7777, 2207077, retry_later, minutes{5}},
    {7777, 2207081, rejected},
    {7777, 2207082, retry_later, minutes{1}},
    // Facebook's login, and pages
    {100, 36007, reauthorize},
    {100, 36008, misconfigured},
    {100, 36009, reauthorize},
    {101, 0, misconfigured},
    {382, 0, rejected},
    {389, 0, retry_later, minutes{5}},
    {6000, 0, rejected},
    {6001, 0, rejected},
    {7777, 1346003, rejected},
    {7777, 1363047, retry_later},
    {7777, 1366046, rejected},
    {7777, 1390008, rate_limited, hours{1}},
    {7777, 1404078, rejected},
    {7777, 1404102, rejected},
    {7777, 1609008, rejected},
    {7777, 1609010, retry_later},
};

TEST(MetaErrors, each_documented_error_has_its_row) {
    for (const auto& [code, subcode, next, pause] : documented) {
        const auto where = fmt::format("{}/{}", code, subcode);
        const auto error = read(graph_error(code, subcode));
        EXPECT_EQ(error.next, next) << where;
        EXPECT_EQ(error.code, subcode == 0 ? std::to_string(code) : where);
        EXPECT_FALSE(error.user_message.empty()) << where;
        EXPECT_EQ(error.retry_after.value_or(std::chrono::seconds{0}), pause) << where;
    }
}

TEST(MetaErrors, each_row_is_reached_by_a_documented_error) {
    std::set<const ErrorRow*> reached;
    for (const auto& row : documented) reached.insert(find_error(row.code, row.subcode));
    for (const auto& row : error_rows()) {
        EXPECT_TRUE(reached.contains(&row)) << row.code << "/" << row.subcode;
    }
}

TEST(MetaErrors, what_is_not_in_the_catalogue_is_rejected) {
    for (const auto& [code, subcode] :
         {std::pair{0, 0}, {5, 0}, {9, 0}, {199, 0}, {300, 0}, {-1, 0}, {80003, 0}}) {
        const auto error = read(graph_error(code, subcode));
        EXPECT_EQ(error.next, rejected) << code;
        EXPECT_TRUE(error.user_message.empty()) << code;
    }
}

TEST(MetaErrors, an_unknown_subcode_falls_back_to_its_code) {
    EXPECT_EQ(read(graph_error(190, 999)).next, reauthorize);
    EXPECT_EQ(read(graph_error(190, 999)).code, "190/999");
}

TEST(MetaErrors, a_transient_error_is_waited_for) {
    constexpr std::string_view transient = R"(,"is_transient":true)";
    EXPECT_EQ(read(graph_error(7, 0, transient)).next, retry_later);
    EXPECT_EQ(read(graph_error(190, 0, transient)).next, retry_later);
    EXPECT_EQ(read(graph_error(4, 0, transient)).next, rate_limited);
    EXPECT_EQ(read(graph_error(4, 2207051, transient)).next, ambiguous);
}

TEST(MetaErrors, numbers_may_be_text_and_fields_absent) {
    EXPECT_EQ(read(R"({"error":{"code":"190","error_subcode":"463"}})").code, "190/463");
    const auto empty = read(R"({"error":{}})");
    EXPECT_EQ(empty.next, rejected);
    EXPECT_EQ(empty.code, "0");
}

TEST(MetaErrors, token_endpoints_have_a_shape_of_their_own) {
    struct TokenRow {
        std::string_view body;
        Next next;
        std::string_view code;
    };
    for (const auto& [body, next, code] : {
             TokenRow{R"({"error_type":"OAuthException","code":400,
                          "error_message":"Matching code was not found or was already used"})",
                      reauthorize, "oauth_400"},
             TokenRow{R"({"error_type":"OAuthException","error_message":"m"})", reauthorize,
                      "oauth_400"},
             TokenRow{R"({"error_type":"OAuthRateLimitException","code":429})", rate_limited,
                      "oauth_429"},
             TokenRow{R"({"error_type":"OAuthException","code":503})", retry_later, "oauth_503"},
             TokenRow{R"({"error_type":"Other","code":400,"error_message":"m"})", rejected,
                      "oauth_400"},
             TokenRow{R"({"code":403,"error_message":"m"})", rejected, "oauth_403"},
         }) {
        const auto error = read(body);
        EXPECT_EQ(error.next, next) << body;
        EXPECT_EQ(error.code, code) << body;
    }
}

TEST(MetaErrors, the_upload_host_says_itself_whether_to_retry) {
    const auto error = read(
        R"({"debug_info":{"retriable":false,"type":"ProcessingFailedError","message":"bad file"}})");
    EXPECT_EQ(error.next, rejected);
    EXPECT_EQ(error.code, "upload");
    EXPECT_EQ(error.message, "ProcessingFailedError: bad file");
    EXPECT_EQ(read(R"({"debug_info":{"retriable":true}})").next, retry_later);
}

TEST(MetaErrors, other_bodies_are_no_errors) {
    for (const std::string_view body :
         {"{}", R"({"id":"1"})", R"({"data":[]})", R"({"error":null})", R"({"error":"text"})"}) {
        EXPECT_FALSE(read_error(parse_json(body).value())) << body;
    }
}

TEST(MetaErrors, some_errors_only_say_that_there_are_no_insights) {
    struct InsightRow {
        int code;
        int subcode;
        bool expected;
        std::string_view reason;
    };
    for (const auto& [code, subcode, expected, reason] : {
             InsightRow{10, 0, true, "too few viewers, or no permission"},
             InsightRow{100, 0, true, "a metric that does not fit"},
             InsightRow{200, 0, true, "no permission"},
             InsightRow{3001, 1504028, true, "no metric"},
             InsightRow{100, 33, false, "the post is gone"},
             InsightRow{190, 0, false, "the token is dead"},
             InsightRow{4, 0, false, "a limit"},
             InsightRow{2, 0, false, "a passing fault"},
             InsightRow{368, 0, false, "a block"},
         }) {
        EXPECT_EQ(is_without_insights(read(graph_error(code, subcode))), expected) << reason;
    }
}

}  // namespace
}  // namespace rostrum::platforms::meta
