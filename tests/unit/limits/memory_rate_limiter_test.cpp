#include "limits/memory_rate_limiter.hpp"

#include "support/run.hpp"

#include <gtest/gtest.h>

#include <thread>

// What it decides is tested in tests/conformance/limits.

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

TEST_F(MemoryRateLimiterTest, remembers_nobody_who_only_looked_or_has_no_limit) {
    loops.run(limiter.look(policy, "somebody"));
    policy.requests = 0;
    EXPECT_TRUE(take().allowed);
    EXPECT_EQ(limiter.keys(), 0U);
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
