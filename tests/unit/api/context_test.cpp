#include "api/context.hpp"

#include "accounts/team.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace rostrum::api {
namespace {

constexpr std::string_view id_text = "0190a7c4-12ef-7abc-8def-0123456789ab";

/// A request with one parameter in its query.
http::Request asking(std::string name, std::string value) {
    http::Request request;
    request.query.add(std::move(name), std::move(value));
    return request;
}

http::Request sending(std::string body, std::string type) {
    http::Request request;
    request.body = std::move(body);
    if (!type.empty()) request.headers.set("Content-Type", std::move(type));
    return request;
}

TEST(ContextBody, is_json_or_nothing) {
    struct Row {
        std::string_view body;
        std::string_view type;
        std::optional<ErrorCode> error;
        std::string_view reason;
    };
    constexpr std::string_view good = R"({"name":"N","timezone":"UTC"})";
    constexpr Row rows[] = {
        {good, "application/json", std::nullopt, "the plain type"},
        {good, "application/json; charset=utf-8", std::nullopt, "with its encoding"},
        {good, "application/json ;charset=utf-8", std::nullopt, "with a space"},
        {good, "Application/JSON", std::nullopt, "in any case"},
        {good, "", ErrorCode::unsupported_media_type, "no type"},
        {good, "text/plain", ErrorCode::unsupported_media_type, "what a foreign form may send"},
        {good, "application/x-www-form-urlencoded", ErrorCode::unsupported_media_type, "a form"},
        {good, "application/jsonx", ErrorCode::unsupported_media_type, "another type"},
        {good, "application/json, text/plain", ErrorCode::unsupported_media_type, "two types"},
        {"{", "application/json", ErrorCode::invalid_json, "no JSON"},
        {"[]", "application/json", ErrorCode::validation_failed, "no object"},
        {"", "application/json", ErrorCode::validation_failed, "nothing is read as {}"},
        {"", "", ErrorCode::validation_failed, "nothing without a type as well"},
    };
    for (const auto& row : rows) {
        auto request = sending(std::string(row.body), std::string(row.type));
        const auto body = Context(request).body<accounts::NewWorkspace>();
        ASSERT_EQ(body.has_value(), !row.error) << row.reason;
        if (row.error) {
            EXPECT_EQ(body.error().code, *row.error) << row.reason;
        } else {
            EXPECT_EQ(body->name, "N");
        }
    }
}

TEST(ContextBody, without_anything_is_enough_where_everything_is_optional) {
    http::Request request;
    EXPECT_TRUE(Context(request).body<accounts::WorkspaceChange>());
}

TEST(ContextId, is_an_id_or_nothing_of_ours) {
    http::Request request;
    request.params.add("id", std::string(id_text));
    request.params.add("other", "me");
    const Context context(request);
    EXPECT_EQ(to_string(*context.id<ConnectionId>()), id_text);
    EXPECT_EQ(context.id<ConnectionId>("other").error().code, ErrorCode::not_found);
    EXPECT_EQ(context.id<ConnectionId>("missing").error().code, ErrorCode::not_found);
}

TEST(ContextText, is_empty_when_it_is_missing_or_empty) {
    auto request = asking("a", "x");
    request.query.add("b", "");
    request.query.add("a", "y");
    const Context context(request);
    EXPECT_EQ(context.text("a"), "x") << "the first one";
    EXPECT_EQ(context.text("b"), std::nullopt);
    EXPECT_EQ(context.text("c"), std::nullopt);
}

TEST(ContextNumber, lies_between_its_bounds) {
    struct Row {
        std::string_view text;
        std::optional<int> number;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"", 30, "the fallback"},
        {"1", 1, "the least"},
        {"90", 90, "the most"},
        {"007", 7, "leading zeros"},
        {"0", std::nullopt, "too little"},
        {"91", std::nullopt, "too much"},
        {"-1", std::nullopt, "below nothing"},
        {"+5", std::nullopt, "a sign"},
        {"5.0", std::nullopt, "no whole number"},
        {"5 ", std::nullopt, "a space"},
        {" 5", std::nullopt, "a space in front"},
        {"0x5", std::nullopt, "not decimal"},
        {"five", std::nullopt, "a word"},
        {"99999999999999999999", std::nullopt, "beyond any"},
    };
    for (const auto& row : rows) {
        auto request = asking("days", std::string(row.text));
        const auto number = Context(request).number("days", 30, 1, 90);
        ASSERT_EQ(number.has_value(), row.number.has_value()) << row.text << ": " << row.reason;
        if (number) {
            EXPECT_EQ(*number, *row.number) << row.reason;
        } else {
            EXPECT_EQ(number.error().details.at(0).field, "days");
        }
    }
}

TEST(ContextTime, is_an_instant_or_the_beginning_of_a_day) {
    struct Row {
        std::string_view text;
        std::string_view time;  ///< empty: refused
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"2026-11-20T09:15:02Z", "2026-11-20T09:15:02Z", "an instant"},
        {"2026-11-20T09:15:02+01:00", "2026-11-20T08:15:02Z", "an instant elsewhere"},
        {"2026-11-20", "2026-11-20T00:00:00Z", "a day"},
        {"2026-11-31", "", "no such day"},
        {"2026-11", "", "a month"},
        {"yesterday", "", "a word"},
        {"1767225600", "", "seconds since the epoch"},
        {"2026-11-20T09:15", "", "no seconds"},
    };
    for (const auto& row : rows) {
        auto request = asking("from", std::string(row.text));
        const auto time = Context(request).time("from");
        ASSERT_EQ(time.has_value(), !row.time.empty()) << row.text << ": " << row.reason;
        if (time) {
            EXPECT_EQ(*time, parse_time(row.time)) << row.reason;
        } else {
            EXPECT_EQ(time.error().details.at(0).field, "from");
        }
    }
    http::Request nothing;
    EXPECT_EQ(Context(nothing).time("from").value(), std::nullopt);
}

TEST(ContextPage, has_a_limit_and_a_cursor) {
    http::Request nothing;
    EXPECT_EQ(Context(nothing).page()->limit, 25);
    EXPECT_FALSE(Context(nothing).page()->after);
    const Cursor cursor{5, *parse_uuid(id_text)};
    auto request = asking("cursor", to_string(cursor));
    request.query.add("limit", "100");
    const auto page = Context(request).page();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->limit, 100);
    EXPECT_EQ(page->after, cursor);
    for (const std::string limit : {"0", "101", "-1", "x"}) {
        auto wrong = asking("limit", limit);
        EXPECT_EQ(Context(wrong).page().error().details.at(0).field, "limit") << limit;
    }
    for (const std::string text : {"x", "5", "5_x", "5_"}) {
        auto wrong = asking("cursor", text);
        EXPECT_EQ(Context(wrong).page().error().details.at(0).field, "cursor") << text;
    }
}

TEST(ContextFlag, is_true_or_false) {
    struct Row {
        std::string_view text;
        std::optional<bool> flag;
    };
    constexpr Row rows[] = {{"", false},
                            {"true", true},
                            {"1", true},
                            {"false", false},
                            {"0", false},
                            {"yes", std::nullopt},
                            {"TRUE", std::nullopt},
                            {"2", std::nullopt}};
    for (const auto& row : rows) {
        auto request = asking("purge", std::string(row.text));
        const auto flag = Context(request).flag("purge");
        ASSERT_EQ(flag.has_value(), row.flag.has_value()) << row.text;
        if (flag) {
            EXPECT_EQ(*flag, *row.flag) << row.text;
        }
    }
}

TEST(ContextOptionalId, is_an_id_when_it_is_there) {
    auto request = asking("connectionId", std::string(id_text));
    EXPECT_EQ(to_string(**Context(request).optional_id<ConnectionId>("connectionId")), id_text);
    EXPECT_FALSE(*Context(request).optional_id<ConnectionId>("other"));
    auto wrong = asking("connectionId", "x");
    EXPECT_EQ(Context(wrong).optional_id<ConnectionId>("connectionId").error().code,
              ErrorCode::validation_failed);
}

struct Row {
    int number = 0;
};
BOOST_DESCRIBE_STRUCT(Row, (), (number))

TEST(PageResponse, names_the_next_page_only_when_it_is_full) {
    const auto cursor = [](const Row& row) { return Cursor{row.number, Uuid{}}; };
    const std::vector<Row> rows{{1}, {2}};
    EXPECT_EQ(page_response(rows, 3, cursor).body,
              R"({"data":[{"number":1},{"number":2}],"nextCursor":null})");
    EXPECT_EQ(page_response(rows, 2, cursor).body,
              R"({"data":[{"number":1},{"number":2}],)"
              R"("nextCursor":"2_00000000-0000-0000-0000-000000000000"})");
    EXPECT_EQ(page_response(std::vector<Row>{}, 2, cursor).body,
              R"({"data":[],"nextCursor":null})");
    EXPECT_EQ(list_response(rows).body,
              R"({"data":[{"number":1},{"number":2}],"nextCursor":null})");
}

}  // namespace
}  // namespace rostrum::api
