#include "core/timezone.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace rostrum {
namespace {

TEST(TimezoneName, is_one_of_the_iana_database) {
    for (const std::string_view name : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                        "America/Argentina/Buenos_Aires"}) {
        EXPECT_TRUE(is_timezone(name)) << name;
    }
}

TEST(TimezoneName, is_never_a_path_or_anything_else) {
    struct Row {
        std::string_view name;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"", "nothing"},
        {"Mars/Olympus", "no such place"},
        {"europe/berlin", "names are written in one way"},
        {"Europe", "a folder of the database"},
        {"Europe/", "a folder of the database"},
        {"/etc/localtime", "a path"},
        {"/usr/share/zoneinfo/UTC", "a path to the database"},
        {"../etc/passwd", "a way out of the database"},
        {"Europe/../UTC", "a way about"},
        {"Europe/Berlin ", "a space behind"},
        {"zone.tab", "another file of the database"},
        {"+02:00", "an offset is no zone"},
    };
    for (const auto& row : rows)
        EXPECT_FALSE(is_timezone(row.name)) << row.name << ": " << row.reason;
}

TEST(LocalTimeTest, follows_the_clocks_of_the_zone) {
    struct Row {
        std::string_view time;
        std::string_view zone;
        int weekday;
        int hour;
        std::string_view reason;
    };
    constexpr int monday = 0;
    constexpr int saturday = 5;
    constexpr int sunday = 6;
    constexpr Row rows[] = {
        {"2026-01-05T00:00:00Z", "UTC", monday, 0, "midnight begins the day"},
        {"2026-01-04T23:59:59.999999Z", "UTC", sunday, 23, "the last microsecond of the week"},
        {"2026-01-04T23:30:00Z", "Europe/Berlin", monday, 0, "a day further east"},
        {"2026-01-05T02:00:00Z", "America/New_York", sunday, 21, "a day back west"},
        {"2026-03-29T00:59:59Z", "Europe/Berlin", sunday, 1, "just before summer time"},
        {"2026-03-29T01:00:00Z", "Europe/Berlin", sunday, 3, "the hour from 2 to 3 is left out"},
        {"2026-10-25T00:30:00Z", "Europe/Berlin", sunday, 2, "half past two, the first time"},
        {"2026-10-25T01:30:00Z", "Europe/Berlin", sunday, 2, "half past two, the second time"},
        {"2026-10-25T02:00:00Z", "Europe/Berlin", sunday, 3, "winter time"},
        {"2026-03-08T06:59:59Z", "America/New_York", sunday, 1, "before summer time in New York"},
        {"2026-03-08T07:00:00Z", "America/New_York", sunday, 3, "after it, weeks before Berlin"},
        {"2026-01-05T18:29:59Z", "Asia/Kolkata", monday, 23, "half an hour is an offset as well"},
        {"2026-01-05T18:30:00Z", "Asia/Kolkata", 1, 0, "and it moves midnight"},
        {"1969-12-31T23:00:00Z", "UTC", 2, 23, "before the epoch"},
        {"2026-01-04T10:00:00Z", "Pacific/Kiritimati", monday, 0, "fourteen hours ahead"},
        {"2026-01-04T10:59:59Z", "Pacific/Pago_Pago", saturday, 23, "eleven hours behind"},
    };
    for (const auto& row : rows) {
        const auto local = local_time(*parse_time(row.time), row.zone);
        ASSERT_TRUE(local) << row.zone;
        EXPECT_EQ(local->weekday, row.weekday) << row.time << " " << row.zone << ": " << row.reason;
        EXPECT_EQ(local->hour, row.hour) << row.time << " " << row.zone << ": " << row.reason;
    }
}

TEST(NextMidnightTest, follows_the_clocks_of_the_zone) {
    struct Row {
        std::string_view time;
        std::string_view zone;
        std::string_view midnight;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"2026-01-05T12:00:00Z", "UTC", "2026-01-06T00:00:00Z", "noon"},
        {"2026-01-05T00:00:00Z", "UTC", "2026-01-06T00:00:00Z", "midnight itself has begun"},
        {"2026-01-05T07:59:59.5Z", "America/Los_Angeles", "2026-01-05T08:00:00Z", "winter"},
        {"2026-01-05T08:00:00Z", "America/Los_Angeles", "2026-01-06T08:00:00Z", "a day later"},
        {"2026-07-05T06:00:00Z", "America/Los_Angeles", "2026-07-05T07:00:00Z", "summer"},
        {"2026-03-08T08:00:00Z", "America/Los_Angeles", "2026-03-09T07:00:00Z", "23 hours"},
        {"2026-11-01T07:00:00Z", "America/Los_Angeles", "2026-11-02T08:00:00Z", "25 hours"},
    };
    for (const auto& row : rows) {
        const auto midnight = next_midnight(*parse_time(row.time), row.zone);
        ASSERT_TRUE(midnight) << row.zone;
        EXPECT_EQ(to_rfc3339(*midnight), row.midnight) << row.time << ": " << row.reason;
    }
    EXPECT_FALSE(next_midnight(Time{}, "Mars/Olympus"));
}

TEST(WallTimeTest, is_what_the_clocks_show_and_leads_back) {
    struct Row {
        std::string_view time;
        std::string_view zone;
        std::string_view shown;  ///< as if it were UTC
        std::string_view back;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"2026-01-05T12:00:00.000001Z", "UTC", "2026-01-05T12:00:00.000001Z",
         "2026-01-05T12:00:00.000001Z", "to the microsecond"},
        {"2026-07-05T12:00:00Z", "Europe/Berlin", "2026-07-05T14:00:00Z", "2026-07-05T12:00:00Z",
         "summer"},
        {"2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z",
         "the first time"},
        {"2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z",
         "the second time leads back to the first"},
    };
    for (const auto& row : rows) {
        const auto wall = to_wall(*parse_time(row.time), row.zone);
        ASSERT_TRUE(wall) << row.reason;
        EXPECT_EQ(to_rfc3339(Time{wall->time_since_epoch()}), row.shown) << row.reason;
        EXPECT_EQ(to_rfc3339(*from_wall(*wall, row.zone)), row.back) << row.reason;
    }
    const WallTime left_out{parse_time("2026-03-29T02:30:00Z")->time_since_epoch()};
    EXPECT_EQ(to_rfc3339(*from_wall(left_out, "Europe/Berlin")), "2026-03-29T01:00:00Z");
    EXPECT_FALSE(to_wall(Time{}, "Mars/Olympus"));
    EXPECT_FALSE(from_wall(WallTime{}, "Mars/Olympus"));
}

TEST(LocalTimeTest, is_nothing_where_there_is_no_such_zone) {
    EXPECT_FALSE(local_time(Time{}, "Mars/Olympus"));
    EXPECT_FALSE(local_time(Time{}, ""));
}

}  // namespace
}  // namespace rostrum
