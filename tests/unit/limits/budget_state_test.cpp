#include "limits/budget_state.hpp"

#include <gtest/gtest.h>

namespace rostrum::limits {
namespace {

using namespace std::chrono_literals;

const Time noon = Time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}} + 12h;

/// A minute's window in buckets of ten seconds, looked at at a time.
Counting at(Time now) {
    const auto width = std::chrono::microseconds{10s};
    return {.bucket = Time{now.time_since_epoch() / width * width},
            .counted_from = now - 70s + 1us,
            .bucket_life = 70s};
}

TEST(BudgetStateTest, units_count_until_their_bucket_is_past) {
    BudgetState state;
    state.add(at(noon), 3);
    state.add(at(noon + 9s), 1);
    state.add(at(noon + 10s), 5);
    EXPECT_EQ(state.used(at(noon + 60s)), 9);
    EXPECT_EQ(state.used(at(noon + 70s - 1us)), 9);
    EXPECT_EQ(state.used(at(noon + 70s)), 5) << "the first bucket is past";
    EXPECT_EQ(state.used(at(noon + 80s)), 0);
}

TEST(BudgetStateTest, tells_when_units_come_back) {
    BudgetState state;
    EXPECT_FALSE(state.next_return(at(noon)));
    state.add(at(noon), 3);
    state.add(at(noon + 20s), 3);
    EXPECT_EQ(state.next_return(at(noon + 30s)), noon + 70s);
    EXPECT_EQ(state.next_return(at(noon + 75s)), noon + 90s);
    EXPECT_EQ(state.used(at(noon + 70s)), 3) << "as it said";
}

TEST(BudgetStateTest, a_closure_concerns_its_purpose_and_the_less_urgent) {
    BudgetState state;
    state.close(Purpose::user, noon + 1min);
    EXPECT_FALSE(state.closed_until(Purpose::publish, noon));
    EXPECT_EQ(state.closed_until(Purpose::user, noon), noon + 1min);
    EXPECT_EQ(state.closed_until(Purpose::scheduled, noon), noon + 1min);
    EXPECT_FALSE(state.closed_until(Purpose::user, noon + 1min));
    state.close(Purpose::scheduled, noon + 5min);
    EXPECT_EQ(state.closed_until(Purpose::user, noon), noon + 1min);
    EXPECT_EQ(state.closed_until(Purpose::scheduled, noon), noon + 5min);
    state.close(Purpose::scheduled, noon + 2min);
    EXPECT_EQ(state.closed_until(Purpose::scheduled, noon), noon + 5min) << "never made shorter";
}

TEST(BudgetStateTest, survives_as_text) {
    BudgetState state;
    state.add(at(noon), 3);
    state.add(at(noon + 20s), 4);
    state.close(Purpose::scheduled, noon + 5min);
    const auto read = BudgetState::from_text(state.to_text());
    EXPECT_EQ(read.used(at(noon + 30s)), 7);
    EXPECT_EQ(read.closed_until(Purpose::scheduled, noon), noon + 5min);
    EXPECT_EQ(read.expires_at(at(noon)), noon + 5min);
    EXPECT_EQ(read.to_text(), state.to_text());
}

TEST(BudgetStateTest, unreadable_texts_are_empty) {
    for (const auto* text :
         {"", "{}", "[]", "null", "{\"used\":3,\"closed\":{}}", "{\"used\":[[1],[\"a\",2],3]}",
          "{\"closed\":[[9,1],[-1,1]]}", "{\"used\":[[1,2]"}) {
        const auto state = BudgetState::from_text(text);
        EXPECT_EQ(state.used({.bucket = noon, .counted_from = Time{}, .bucket_life = 1s}), 0)
            << text;
        EXPECT_FALSE(state.closed_until(Purpose::scheduled, Time{})) << text;
    }
}

}  // namespace
}  // namespace rostrum::limits
