#include "events/feed.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

namespace rostrum::events {
namespace {

TEST(FeedCursorText, is_read_back_as_it_was_written) {
    for (const FeedCursor cursor : {FeedCursor{}, FeedCursor{0, 7}, FeedCursor{123'456, 1},
                                    FeedCursor{std::numeric_limits<std::int64_t>::max(),
                                               std::numeric_limits<std::int64_t>::max()}}) {
        const auto read = parse_feed_cursor(to_string(cursor));
        ASSERT_TRUE(read) << to_string(cursor);
        EXPECT_EQ(*read, cursor);
    }
}

TEST(FeedCursorText, is_refused_when_it_is_written_in_any_other_way) {
    struct Row {
        std::string text;
        std::string_view reason;
    };
    const Row rows[] = {
        {"", "nothing"},
        {"-", "no numbers"},
        {"5", "one number"},
        {"5-", "no second"},
        {"-5", "no first"},
        {"5-7-9", "three numbers"},
        {"-5-7", "below 0"},
        {"5--7", "below 0"},
        {"05-7", "a leading zero"},
        {"5-07", "a leading zero"},
        {"+5-7", "a sign"},
        {"5- 7", "a space"},
        {"5-7 ", "a space behind"},
        {"5_7", "another separator"},
        {"5-7x", "text behind"},
        {"9223372036854775808-0", "more than 63 bits"},
        {"0-9223372036854775808", "more than 63 bits"},
        {"5-7" + std::string(1, '\0'), "a NUL behind"},
        {std::string(100'000, '1'), "a very long number"},
    };
    for (const auto& row : rows) {
        const auto read = parse_feed_cursor(row.text);
        ASSERT_FALSE(read) << row.text.substr(0, 40) << ": " << row.reason;
        EXPECT_EQ(read.error().code, ErrorCode::validation_failed);
        EXPECT_EQ(read.error().details[0].field, "cursor");
    }
}

TEST(FeedCursorTest, later_events_have_greater_ones) {
    EXPECT_LT((FeedCursor{1, 9}), (FeedCursor{2, 1}));
    EXPECT_LT((FeedCursor{2, 1}), (FeedCursor{2, 2}));
}

}  // namespace
}  // namespace rostrum::events
