#include "limits/degrading_rate_limiter.hpp"

#include "limits/memory_rate_limiter.hpp"
#include "support/gate.hpp"
#include "support/log_file.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace rostrum::limits {
namespace {

using namespace std::chrono_literals;

/// A limiter that can be away, and that can be held up.
class SwitchedLimiter final : public RateLimiter {
public:
    explicit SwitchedLimiter(const Clock& clock) : limiter_(clock) {}

    Task<RateDecision> take(const RatePolicy& policy, std::string who) override {
        co_await answer();
        co_return co_await limiter_.take(policy, std::move(who));
    }
    Task<RateDecision> look(const RatePolicy& policy, std::string who) override {
        co_await answer();
        co_return co_await limiter_.look(policy, std::move(who));
    }

    std::atomic<bool> away = false;
    std::atomic<int> asked = 0;
    std::atomic<testing::Gate*> gate = nullptr;

private:
    Task<> answer() {
        ++asked;
        const bool fails = away;
        if (auto* held = gate.load()) co_await held->pass();
        if (fails) throw LimiterUnavailable("it is away");
    }

    MemoryRateLimiter limiter_;
};

class DegradingRateLimiterTest : public ::testing::Test {
protected:
    RateDecision take(const std::string& who = "somebody") {
        return loops.run(limiter.take(policy, who));
    }
    double gauge() { return metrics.gauge("rate_limiter_degraded", "").Value(); }
    std::size_t lines_with(const testing::LogFile& log, const std::string& text) {
        const auto lines = log.lines();
        return static_cast<std::size_t>(std::ranges::count_if(
            lines, [&](const std::string& line) { return line.contains(text); }));
    }

    testing::TestLoops loops{2};
    ManualClock clock;
    Metrics metrics;
    SwitchedLimiter shared{clock};
    MemoryRateLimiter local{clock};
    DegradingRateLimiter limiter{shared, local, clock, metrics, 1s};
    RatePolicy policy{"sign-in", 3, 15min};
};

TEST_F(DegradingRateLimiterTest, uses_the_shared_limiter_alone_while_it_answers) {
    for (int left = 2; left >= 0; --left) EXPECT_EQ(take().remaining, left);
    EXPECT_FALSE(take().allowed);
    EXPECT_FALSE(loops.run(limiter.look(policy, "somebody")).allowed);
    EXPECT_EQ(local.keys(), 0U);
    EXPECT_FALSE(limiter.is_degraded());
    EXPECT_EQ(gauge(), 0);
}

TEST_F(DegradingRateLimiterTest, counts_in_this_process_while_the_shared_one_is_away) {
    take();
    shared.away = true;
    for (int left = 2; left >= 0; --left) EXPECT_EQ(take().remaining, left);
    EXPECT_FALSE(take().allowed) << "the limit holds";
    EXPECT_FALSE(loops.run(limiter.look(policy, "somebody")).allowed);
    EXPECT_TRUE(limiter.is_degraded());
    EXPECT_EQ(gauge(), 1);
    EXPECT_EQ(shared.asked, 2) << "asked once in vain, and then not for a while";
}

TEST_F(DegradingRateLimiterTest, tries_again_once_in_each_pause_and_comes_back) {
    shared.away = true;
    take();
    for (int pause = 1; pause <= 3; ++pause) {
        clock.advance(1s);
        for (int i = 0; i < 10; ++i) take(std::to_string(pause));
        EXPECT_EQ(shared.asked, 1 + pause);
    }
    shared.away = false;
    take();
    EXPECT_TRUE(limiter.is_degraded()) << "the pause is not over";
    clock.advance(1s);
    EXPECT_EQ(take().remaining, 2) << "of the shared one";
    EXPECT_FALSE(limiter.is_degraded());
    EXPECT_EQ(gauge(), 0);
    EXPECT_EQ(take().remaining, 1);
}

TEST_F(DegradingRateLimiterTest, says_once_that_it_degrades_and_once_that_it_is_back) {
    const testing::LogFile log(log::Level::info);
    shared.away = true;
    for (int i = 0; i < 5; ++i) {
        take();
        clock.advance(1s);
    }
    EXPECT_EQ(lines_with(log, "counted in this process only"), 1U);
    EXPECT_EQ(lines_with(log, "it is away"), 1U) << "with the reason";
    EXPECT_EQ(lines_with(log, "in Redis again"), 0U);
    shared.away = false;
    for (int i = 0; i < 5; ++i) take();
    EXPECT_EQ(lines_with(log, "in Redis again"), 1U);
    EXPECT_EQ(log.lines().size(), 2U);
}

TEST_F(DegradingRateLimiterTest, nobody_waits_for_another_ones_try) {
    shared.away = true;
    take();
    clock.advance(1s);
    testing::Gate gate;
    shared.gate = &gate;
    auto trying = loops.start(limiter.take(policy, "trying"));
    ASSERT_TRUE(gate.wait_for(1));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(take("other").allowed);
    EXPECT_EQ(gate.arrived(), 1U);
    gate.open();
    EXPECT_TRUE(trying.get().allowed);
}

TEST_F(DegradingRateLimiterTest, old_news_changes_nothing) {
    const testing::LogFile log(log::Level::info);
    testing::Gate gate;
    shared.gate = &gate;
    shared.away = true;
    auto slow = loops.start(limiter.take(policy, "slow"));
    ASSERT_TRUE(gate.wait_for(1));
    // Meanwhile another request degrades the limiter, and a third one restores it.
    shared.gate = nullptr;
    take();
    shared.away = false;
    clock.advance(1s);
    take();
    ASSERT_FALSE(limiter.is_degraded());
    gate.open();
    EXPECT_TRUE(slow.get().allowed);
    EXPECT_FALSE(limiter.is_degraded());
    EXPECT_EQ(log.lines().size(), 2U);
}

TEST_F(DegradingRateLimiterTest, many_failures_at_once_degrade_it_once) {
    const testing::LogFile log(log::Level::info);
    testing::Gate gate;
    shared.gate = &gate;
    shared.away = true;
    std::vector<std::future<RateDecision>> answers;
    for (std::size_t i = 0; i < 20; ++i) {
        answers.push_back(loops.start(limiter.take(policy, std::to_string(i)), i % 2));
    }
    ASSERT_TRUE(gate.wait_for(20));
    gate.open();
    for (auto& answer : answers) EXPECT_TRUE(answer.get().allowed);
    EXPECT_TRUE(limiter.is_degraded());
    EXPECT_EQ(log.lines().size(), 1U);
}

TEST_F(DegradingRateLimiterTest, a_check_notices_both_without_a_request) {
    EXPECT_TRUE(loops.run(limiter.check()));
    shared.away = true;
    EXPECT_FALSE(loops.run(limiter.check()));
    EXPECT_FALSE(loops.run(limiter.check()));
    EXPECT_EQ(shared.asked, 2);
    shared.away = false;
    clock.advance(1s);
    EXPECT_TRUE(loops.run(limiter.check()));
    EXPECT_EQ(gauge(), 0);
}

TEST_F(DegradingRateLimiterTest, a_clock_that_is_set_back_does_not_make_the_pause_longer) {
    shared.away = true;
    take();
    shared.away = false;
    clock.advance(-24h);
    take();
    EXPECT_FALSE(limiter.is_degraded());
}

TEST_F(DegradingRateLimiterTest, a_policy_that_is_off_says_nothing_about_the_shared_one) {
    shared.away = true;
    take();
    clock.advance(1s);
    policy.requests = 0;
    EXPECT_TRUE(take().allowed);
    EXPECT_TRUE(limiter.is_degraded());
}

}  // namespace
}  // namespace rostrum::limits
