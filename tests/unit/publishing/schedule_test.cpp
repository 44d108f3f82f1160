#include "publishing/schedule.hpp"

#include "publishing/limits.hpp"

#include <gtest/gtest.h>

namespace rostrum::publishing {
namespace {

using namespace std::chrono_literals;

const Time now = *parse_time("2026-03-01T00:00:00Z");

TEST(Schedule, wall_clocks_are_read_strictly) {
    struct Row {
        std::string_view text;
        std::string_view read;  ///< empty: refused
    };
    const Row rows[] = {
        {"2026-11-20T09:15", "2026-11-20T09:15:00"},
        {"2026-11-20T09:15:30", "2026-11-20T09:15:30"},
        {"2024-02-29T00:00", "2024-02-29T00:00:00"},
        {"2026-02-29T00:00", ""},
        {"2026-13-01T00:00", ""},
        {"2026-11-20T24:00", ""},
        {"2026-11-20T09:60", ""},
        {"2026-11-20T09:15:60", ""},
        {"2026-11-20 09:15", ""},
        {"2026-11-20T09:15Z", ""},
        {"2026-11-20T09:15:30Z", ""},
        {"2026-11-2xT09:15", ""},
        {"0000-01-01T00:00", ""},
        {"", ""},
    };
    for (const auto& row : rows) {
        const auto wall = parse_wall(row.text);
        EXPECT_EQ(wall ? to_text(*wall) : "", row.read) << row.text;
    }
}

TEST(Schedule, words_become_an_instant) {
    struct Row {
        ScheduleInput input;
        std::string_view at;     ///< empty: refused
        std::string_view local;  ///< or the field that is wrong
        std::string_view reason;
    };
    const Time noon = *parse_time("2026-06-01T12:00:00Z");
    const Row rows[] = {
        {{noon, {}, {}}, "2026-06-01T12:00:00Z", "", "an instant"},
        {{noon, {}, "Europe/Berlin"}, "2026-06-01T12:00:00Z", "2026-06-01T14:00:00", "with a zone"},
        {{{}, "2026-06-01T14:00", "Europe/Berlin"},
         "2026-06-01T12:00:00Z",
         "2026-06-01T14:00:00",
         "a wall clock"},
        {{{}, "2026-03-29T02:30", "Europe/Berlin"},
         "2026-03-29T01:00:00Z",
         "2026-03-29T02:30:00",
         "in a gap"},
        {{{}, "2026-10-25T02:30", "Europe/Berlin"},
         "2026-10-25T00:30:00Z",
         "2026-10-25T02:30:00",
         "in a fold"},
        {{{}, "2026-06-01T14:00", {}}, "", "timezone", "no zone"},
        {{{}, "2026-06-01T14:00", "Mars/Olympus"}, "", "timezone", "no such zone"},
        {{noon, {}, "Mars/Olympus"}, "", "timezone", "no such zone"},
        {{{}, {}, "Europe/Berlin"}, "", "timezone", "a zone alone"},
        {{noon, "2026-06-01T14:00", "Europe/Berlin"}, "", "scheduledLocal", "two times"},
        {{{}, "tomorrow", "Europe/Berlin"}, "", "scheduledLocal", "no time"},
        {{now - schedule_late_max - 1s, {}, {}}, "", "scheduledAt", "past"},
        {{now - schedule_late_max, {}, {}}, "2026-02-28T23:55:00Z", "", "just now"},
        {{now + schedule_ahead_max, {}, {}}, "2028-02-29T00:00:00Z", "", "two years"},
        {{now + schedule_ahead_max + 1s, {}, {}}, "", "scheduledAt", "too far"},
    };
    for (const auto& row : rows) {
        const auto schedule = resolve(row.input, now);
        if (row.at.empty()) {
            ASSERT_FALSE(schedule) << row.reason;
            EXPECT_EQ(schedule.error().details.at(0).field, row.local) << row.reason;
            continue;
        }
        ASSERT_TRUE(schedule && *schedule) << row.reason;
        EXPECT_EQ(to_rfc3339((*schedule)->at), row.at) << row.reason;
        EXPECT_EQ((*schedule)->local.value_or(""), row.local) << row.reason;
    }
    EXPECT_FALSE(*resolve({}, now)) << "no words, no time";
}

TEST(Schedule, whole_days_of_a_zone_keep_the_wall_clock) {
    const BulkTimes days{"2026-03-28T09:00", 24 * 60, "Europe/Berlin"};
    EXPECT_EQ(to_rfc3339(bulk_time(days, 0, now)->at), "2026-03-28T08:00:00Z");
    EXPECT_EQ(to_rfc3339(bulk_time(days, 1, now)->at), "2026-03-29T07:00:00Z");
    EXPECT_EQ(bulk_time(days, 2, now)->local, "2026-03-30T09:00:00");
    const BulkTimes hours{"2026-03-29T01:00", 60, "Europe/Berlin"};
    EXPECT_EQ(bulk_time(hours, 1, now)->local, "2026-03-29T03:00:00") << "an hour later";
    const BulkTimes instant{"2026-03-28T09:00:00Z", 24 * 60, std::nullopt};
    EXPECT_EQ(to_rfc3339(bulk_time(instant, 1, now)->at), "2026-03-29T09:00:00Z");
    const BulkTimes none{};
    EXPECT_EQ(bulk_time(none, 0, now)->at, now);
    const BulkTimes far{"2026-03-28T09:00:00Z", 60 * 24 * 365, std::nullopt};
    EXPECT_FALSE(bulk_time(far, 3, now)) << "too far ahead";
    EXPECT_FALSE(bulk_time({"soon", 60, "Europe/Berlin"}, 0, now));
}

TEST(BulkTimes, begin_at_the_instant_that_was_asked_for) {
    const Time now{std::chrono::sys_days{std::chrono::year{2026} / 10 / 1}};
    // The second 02:30 of the day on which clocks go back.
    const BulkTimes autumn{.start = "2026-10-25T01:30:00Z", .timezone = "Europe/Berlin"};
    EXPECT_EQ(to_rfc3339(bulk_time(autumn, 0, now)->at), "2026-10-25T01:30:00Z");
    for (const auto* far : {"9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"}) {
        const BulkTimes wrong{.start = far, .timezone = "Pacific/Auckland"};
        EXPECT_FALSE(bulk_time(wrong, 0, now)) << far;
        EXPECT_FALSE(bulk_time(wrong, 3, now)) << far;
    }
}

}  // namespace
}  // namespace rostrum::publishing
