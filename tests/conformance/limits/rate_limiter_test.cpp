// What every rate limiter decides, in the process or in Redis.

#include "conformance/limits/fixture.hpp"

#include <future>
#include <vector>

namespace rostrum::limits {
namespace {

using namespace std::chrono_literals;

enum class Place : std::uint8_t { memory, redis };

std::vector<Place> places() {
    std::vector<Place> all{Place::memory};
    if (!redis_url().empty()) all.push_back(Place::redis);
    return all;
}

class RateLimiterTest : public ::testing::TestWithParam<Place> {
protected:
    RateLimiterTest() {
        if (GetParam() == Place::memory) {
            limiter = std::make_unique<MemoryRateLimiter>(clock);
            return;
        }
        client = connect_to_redis(*loops, random);
        limiter = std::make_unique<redis::RedisRateLimiter>(*client, clock);
    }

    RateDecision take(const std::string& whose = "") {
        return loops.run(limiter->take(policy, who + whose));
    }
    RateDecision look() { return loops.run(limiter->look(policy, who)); }

    testing::TestLoops loops{2};
    SeededRandom random{1};
    ManualClock clock;
    std::unique_ptr<redis::Client> client;
    std::unique_ptr<RateLimiter> limiter;
    std::string who = nobody_else();
    RatePolicy policy{"sign-in", 5, 15min};
};

INSTANTIATE_TEST_SUITE_P(, RateLimiterTest, ::testing::ValuesIn(places()), [](const auto& info) {
    return info.param == Place::memory ? "memory" : "redis";
});

TEST_P(RateLimiterTest, gives_the_whole_allowance_at_once_and_no_more) {
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

TEST_P(RateLimiterTest, gives_it_back_evenly) {
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

TEST_P(RateLimiterTest, a_refused_request_takes_nothing) {
    for (int i = 0; i < 5; ++i) take();
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(take().allowed);
    clock.advance(3min);
    EXPECT_TRUE(take().allowed);
}

TEST_P(RateLimiterTest, counts_everybody_and_every_policy_by_itself) {
    for (int i = 0; i < 5; ++i) take("one");
    EXPECT_FALSE(take("one").allowed);
    EXPECT_TRUE(take("other").allowed);
    EXPECT_TRUE(take(std::string("one\0\r\n\xff", 7)).allowed) << "a name is any bytes";
    policy.name = "sync";
    EXPECT_TRUE(take("one").allowed);
}

TEST_P(RateLimiterTest, a_look_takes_nothing) {
    for (int i = 0; i < 100; ++i) {
        const auto decision = look();
        EXPECT_TRUE(decision.allowed);
        EXPECT_EQ(decision.remaining, 4) << "as a request would leave it";
    }
    for (int i = 0; i < 5; ++i) take();
    EXPECT_FALSE(look().allowed);
    EXPECT_EQ(look().retry_after, 3min);
    clock.advance(3min);
    EXPECT_TRUE(look().allowed);
}

TEST_P(RateLimiterTest, a_clock_that_is_set_back_makes_nobody_wait_longer_than_a_window) {
    for (int i = 0; i < 5; ++i) take();
    clock.advance(-24h);
    EXPECT_EQ(look().retry_after, 3min);
    const auto refused = take();
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.remaining, 0);
    EXPECT_EQ(refused.retry_after, 3min);
    clock.advance(15min);
    EXPECT_TRUE(take().allowed);
}

TEST_P(RateLimiterTest, counts_nothing_when_it_is_off) {
    policy.requests = 0;
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(take().allowed);
    EXPECT_TRUE(look().allowed);
}

TEST_P(RateLimiterTest, an_allowance_that_does_not_divide_evenly_is_given_whole) {
    policy = {"odd", 7, 1s};
    for (int i = 0; i < 7; ++i) EXPECT_TRUE(take().allowed) << i;
    EXPECT_FALSE(take().allowed);
}

TEST_P(RateLimiterTest, the_largest_and_the_smallest_allowance_hold) {
    policy = {"one", 1, 30 * 24h};
    EXPECT_TRUE(take().allowed);
    EXPECT_EQ(take().retry_after, 30 * 24h);
    clock.advance(30 * 24h - 1us);
    EXPECT_FALSE(take().allowed);
    clock.advance(1us);
    EXPECT_TRUE(take().allowed);

    policy = {"many", 1'000'000'000, 1s};
    const auto decision = take();
    EXPECT_TRUE(decision.allowed);
    EXPECT_EQ(decision.remaining, 999'999) << "one a microsecond is the finest";
}

TEST_P(RateLimiterTest, is_exact_when_everybody_asks_at_once) {
    policy = {"general", 100, 1h};
    std::vector<std::future<RateDecision>> decisions;
    for (std::size_t i = 0; i < 250; ++i) {
        decisions.push_back(loops.start(limiter->take(policy, who), i % 2));
    }
    int allowed = 0;
    for (auto& decision : decisions) allowed += decision.get().allowed ? 1 : 0;
    EXPECT_EQ(allowed, 100);
}

}  // namespace
}  // namespace rostrum::limits
