#include "sandbox/quota.hpp"

#include <gtest/gtest.h>

namespace rostrum::sandbox {
namespace {

using namespace std::chrono_literals;

TEST(QuotaMeter, gives_what_is_there_and_counts_what_is_not) {
    ManualClock clock;
    QuotaMeter meter;
    const Quota quota{.limit = 10, .window = 15min};
    const auto take = [&](std::int64_t units) {
        return meter.take("k", quota, units, clock.now());
    };
    EXPECT_EQ(take(7).remaining, 3);
    EXPECT_FALSE(take(4).allowed) << "all of it or nothing";
    EXPECT_EQ(meter.refused(), 4);
    const auto last = take(3);
    EXPECT_TRUE(last.allowed);
    EXPECT_EQ(last.remaining, 0);
    EXPECT_EQ(last.resets_at, clock.now() + 15min);
    EXPECT_FALSE(take(1).allowed);
    EXPECT_TRUE(meter.take("other", quota, 10, clock.now()).allowed);
    clock.advance(15min);
    EXPECT_TRUE(take(10).allowed);
    EXPECT_EQ(meter.refused(), 5);
    meter.reset();
    EXPECT_EQ(meter.refused(), 0);
}

TEST(QuotaMeter, a_window_may_begin_at_a_time_of_day) {
    ManualClock clock;
    QuotaMeter meter;
    const Quota daily{.limit = 1, .window = 24h, .begins_at = 8h};
    const auto midnight = start_of_day(clock.now());
    clock.set(midnight + 7h);
    EXPECT_EQ(meter.take("k", daily, 1, clock.now()).resets_at, midnight + 8h);
    clock.set(midnight + 8h);
    EXPECT_EQ(meter.take("k", daily, 1, clock.now()).resets_at, midnight + 32h);
}

TEST(QuotaMeter, a_clock_that_was_set_back_is_not_waited_for) {
    ManualClock clock;
    QuotaMeter meter;
    const Quota quota{.limit = 1, .window = 1min};
    EXPECT_TRUE(meter.take("k", quota, 1, clock.now()).allowed);
    clock.advance(-1h);
    EXPECT_TRUE(meter.take("k", quota, 1, clock.now()).allowed);
}

}  // namespace
}  // namespace rostrum::sandbox
