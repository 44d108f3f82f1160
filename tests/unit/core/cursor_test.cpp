#include "core/cursor.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

namespace rostrum {
namespace {

constexpr std::string_view id_text = "0190a7c4-12ef-7abc-8def-0123456789ab";

TEST(CursorText, is_read_back_as_it_was_written) {
    const Uuid id = *parse_uuid(id_text);
    for (const std::int64_t key :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{1'767'225'600'000'000},
          std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
        const Cursor cursor{key, id};
        const auto read = parse_cursor(to_string(cursor));
        ASSERT_TRUE(read) << key;
        EXPECT_EQ(*read, cursor);
    }
}

TEST(CursorText, is_refused_when_it_is_written_in_any_other_way) {
    struct Row {
        std::string text;
        std::string_view reason;
    };
    const std::string id(id_text);
    const Row rows[] = {
        {"", "nothing"},
        {"_", "neither key nor id"},
        {"5", "no id"},
        {"5_", "no id"},
        {"_" + id, "no key"},
        {id, "only an id"},
        {"5-" + id, "another separator"},
        {"5_" + id + " ", "a space behind"},
        {" 5_" + id, "a space in front"},
        {"05_" + id, "a leading zero"},
        {"+5_" + id, "a plus"},
        {"-0_" + id, "minus nothing"},
        {"5.0_" + id, "no whole number"},
        {"0x5_" + id, "not decimal"},
        {"9223372036854775808_" + id, "more than 64 bits"},
        {"5__" + id, "two separators"},
        {"5_0190A7C4-12EF-7ABC-8DEF-0123456789AB", "upper case"},
        {"5_0190a7c412ef7abc8def0123456789ab", "an id without dashes"},
        {"5_" + id + "_", "text behind"},
        {"5_" + id + std::string(1, '\0'), "a NUL behind"},
    };
    for (const auto& row : rows) {
        const auto read = parse_cursor(row.text);
        ASSERT_FALSE(read) << row.text << ": " << row.reason;
        EXPECT_EQ(read.error().code, ErrorCode::validation_failed);
        EXPECT_EQ(read.error().details[0].field, "cursor");
    }
}

TEST(PageStartTest, of_the_first_page_lies_after_every_row) {
    const auto start = page_start({.limit = 10, .after = std::nullopt});
    EXPECT_GT(start.before, *parse_time("9998-12-31T23:59:59Z"));
    EXPECT_GT(start.id, *parse_uuid("ffffffff-ffff-7fff-bfff-ffffffffffff"));
}

TEST(PageStartTest, of_a_further_page_is_the_row_before) {
    const Time time = *parse_time("2026-01-01T12:00:00.000001Z");
    const Uuid id = *parse_uuid(id_text);
    const auto start = page_start({.limit = 10, .after = cursor_of(time, id)});
    EXPECT_EQ(start.before, time);
    EXPECT_EQ(start.id, id);
}

}  // namespace
}  // namespace rostrum
