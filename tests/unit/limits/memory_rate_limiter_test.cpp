#include "limits/memory_rate_limiter.hpp"

#include "support/run.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace rostrum::limits {
namespace {

using namespace std::chrono_literals;

class MemoryRateLimiterTest : public ::testing::Test {
protected:
    RateDecision take(const std::string& who = "somebody") {
        return loops.run(limiter.take(policy, who));
    }

    testing::TestLoops loops;
    ManualClock clock;
    MemoryRateLimiter limiter{clock};
    RatePolicy policy{"sign-in", 5, 15min};
};

TEST_F(MemoryRateLimiterTest, gives_the_whole_allowance_at_once_and_no_more) {
    for (int left = 4; left >= 0; --left) {
        const auto decision = take();
        EXPECT_TRUE(decision.allowed);
        EXPECT_EQ(decision.remaining, left);
        EXPECT_EQ(decision.reset, 3min * (5 - left));
        EXPECT_EQ(decision.retry_after, 0s);
    }
    const auto refused = take();
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.remaining, 0);
    EXPECT_EQ(refused.reset, 15min);
    EXPECT_EQ(refused.retry_after, 3min);
}

TEST_F(MemoryRateLimiterTest, gives_it_back_evenly) {
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(take().allowed);
    clock.advance(3min - 1us);
    EXPECT_EQ(take().retry_after, 1s) << "what is left is rounded up";
    clock.advance(1us);
    EXPECT_TRUE(take().allowed);
    EXPECT_FALSE(take().allowed);
    clock.advance(15min);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(take().allowed) << "and never more than the whole";
    EXPECT_FALSE(take().allowed);
}

TEST_F(MemoryRateLimiterTest, a_refused_request_takes_nothing) {
    for (int i = 0; i < 5; ++i) take();
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(take().allowed);
    clock.advance(3min);
    EXPECT_TRUE(take().allowed);
}

TEST_F(MemoryRateLimiterTest, counts_everybody_and_every_policy_by_itself) {
    for (int i = 0; i < 5; ++i) take("one");
    EXPECT_FALSE(take("one").allowed);
    EXPECT_TRUE(take("other").allowed);
    policy.name = "sync";
    EXPECT_TRUE(take("one").allowed);
}

TEST_F(MemoryRateLimiterTest, a_look_takes_nothing) {
    const auto look = [&] { return loops.run(limiter.look(policy, "somebody")); };
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(look().allowed);
    EXPECT_EQ(limiter.keys(), 0U);
    for (int i = 0; i < 5; ++i) take();
    EXPECT_FALSE(look().allowed);
    EXPECT_EQ(look().retry_after, 3min);
    clock.advance(3min);
    EXPECT_TRUE(look().allowed);
}

TEST_F(MemoryRateLimiterTest, a_clock_that_is_set_back_makes_nobody_wait_longer_than_a_window) {
    for (int i = 0; i < 5; ++i) take();
    clock.advance(-24h);
    const auto refused = take();
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.remaining, 0);
    EXPECT_EQ(refused.retry_after, 3min);
    clock.advance(15min);
    EXPECT_TRUE(take().allowed);
}

TEST_F(MemoryRateLimiterTest, counts_nothing_when_it_is_off) {
    policy.requests = 0;
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(take().allowed);
    EXPECT_EQ(limiter.keys(), 0U);
}

TEST_F(MemoryRateLimiterTest, an_allowance_that_does_not_divide_evenly_is_given_whole) {
    policy = {"odd", 7, 1s};
    for (int i = 0; i < 7; ++i) EXPECT_TRUE(take().allowed) << i;
    EXPECT_FALSE(take().allowed);
}

TEST_F(MemoryRateLimiterTest, remembers_no_more_keys_than_it_may) {
    policy = {"general", 1, 1h};
    const auto fill = [&](std::size_t from, std::size_t to) -> Task<> {
        for (auto i = from; i < to; ++i) co_await limiter.take(policy, std::to_string(i));
    };
    constexpr std::size_t many = MemoryRateLimiter::keys_max + MemoryRateLimiter::keys_max / 2;
    loops.run([](auto work) -> Task<bool> {
        co_await std::move(work);
        co_return true;
    }(fill(0, many)));
    EXPECT_LE(limiter.keys(), MemoryRateLimiter::keys_max);
    EXPECT_GT(limiter.keys(), MemoryRateLimiter::keys_max / 2) << "not everybody is forgotten";
}

TEST_F(MemoryRateLimiterTest, forgets_first_who_has_everything_back) {
    policy = {"general", 1, 1h};
    const auto fill = [](MemoryRateLimiter& limiter, const RatePolicy& policy, std::string prefix,
                         std::size_t count) -> Task<bool> {
        for (std::size_t i = 0; i < count; ++i) {
            co_await limiter.take(policy, prefix + std::to_string(i));
        }
        co_return true;
    };
    loops.run(fill(limiter, policy, "old", MemoryRateLimiter::keys_max / 2));
    clock.advance(1h);
    loops.run(fill(limiter, policy, "new", MemoryRateLimiter::keys_max * 3 / 4));
    EXPECT_FALSE(take("new0").allowed) << "still remembered";
}

TEST_F(MemoryRateLimiterTest, is_exact_when_many_threads_ask) {
    policy = {"general", 1000, 1h};
    std::atomic<int> allowed = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            testing::TestLoops own;
            for (int i = 0; i < 500; ++i) {
                if (own.run(limiter.take(policy, "one")).allowed) ++allowed;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(allowed, 1000);
}

}  // namespace
}  // namespace rostrum::limits
