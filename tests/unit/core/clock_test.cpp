#include "core/clock.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string_view>

namespace rostrum {
namespace {

namespace chrono = std::chrono;
using namespace std::chrono_literals;

Time at(int year, unsigned month, unsigned day, chrono::microseconds of_day = 0us) {
    return Time{chrono::sys_days{chrono::year{year} / month / day}} + of_day;
}

struct TimeCase {
    std::string_view text;
    Time expected;
    std::string_view reason;
};

TEST(ParseTime, reads_what_rfc_3339_and_the_platforms_write) {
    const Time quarter = at(2026, 11, 20, 9h + 15min + 2s);
    const TimeCase cases[] = {
        {"2026-11-20T09:15:02Z", quarter, "the plain form"},
        {"2026-11-20t09:15:02z", quarter, "RFC 3339 allows lower case"},
        {"2026-11-20 09:15:02Z", quarter, "RFC 3339 allows a space"},
        {"2026-11-20T09:15:02+00:00", quarter, "an offset of nothing"},
        {"2026-11-20T09:15:02-00:00", quarter, "UTC without a known place"},
        {"2026-11-20T09:15:02+0000", quarter, "the platforms leave the colon out"},
        {"2026-11-20T10:15:02+01:00", quarter, "east of Greenwich is later"},
        {"2026-11-19T19:45:02-13:30", quarter, "west, over midnight"},
        {"2026-11-20T09:15:02.5Z", quarter + 500ms, "a fraction of one digit"},
        {"2026-11-20T09:15:02.000001Z", quarter + 1us, "the smallest that is kept"},
        {"2026-11-20T09:15:02.123456789Z", quarter + 123456us, "cut, not rounded"},
        {"2016-12-31T23:59:60Z", at(2017, 1, 1), "a leap second is the next second"},
        {"2024-02-29T00:00:00Z", at(2024, 2, 29), "a leap day"},
        {"0001-01-01T00:00:00Z", at(1, 1, 1), "the first instant"},
        {"9999-12-31T23:59:59.999999Z", at(10000, 1, 1) - 1us, "the last instant"},
        {"1969-12-31T23:59:59.9Z", at(1970, 1, 1) - 100ms, "before the epoch"},
    };
    for (const auto& row : cases) {
        EXPECT_EQ(parse_time(row.text), row.expected) << row.text << ": " << row.reason;
    }
}

TEST(ParseTime, refuses_everything_else) {
    struct Row {
        std::string_view text;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"", "nothing"},
        {"2026-11-20", "a day is no instant"},
        {"2026-11-20T09:15Z", "no seconds"},
        {"2026-11-20T09:15:02", "no offset: nobody knows when this is"},
        {"2026-11-20T09:15:02 Z", "a space before the offset"},
        {" 2026-11-20T09:15:02Z", "a space in front"},
        {"2026-11-20T09:15:02Z ", "a space behind"},
        {"2026-11-20T09:15:02Zulu", "text behind"},
        {"26-11-20T09:15:02Z", "two digits of a year"},
        {"02026-11-20T09:15:02Z", "five digits of a year"},
        {"-026-11-20T09:15:02Z", "a sign is no digit"},
        {"2026/11/20T09:15:02Z", "slashes"},
        {"2026-1-20T09:15:02Z", "one digit of a month"},
        {"2026-00-20T09:15:02Z", "month 0"},
        {"2026-13-20T09:15:02Z", "month 13"},
        {"2026-11-00T09:15:02Z", "day 0"},
        {"2026-11-31T09:15:02Z", "November has 30 days"},
        {"2026-02-29T09:15:02Z", "2026 is no leap year"},
        {"1900-02-29T09:15:02Z", "1900 was no leap year"},
        {"0000-01-01T00:00:00Z", "there is no year 0"},
        {"2026-11-20T24:00:00Z", "hour 24"},
        {"2026-11-20T09:60:02Z", "minute 60"},
        {"2026-11-20T09:15:61Z", "second 61"},
        {"2026-11-20T09:15:02.Z", "a point without digits"},
        {"2026-11-20T09:15:02,5Z", "a comma"},
        {"2026-11-20T09:15:02.1234567890Z", "ten digits of a fraction"},
        {"2026-11-20T09:15:02+24:00", "an offset of a day"},
        {"2026-11-20T09:15:02+01:60", "an offset of 60 minutes"},
        {"2026-11-20T09:15:02+01", "an offset without minutes"},
        {"2026-11-20T09:15:02+1:00", "an offset with one digit of hours"},
        {"2026-11-20T09:15:02+-1:00", "two signs"},
        {"0001-01-01T00:00:00+00:01", "the instant lies in year 0"},
        {"9999-12-31T23:59:59-00:01", "the instant lies in year 10000"},
        {"1767225600", "seconds since the epoch"},
    };
    for (const auto& row : rows)
        EXPECT_FALSE(parse_time(row.text)) << row.text << ": " << row.reason;
}

TEST(ToRfc3339, writes_a_fraction_only_where_there_is_one) {
    EXPECT_EQ(to_rfc3339(at(2026, 11, 20, 9h + 15min + 2s)), "2026-11-20T09:15:02Z");
    EXPECT_EQ(to_rfc3339(at(2026, 11, 20, 1us)), "2026-11-20T00:00:00.000001Z");
    EXPECT_EQ(to_rfc3339(at(2026, 11, 20, 500ms)), "2026-11-20T00:00:00.500000Z");
    EXPECT_EQ(to_rfc3339(at(1, 1, 1)), "0001-01-01T00:00:00Z");
    EXPECT_EQ(to_rfc3339(at(1970, 1, 1) - 1us), "1969-12-31T23:59:59.999999Z");
}

TEST(ToRfc3339, is_read_back_as_the_same_instant) {
    for (const Time time : {at(1, 1, 1), at(1969, 7, 20, 20h + 17min + 40s), at(2024, 2, 29, 1us),
                            at(2026, 3, 29, 1h), at(10000, 1, 1) - 1us}) {
        EXPECT_EQ(parse_time(to_rfc3339(time)), time) << to_rfc3339(time);
    }
}

TEST(ToRfc3339, appends_to_what_is_there) {
    std::string text = "at ";
    append_rfc3339(text, at(2026, 1, 1));
    EXPECT_EQ(text, "at 2026-01-01T00:00:00Z");
}

TEST(Days, belong_to_utc) {
    const Time late = at(2026, 11, 20, 23h + 59min + 59s + 999999us);
    EXPECT_EQ(to_date(late), "2026-11-20");
    EXPECT_EQ(to_date(late + 1us), "2026-11-21");
    EXPECT_EQ(start_of_day(late), at(2026, 11, 20));
    EXPECT_EQ(start_of_day(at(2026, 11, 20)), at(2026, 11, 20));
    EXPECT_EQ(start_of_day(at(1970, 1, 1) - 1us), at(1969, 12, 31));
}

TEST(ManualClockTest, moves_only_when_told) {
    ManualClock clock;
    EXPECT_EQ(clock.now(), at(2026, 1, 1));
    EXPECT_EQ(clock.now(), at(2026, 1, 1));
    clock.advance(90min);
    EXPECT_EQ(clock.now(), at(2026, 1, 1, 90min));
    clock.advance(-90min);
    EXPECT_EQ(clock.now(), at(2026, 1, 1));
    clock.set(at(2030, 6, 1));
    EXPECT_EQ(clock.now(), at(2030, 6, 1));
}

TEST(ShiftedClockTest, follows_its_base_at_a_distance) {
    ManualClock base;
    ShiftedClock clock(base);
    clock.advance(24h);
    clock.advance(1h);
    EXPECT_EQ(clock.now(), at(2026, 1, 2, 1h));
    base.advance(10s);
    EXPECT_EQ(clock.now(), at(2026, 1, 2, 1h + 10s));
    clock.reset();
    EXPECT_EQ(clock.now(), base.now());
}

TEST(SystemClockTest, tells_the_machines_time) {
    const auto before = chrono::system_clock::now();
    const Time now = SystemClock().now();
    EXPECT_GE(now, chrono::floor<chrono::microseconds>(before));
    EXPECT_LE(now, chrono::system_clock::now());
}

TEST(MonotonicTime, never_goes_back) {
    std::int64_t last = monotonic_us();
    for (int i = 0; i < 1000; ++i) {
        const std::int64_t now = monotonic_us();
        ASSERT_GE(now, last);
        last = now;
    }
}

}  // namespace
}  // namespace rostrum
