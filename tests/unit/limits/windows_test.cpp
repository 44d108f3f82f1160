#include "limits/windows.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace rostrum::limits {
namespace {

using namespace std::chrono_literals;

constexpr Quota per_minute{.name = "m", .scope = QuotaScope::app, .limit = 10, .window = 1min};
constexpr Quota per_day{.name = "d",
                        .scope = QuotaScope::app,
                        .limit = 10,
                        .window = 24h,
                        .day_in_zone = "America/Los_Angeles"};

Time at(std::string_view text) { return parse_time(text).value(); }

TEST(WindowsTest, never_more_than_the_limit_in_any_stretch_of_the_window) {
    // Whatever the times of the calls, and whenever the platform's window begins: calls that were
    // let through never exceed the limit in a window.
    std::mt19937 random{7};
    std::uniform_int_distribution<int> pause(0, 3'000);
    BudgetState state;
    std::vector<Time> made;
    Time now = at("2026-03-01T12:00:00Z");
    for (int i = 0; i < 5'000; ++i) {
        now += std::chrono::milliseconds{pause(random)};
        const auto window = windows_of(per_minute, now).front().counting;
        if (state.used(window) + 1 > per_minute.limit) continue;
        state.add(window, 1);
        made.push_back(now);
    }
    ASSERT_GT(made.size(), 500U) << "and it lets through what it can";
    for (std::size_t i = per_minute.limit; i < made.size(); ++i) {
        EXPECT_GT(made[i] - made[i - per_minute.limit], 1min + time_slack);
    }
}

TEST(WindowsTest, a_unit_comes_back_a_bucket_after_the_window) {
    BudgetState state;
    const Time begun = at("2026-03-01T12:00:00Z");
    state.add(windows_of(per_minute, begun).front().counting, 10);
    EXPECT_EQ(state.used(windows_of(per_minute, begun + 64s).front().counting), 10);
    EXPECT_EQ(state.used(windows_of(per_minute, begun + 65s).front().counting), 0)
        << "a minute, a twentieth of it, and two seconds";
}

TEST(WindowsTest, a_day_begins_at_midnight_in_its_zone) {
    // 07:00 UTC is midnight in summer.
    const auto before = windows_of(per_day, at("2026-07-02T05:00:00Z"));
    ASSERT_EQ(before.size(), 1U);
    EXPECT_EQ(before[0].day, "2026-07-01");
    EXPECT_EQ(before[0].counting.bucket, at("2026-07-01T07:00:00Z"));
    EXPECT_EQ(before[0].counting.bucket_life, 24h);
    const auto after = windows_of(per_day, at("2026-07-02T08:00:00Z"));
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].day, "2026-07-02");
}

TEST(WindowsTest, near_midnight_a_call_counts_on_both_days) {
    for (const auto* time : {"2026-07-02T06:59:01Z", "2026-07-02T07:00:59Z"}) {
        const auto days = windows_of(per_day, at(time));
        ASSERT_EQ(days.size(), 2U) << time;
        EXPECT_NE(days[0].day, days[1].day);
    }
    EXPECT_EQ(windows_of(per_day, at("2026-07-02T06:58:59Z")).size(), 1U);
    EXPECT_EQ(windows_of(per_day, at("2026-07-02T07:01:00Z")).size(), 1U);
}

TEST(WindowsTest, days_have_the_length_that_the_clocks_give_them) {
    EXPECT_EQ(windows_of(per_day, at("2026-03-08T20:00:00Z")).front().counting.bucket_life, 23h);
    EXPECT_EQ(windows_of(per_day, at("2026-11-01T20:00:00Z")).front().counting.bucket_life, 25h);
}

}  // namespace
}  // namespace rostrum::limits
