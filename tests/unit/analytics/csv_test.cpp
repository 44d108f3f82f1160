#include "analytics/posts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace rostrum::analytics {
namespace {

PostView post() {
    return {.id = *parse_id<PlatformPostId>("0190a7c4-12ef-7abc-8def-0123456789ab"),
            .connection_id = {},
            .platform = "instagram",
            .external_id = "17895",
            .caption = "A caption",
            .media_type = "image",
            .media_url = "https://m",
            .thumbnail_url = std::nullopt,
            .permalink = "https://p",
            .view_count = 500,
            .reach_count = 400,
            .like_count = 0,
            .comment_count = std::nullopt,
            .share_count = 1,
            .save_count = 2,
            .engagement_rate = 12.5,
            .posted_at = ManualClock().now()};
}

/// The caption's field of a post with this caption.
std::string field(std::string_view caption) {
    auto one = post();
    one.caption = std::string(caption);
    const auto line = csv_line(one);
    const std::string before = ",image,";
    const std::string after = ",\"https://p\"";
    const auto start = line.find(before) + before.size();
    return line.substr(start, line.rfind(after) - start);
}

TEST(Csv, has_a_line_per_post_under_its_header) {
    EXPECT_EQ(csv_line(post()),
              "0190a7c4-12ef-7abc-8def-0123456789ab,instagram,\"17895\",2026-01-01T00:00:00Z,image,"
              "\"A caption\",\"https://p\",500,400,0,,1,2,12.5\r\n");
    const auto header = csv_header();
    EXPECT_TRUE(header.ends_with("\r\n"));
    EXPECT_EQ(std::ranges::count(header, ','), std::ranges::count(csv_line(post()), ','));
}

TEST(Csv, leaves_empty_what_is_not_told) {
    auto one = post();
    one.caption.reset();
    one.permalink.reset();
    one.view_count.reset();
    one.engagement_rate.reset();
    EXPECT_TRUE(csv_line(one).ends_with(",image,\"\",\"\",,400,0,,1,2,\r\n"));
}

TEST(Csv, quotes_what_has_a_meaning) {
    struct Row {
        std::string_view caption;
        std::string_view field;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"", R"("")", "nothing"},
        {"plain", R"("plain")", "plain words"},
        {"one, two", R"("one, two")", "a comma"},
        {R"(she said "hi")", R"("she said ""hi""")", "quotes are doubled"},
        {"\"", R"("""")", "only a quote"},
        {"two\r\nlines", "\"two\r\nlines\"", "lines stay as they are"},
        {"äöü 😀", "\"äöü 😀\"", "any language"},
    };
    for (const auto& row : rows) EXPECT_EQ(field(row.caption), row.field) << row.reason;
}

TEST(Csv, takes_the_edge_off_formulas) {
    struct Row {
        std::string_view caption;
        std::string_view field;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"=1+1", R"("'=1+1")", "a formula"},
        {"=HYPERLINK(\"http://evil\")", R"x("'=HYPERLINK(""http://evil"")")x", "one with quotes"},
        {"+1", R"("'+1")", "a plus begins one as well"},
        {"-1", R"("'-1")", "a minus too"},
        {"@SUM(A1)", R"x("'@SUM(A1)")x", "an at as well"},
        {"\t=1", "\"'\t=1\"", "a tab is dropped by spreadsheets"},
        {"\r=1", "\"'\r=1\"", "a carriage return as well"},
        {"1=1", R"("1=1")", "in the middle it is none"},
        {" =1", R"(" =1")", "behind a space it is none"},
    };
    for (const auto& row : rows) EXPECT_EQ(field(row.caption), row.field) << row.reason;
}

TEST(Csv, guards_every_text_that_a_platform_tells) {
    auto one = post();
    one.external_id = "=1";
    one.permalink = "=2";
    const auto line = csv_line(one);
    EXPECT_TRUE(line.contains("\"'=1\""));
    EXPECT_TRUE(line.contains("\"'=2\""));
}

}  // namespace
}  // namespace rostrum::analytics
