#include "platforms/x/errors.hpp"

#include "platforms/x/limits.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace rostrum::platforms::x {
namespace {

using namespace std::chrono_literals;

std::optional<PlatformError> read(std::string_view body, int status = 400) {
    return read_error(parse_json(body).value(), status);
}

/// An answer with this code, in every shape that such a code comes in, and its status.
struct Shaped {
    std::string body;
    int status = 400;
};
std::vector<Shaped> shapes_of(std::string_view code) {
    if (code.starts_with("http_")) {
        const auto status = std::stoi(std::string(code.substr(5)));
        return {
            {fmt::format(R"({{"title":"why","type":"about:blank","status":{}}})", status), status}};
    }
    if (std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; })) {
        return {{fmt::format(R"({{"errors":[{{"code":{},"message":"why"}}]}})", code)},
                {fmt::format(R"({{"code":{},"message":"why"}})", code)}};
    }
    if (code.contains('_')) {
        return {{fmt::format(R"({{"error":"{}","error_description":"why"}})", code)}};
    }
    if (code == "duplicate-content") return {};  // has no type of its own, see below
    std::vector<Shaped> shapes;
    for (const std::string_view host : {"api.x.com", "api.twitter.com"}) {
        const auto problem = fmt::format(
            R"({{"title":"Title","detail":"why","type":"https://{}/2/problems/{}"}})", host, code);
        shapes.push_back({problem});
        shapes.push_back({fmt::format(R"({{"errors":[{}]}})", problem), 200});
    }
    return shapes;
}

TEST(XErrors, each_row_is_read_in_its_shapes) {
    std::set<std::string_view> seen;
    for (const auto& row : error_rows()) {
        EXPECT_TRUE(seen.insert(row.code).second) << row.code << " has two rows";
        for (const auto& [body, status] : shapes_of(row.code)) {
            const auto error = read(body, status);
            ASSERT_TRUE(error) << body;
            EXPECT_EQ(error->next, row.next) << body;
            EXPECT_EQ(error->code, row.code);
            EXPECT_EQ(error->message, "why");
            EXPECT_EQ(error->user_message, row.user_message);
            EXPECT_EQ(error->retry_after.has_value(), row.pause.count() > 0) << body;
        }
    }
}

TEST(XErrors, what_meets_a_connection_is_told_apart) {
    struct Row {
        std::string_view body;
        int status;
        Next next;
    };
    constexpr Row rows[] = {
        {R"({"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"})",
         401, Next::reauthorize},
        {R"({"title":"CreditsDepleted","type":"https://api.twitter.com/2/problems/credits"})", 402,
         Next::misconfigured},
        {R"({"title":"CreditsDepleted","detail":"no credits"})", 402, Next::misconfigured},
        {R"({"title":"Client Forbidden","type":"https://api.x.com/2/problems/client-forbidden"})",
         403, Next::misconfigured},
        {R"({"title":"Forbidden","type":"about:blank","status":403,"detail":"Not permitted"})", 403,
         Next::rejected},
        {R"({"title":"UsageCapExceeded","type":"https://api.x.com/2/problems/usage-capped"})", 403,
         Next::rate_limited},
        {R"({"title":"Too Many Requests","type":"about:blank","status":429})", 429,
         Next::rate_limited},
        {R"({"errors":[{"code":89,"message":"Invalid or expired token"}]})", 401,
         Next::reauthorize},
        {R"({"error":"invalid_request",
             "error_description":"Value passed for the token was invalid."})",
         400, Next::reauthorize},
        {R"({"error":"invalid_request","error_description":"Missing required parameter [code]."})",
         400, Next::rejected},
        {R"({"error":"unauthorized_client",
             "error_description":"Missing valid authorization header"})",
         401, Next::misconfigured},
    };
    for (const auto& row : rows) {
        const auto error = read(row.body, row.status);
        ASSERT_TRUE(error) << row.body;
        EXPECT_EQ(error->next, row.next) << row.body;
    }
}

TEST(XErrors, a_duplicate_is_known_by_its_text_only) {
    const auto error = read(R"({"type":"about:blank","title":"Forbidden","status":403,
        "detail":"You are not allowed to create a Tweet with duplicate content."})",
                            403);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, "duplicate-content");
    EXPECT_EQ(error->next, Next::rejected);
}

TEST(XErrors, a_bad_parameter_is_named) {
    const auto error = read(R"({"errors":[{"parameters":{"post.fields":["note_post"]},
        "message":"is not one of"}],"title":"Invalid Request","detail":"One was invalid.",
        "type":"https://api.x.com/2/problems/invalid-request"})");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, "invalid-request/post.fields");
    EXPECT_EQ(error->message, "One was invalid.: is not one of");
    EXPECT_TRUE(is_about_field_names(*error));
    PlatformError other{.code = "invalid-request/max_results", .message = {}};
    EXPECT_FALSE(is_about_field_names(other));
    other.code = "invalid-request";
    EXPECT_TRUE(is_about_field_names(other)) << "names none";
    other.code = fields_missing;
    EXPECT_TRUE(is_about_field_names(other));
    other.code = "http_429";
    EXPECT_FALSE(is_about_field_names(other));
}

TEST(XErrors, errors_beside_data_are_notes) {
    for (const auto* body :
         {R"({"data":{"id":"1"},"errors":[{"type":"about:blank","title":"t"}]})",
          R"({"data":[],"errors":[{"code":88,"message":"m"}]})",
          R"({"meta":{"result_count":0},"errors":[{"type":"about:blank","title":"t"}]})"}) {
        EXPECT_FALSE(read(body, 200)) << body;
    }
    EXPECT_TRUE(read(R"({"data":{},"title":"t","type":"about:blank"})", 403));
}

TEST(XErrors, an_error_about_all_of_an_answer_is_one_with_status_200_too) {
    const auto gone = read(R"({"errors":[{"detail":"Could not find user with id: [5].",
        "type":"https://api.twitter.com/2/problems/resource-not-found"}]})",
                           200);
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->next, Next::not_found);
    const auto told = read(R"({"errors":[{"title":"t","type":"about:blank","status":404}]})", 200);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->next, Next::not_found) << "by the status that it tells";
}

TEST(XErrors, what_is_no_error_is_none) {
    for (const auto* body :
         {R"({})", R"({"error":null})", R"({"errors":[]})", R"({"errors":{}})", R"({"errors":[7]})",
          R"({"code":"x"})", R"({"errors":[{"message":"without a code"}]})", R"({"error":{}})"}) {
        EXPECT_FALSE(read(body)) << body;
    }
    EXPECT_EQ(read(R"({"type":"https://api.x.com/2/problems/new-one"})")->next, Next::rejected);
    EXPECT_EQ(read(R"({"type":7,"title":[]})", 401)->next, Next::reauthorize);
}

// ---- limits

LimitsSeen limits(http::Headers headers) { return read_limits(headers, Time{1'800'000'000s}); }

TEST(XLimits, are_read_from_three_sets_of_headers) {
    const auto some = limits({{"x-rate-limit-limit", "900"},
                              {"x-rate-limit-remaining", "225"},
                              {"x-rate-limit-reset", "1800000600"}});
    EXPECT_EQ(some.used_percent, 75);
    EXPECT_FALSE(some.regain_after) << "there is something left";
    const auto none = limits({{"X-Rate-Limit-Limit", "75"},
                              {"X-Rate-Limit-Remaining", "0"},
                              {"X-Rate-Limit-Reset", "1800000600"}});
    EXPECT_EQ(none.used_percent, 100);
    EXPECT_EQ(none.regain_after, 600s);
    const auto day = limits({{"x-rate-limit-limit", "100"},
                             {"x-rate-limit-remaining", "99"},
                             {"x-rate-limit-reset", "1800000600"},
                             {"x-user-limit-24hour-limit", "100"},
                             {"x-user-limit-24hour-remaining", "0"},
                             {"x-user-limit-24hour-reset", "1800050000"}});
    EXPECT_EQ(day.regain_after, 50'000s);
}

TEST(XLimits, nonsense_says_nothing) {
    EXPECT_FALSE(limits({}).used_percent);
    EXPECT_FALSE(
        limits({{"x-rate-limit-limit", "many"}, {"x-rate-limit-remaining", "-3"}}).used_percent);
    EXPECT_FALSE(
        limits({{"x-rate-limit-limit", "0"}, {"x-rate-limit-remaining", "0"}}).used_percent);
    EXPECT_FALSE(
        limits({{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", "5"}}).regain_after)
        << "is over";
    EXPECT_EQ(limits({{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", "9999999999999"}})
                  .regain_after,
              7 * 24h);
}

}  // namespace
}  // namespace rostrum::platforms::x
