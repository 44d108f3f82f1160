#include "limits/redis/redis_rate_limiter.hpp"

#include "support/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <optional>

namespace rostrum::limits::redis {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Answers what was laid out for it, in order.
class ScriptedClient final : public Client {
public:
    Task<Result<Reply>> command(Command command) override {
        commands.push_back(std::move(command));
        auto answer = std::move(answers.front());
        answers.pop_front();
        co_return answer;
    }
    Result<> start() override { return {}; }
    void stop() override {}

    std::deque<Result<Reply>> answers;
    std::vector<Command> commands;
};

Reply number(std::int64_t value) { return {.kind = Reply::Kind::integer, .integer = value}; }
Reply error(std::string text) { return {.kind = Reply::Kind::error, .text = std::move(text)}; }
Reply array(std::vector<Reply> elements) {
    return {.kind = Reply::Kind::array, .elements = std::move(elements)};
}

class RedisRateLimiterTest : public ::testing::Test {
protected:
    /// What makes `take` throw, or nothing.
    std::optional<std::string> failure() {
        try {
            loops.run(limiter.take(policy, "somebody"));
        } catch (const LimiterUnavailable& unavailable) {
            return unavailable.what();
        }
        return std::nullopt;
    }

    testing::TestLoops loops;
    ScriptedClient client;
    ManualClock clock;
    RedisRateLimiter limiter{client, clock};
    RatePolicy policy{"sign-in", 5, 15min};
};

TEST_F(RedisRateLimiterTest, decides_by_the_times_that_the_script_answers) {
    const std::int64_t now = 1'000'000'000'000;
    client.answers.emplace_back(array({number(now), number(0)}));
    client.answers.emplace_back(
        array({number(now), number(now + std::chrono::microseconds{15min}.count())}));
    const auto first = loops.run(limiter.take(policy, "somebody"));
    EXPECT_TRUE(first.allowed);
    EXPECT_EQ(first.remaining, 4);
    const auto refused = loops.run(limiter.look(policy, "somebody"));
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.retry_after, 3min);
    EXPECT_EQ(client.commands[0][3], "rostrum:rate:sign-in:somebody");
    EXPECT_EQ(client.commands[0][4], "900000000");
    EXPECT_EQ(client.commands[0][5], "180000000");
    EXPECT_EQ(client.commands[0][6], "1");
    EXPECT_EQ(client.commands[1][6], "0") << "a look takes nothing";
}

TEST_F(RedisRateLimiterTest, sends_the_script_only_when_redis_does_not_know_it) {
    client.answers.emplace_back(error("NOSCRIPT No matching script. Please use EVAL."));
    client.answers.emplace_back(array({number(1), number(0)}));
    client.answers.emplace_back(array({number(1), number(0)}));
    EXPECT_FALSE(failure());
    EXPECT_FALSE(failure());
    ASSERT_EQ(client.commands.size(), 3U);
    EXPECT_EQ(client.commands[0][0], "EVALSHA");
    EXPECT_EQ(client.commands[0][1].size(), 40U);
    EXPECT_EQ(client.commands[1][0], "EVAL");
    EXPECT_THAT(client.commands[1][1], HasSubstr("redis.call"));
    EXPECT_EQ(client.commands[2][0], "EVALSHA");
}

TEST_F(RedisRateLimiterTest, leaves_the_time_to_redis_unless_a_clock_is_given) {
    RedisRateLimiter of_redis(client);
    client.answers.emplace_back(array({number(1), number(0)}));
    client.answers.emplace_back(array({number(1), number(0)}));
    loops.run(of_redis.take(policy, "somebody"));
    loops.run(limiter.take(policy, "somebody"));
    EXPECT_EQ(client.commands[0].back(), "");
    EXPECT_EQ(client.commands[1].back(), "1767225600000000");
}

TEST_F(RedisRateLimiterTest, is_unavailable_whatever_else_is_answered) {
    const auto window = std::chrono::microseconds{15min}.count();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const std::vector<std::pair<std::string, Reply>> rows{
        {"an error", error("LOADING Redis is loading the dataset in memory")},
        {"nil", Reply{}},
        {"a text", {.kind = Reply::Kind::text, .text = "1"}},
        {"a number", number(1)},
        {"nothing", array({})},
        {"one number", array({number(1)})},
        {"three numbers", array({number(1), number(1), number(1)})},
        {"texts", array({{.kind = Reply::Kind::text, .text = "1"}, number(1)})},
        {"an array of arrays", array({array({number(1)}), number(1)})},
        {"a negative time", array({number(-1), number(0)})},
        {"a negative arrival", array({number(1), number(-1)})},
        {"the largest time", array({number(most), number(0)})},
        {"the smallest", array({number(std::numeric_limits<std::int64_t>::min()), number(0)})},
        {"the latest arrival", array({number(1), number(most)})},
        {"an arrival beyond the window", array({number(1), number(window + 2)})},
    };
    for (const auto& [what, reply] : rows) {
        client.answers.assign(1, reply);
        EXPECT_TRUE(failure()) << what;
    }
    client.answers.assign(1, fail(ErrorCode::server_error, "Redis: not connected"));
    EXPECT_EQ(failure(), "Redis: not connected");
    client.answers.assign(2, error("NOSCRIPT again"));
    EXPECT_EQ(failure(), "Redis: NOSCRIPT again");
}

TEST_F(RedisRateLimiterTest, asks_nothing_when_the_policy_is_off) {
    policy.requests = 0;
    EXPECT_FALSE(failure());
    EXPECT_TRUE(client.commands.empty());
}

}  // namespace
}  // namespace rostrum::limits::redis
