#include "sync/schedule.hpp"

#include "core/timezone.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

namespace rostrum::sync {
namespace {

using namespace std::chrono_literals;

Time at(std::string_view text) { return *parse_time(text); }

constexpr ConnectionId nobody{};

/// All of one platform at one time of the day.
Schedule daily(std::chrono::minutes time, std::string zone, std::chrono::seconds spread = 0s) {
    return Schedule({.times = {{"a", time}}, .timezone = std::move(zone), .spread = spread});
}

SyncState state(std::optional<Time> succeeded, std::int64_t failed = 0,
                std::string_view status = "success") {
    return {"a", failed, succeeded, std::string(status)};
}

std::vector<ConnectionId> made_ids(int number) {
    ManualClock clock;
    SeededRandom random{7};
    IdSource ids{clock, random};
    std::vector<ConnectionId> made;
    for (int i = 0; i < number; ++i) made.push_back(ConnectionId{ids.next()});
    return made;
}

TEST(DailyTimesText, is_platforms_with_a_time) {
    const auto times = parse_daily_times("instagram 03:00, tiktok 23:59,  x   00:00 ");
    ASSERT_TRUE(times);
    EXPECT_EQ(*times, (DailyTimes{{"instagram", 3h}, {"tiktok", 23h + 59min}, {"x", 0min}}));
    EXPECT_EQ(parse_daily_times(""), DailyTimes{});
    EXPECT_EQ(parse_daily_times("  "), DailyTimes{});
}

TEST(DailyTimesText, is_refused_when_it_is_anything_else) {
    for (const std::string_view text :
         {"instagram", "instagram 3:00", "instagram 24:00", "instagram 03:60", "instagram 0300",
          "instagram -1:00", "03:00", "instagram 03:00 tiktok 04:00", "instagram 03:00,, x 04:00",
          "instagram 03:00, instagram 04:00", "instagram 03:00;", "instagram aa:bb",
          "instagram +3:00"}) {
        const auto times = parse_daily_times(text);
        ASSERT_FALSE(times) << text;
        EXPECT_EQ(times.error().code, ErrorCode::validation_failed) << text;
        EXPECT_NE(times.error().message, "") << text;
    }
}

TEST(DailyTimesFilled, gives_the_half_hours_after_the_last_in_the_order_of_the_platforms) {
    constexpr std::array<std::string_view, 3> order{"b", "a", "c"};
    EXPECT_EQ(fill_daily_times({}, order), (DailyTimes{{"b", 3h}, {"a", 3h + 30min}, {"c", 4h}}));
    EXPECT_EQ(fill_daily_times({{"a", 1h}}, order),
              (DailyTimes{{"a", 1h}, {"b", 1h + 30min}, {"c", 2h}}));
    EXPECT_EQ(fill_daily_times({{"other", 23h + 30min}, {"b", 2h}}, order),
              (DailyTimes{{"other", 23h + 30min}, {"b", 2h}, {"a", 0min}, {"c", 30min}}))
        << "over midnight";
    EXPECT_EQ(fill_daily_times({{"a", 1h}, {"b", 2h}, {"c", 3h}}, order),
              (DailyTimes{{"a", 1h}, {"b", 2h}, {"c", 3h}}));
}

TEST(ScheduleNext, is_the_platform_s_time_by_the_clocks_of_the_zone) {
    struct Row {
        std::chrono::minutes time;
        std::string_view zone;
        std::string_view after;
        std::string_view next;
        std::string_view reason;
    };
    const Row rows[] = {
        {3h, "UTC", "2026-01-01T02:59:59.999999Z", "2026-01-01T03:00:00Z", "just before"},
        {3h, "UTC", "2026-01-01T03:00:00Z", "2026-01-02T03:00:00Z", "exactly then"},
        {0min, "UTC", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "midnight"},
        {3h, "Europe/Berlin", "2026-01-01T00:00:00Z", "2026-01-01T02:00:00Z", "an hour ahead"},
        {3h, "America/New_York", "2026-01-01T00:00:00Z", "2026-01-01T08:00:00Z", "behind"},
        {23h, "Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02T09:00:00Z", "far ahead"},
        {150min, "Europe/Berlin", "2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z",
         "02:30 is left out: the moment the clocks are put forward"},
        {150min, "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z",
         "once on that day"},
        {3h, "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "summer time"},
        {150min, "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z",
         "02:30 comes twice: the first"},
        {150min, "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z",
         "and not the second"},
        {150min, "Europe/Berlin", "2026-10-25T01:15:00Z", "2026-10-26T01:30:00Z",
         "when the clocks show 02:15 again, it has been"},
    };
    for (const auto& row : rows) {
        const auto next = daily(row.time, std::string(row.zone)).next("a", nobody, at(row.after));
        EXPECT_EQ(to_rfc3339(next), row.next) << row.reason;
    }
}

TEST(ScheduleNext, comes_once_a_day_through_a_whole_year) {
    for (const auto zone : {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}) {
        for (const auto time : {0min, 60min, 150min, 1439min}) {
            const auto schedule = daily(time, zone, 2h);
            for (const auto id : made_ids(3)) {
                Time next = schedule.next("a", id, at("2026-01-01T00:00:00Z"));
                std::set<std::string> days;
                for (int i = 0; i < 365; ++i) {
                    const Time following = schedule.next("a", id, next);
                    EXPECT_GE(following - next, 23h) << zone << " " << to_rfc3339(next);
                    EXPECT_LE(following - next, 25h) << zone << " " << to_rfc3339(next);
                    EXPECT_EQ(schedule.next("a", id, following - 1us), following);
                    EXPECT_EQ(schedule.next("a", id, next + 5h), following);
                    next = following;
                }
            }
        }
    }
}

TEST(ScheduleNext, of_a_spread_over_midnight_is_not_left_out) {
    const auto schedule = daily(23h + 30min, "UTC", 2h);
    for (const auto id : made_ids(50)) {
        const Time next = schedule.next("a", id, at("2026-01-01T23:30:00Z") - 1us);
        EXPECT_GE(next, at("2026-01-01T23:30:00Z"));
        EXPECT_LT(next, at("2026-01-02T01:30:00Z"));
        EXPECT_EQ(schedule.next("a", id, next - 1us), next) << "also when it is after midnight";
    }
}

TEST(ScheduleNext, of_a_platform_without_a_time_is_at_three) {
    EXPECT_EQ(daily(5h, "UTC").next("b", nobody, at("2026-01-01T00:00:00Z")),
              at("2026-01-01T03:00:00Z"));
}

TEST(ScheduleSpread, is_the_same_for_every_process) {
    const auto here = daily(3h, "UTC", 2h);
    const auto there = daily(3h, "UTC", 2h);
    for (const auto id : made_ids(100)) {
        EXPECT_EQ(here.next("a", id, Time{}), there.next("a", id, Time{}));
    }
    // Kept for ever: a new version must not move everybody.
    const auto known = *parse_id<ConnectionId>("0199a0c4-5b6e-7d2f-8a31-7c64f2b1d9e0");
    EXPECT_EQ(here.next("a", known, Time{}) - Time{} - 3h, 1698s);
}

TEST(ScheduleSpread, is_even) {
    std::vector<ConnectionId> alike;
    for (int i = 0; i < 12'000; ++i) {
        ConnectionId id{};
        id.value.bytes[14] = static_cast<std::uint8_t>(i >> 8);
        id.value.bytes[15] = static_cast<std::uint8_t>(i);
        alike.push_back(id);
    }
    for (const auto& ids : {made_ids(12'000), alike}) {
        std::array<int, 12> buckets{};
        const auto schedule = daily(0min, "UTC", 2h);
        for (const auto id : ids) {
            const auto place = schedule.next("a", id, Time{} - 1us) - Time{};
            ASSERT_GE(place, 0s);
            ASSERT_LT(place, 2h);
            ++buckets.at(static_cast<std::size_t>(place / 10min));
        }
        // A thousand in each on average; five times the standard deviation.
        for (const int number : buckets) EXPECT_NEAR(number, 1000, 155);
    }
}

TEST(ScheduleSpread, of_nothing_is_the_time_itself) {
    for (const auto id : made_ids(20)) {
        EXPECT_EQ(daily(3h, "UTC").next("a", id, Time{}), Time{} + 3h);
    }
}

TEST(ScheduleSkip, leaves_out_the_time_at_which_a_success_is_still_young) {
    const auto schedule = daily(3h, "UTC");
    const Time now = at("2026-01-01T21:00:00Z");
    struct Row {
        std::optional<Time> succeeded;
        std::string_view next;
        std::string_view reason;
    };
    const Row rows[] = {
        {std::nullopt, "2026-01-02T03:00:00Z", "never"},
        {at("2026-01-01T03:10:00Z"), "2026-01-02T03:00:00Z", "this morning"},
        {at("2026-01-01T15:00:00Z"), "2026-01-02T03:00:00Z", "exactly twelve hours"},
        {at("2026-01-01T15:00:00.000001Z"), "2026-01-03T03:00:00Z", "a little less"},
        {at("2026-01-01T21:00:00Z"), "2026-01-03T03:00:00Z", "just now"},
        {at("2025-01-01T21:00:00Z"), "2026-01-02T03:00:00Z", "long ago"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(to_rfc3339(schedule.next_regular(nobody, state(row.succeeded), now)), row.next)
            << row.reason;
    }
    const Schedule never_skips({.times = {{"a", 3h}}, .spread = 0s, .skip_younger = 0s});
    EXPECT_EQ(never_skips.next_regular(nobody, state(now), now), at("2026-01-02T03:00:00Z"));
}

TEST(ScheduleSkip, is_for_accounts_whose_newest_sync_was_a_young_success) {
    const auto schedule = daily(3h, "UTC");
    const Time now = at("2026-01-01T12:00:00Z");
    EXPECT_TRUE(schedule.is_young(state(now), now));
    EXPECT_TRUE(schedule.is_young(state(now - 12h + 1us), now));
    EXPECT_FALSE(schedule.is_young(state(now - 12h), now));
    EXPECT_FALSE(schedule.is_young(state(std::nullopt), now));
    EXPECT_FALSE(schedule.is_young(state(now - 1h, 0, "partial"), now)) << "a limit was met after";
    EXPECT_FALSE(schedule.is_young(state(now - 1h, 1, "failed"), now));
    EXPECT_FALSE(schedule.is_young({"a", 0, now, std::nullopt}, now));
}

TEST(ScheduleFailures, are_counted_in_a_row_and_a_limit_is_none) {
    EXPECT_EQ(Schedule::failures_after({.status = RunStatus::success}, 5), 0);
    EXPECT_EQ(Schedule::failures_after({.status = RunStatus::failed}, 0), 1);
    EXPECT_EQ(Schedule::failures_after({.status = RunStatus::partial}, 2), 3);
    EXPECT_EQ(Schedule::failures_after({.status = RunStatus::failed, .rate_limit_hit = true}, 2),
              2);
    EXPECT_EQ(Schedule::failures_after({.status = RunStatus::partial, .rate_limit_hit = true}, 0),
              0);
}

TEST(ScheduleAfterRun, of_a_success_is_the_next_day) {
    const auto schedule = daily(3h, "UTC");
    const Time now = at("2026-01-01T03:05:00Z");
    EXPECT_EQ(schedule.after_run(nobody, state(now), {.status = RunStatus::success}, now),
              at("2026-01-02T03:00:00Z"));
}

TEST(ScheduleAfterRun, of_a_limit_is_soon_after_its_reset_and_not_for_all_at_once) {
    const auto schedule = daily(3h, "UTC");
    const Time now = at("2026-01-01T03:05:00Z");
    struct Row {
        Time reset;
        bool regular;
        std::string_view reason;
    };
    const Row rows[] = {
        {now + 10min, false, "in ten minutes"},
        {now + 23h + 50min, false, "shortly before the regular time"},
        {now + 23h + 58min, false, "after it, where the platform would refuse again"},
        {now + 40h, true, "days away, which is not believed"},
        {now - 1h, false, "it is over already"},
    };
    for (const auto& row : rows) {
        std::set<Time> moments;
        for (const auto id : made_ids(200)) {
            const RunEnd end{.status = RunStatus::partial,
                             .rate_limit_hit = true,
                             .rate_limit_reset = row.reset};
            const Time next = schedule.after_run(id, state(now - 24h), end, now);
            if (row.regular) {
                EXPECT_EQ(next, at("2026-01-02T03:00:00Z")) << row.reason;
                continue;
            }
            EXPECT_GE(next, row.reset) << row.reason;
            EXPECT_LT(next, row.reset + 60s) << row.reason;
            moments.insert(next);
        }
        EXPECT_EQ(moments.size() > 40, !row.regular) << row.reason;
    }
}

TEST(ScheduleAfterRun, of_a_failure_is_in_an_hour_until_it_settles_into_the_daily_time) {
    const auto schedule = daily(3h, "UTC");
    const Time now = at("2026-01-01T10:00:00Z");
    for (const auto status : {RunStatus::failed, RunStatus::partial}) {
        const RunEnd end{.status = status};
        EXPECT_EQ(schedule.after_run(nobody, state(now - 24h, 1, "failed"), end, now), now + 1h);
        EXPECT_EQ(schedule.after_run(nobody, state(now - 24h, 2, "failed"), end, now), now + 1h);
        for (const int failed : {3, 4, 100}) {
            EXPECT_EQ(schedule.after_run(nobody, state(now - 24h, failed, "failed"), end, now),
                      at("2026-01-02T03:00:00Z"));
        }
        EXPECT_EQ(schedule.after_run(nobody, state(std::nullopt, 3, "failed"), end, now),
                  at("2026-01-02T03:00:00Z"))
            << "one that has never succeeded";
    }
}

}  // namespace
}  // namespace rostrum::sync
