// What only a real Redis shows; skipped where there is none.

#include "conformance/limits/fixture.hpp"

namespace rostrum::limits::redis {
namespace {

using namespace std::chrono_literals;

class RealRedisTest : public ::testing::Test {
protected:
    void SetUp() override {
        if (redis_url().empty()) GTEST_SKIP() << "ROSTRUM_TEST_REDIS_URL is not set";
        client = connect_to_redis(*loops, random);
        limiter = std::make_unique<RedisRateLimiter>(*client);
    }

    Reply ask(Command command) { return loops.run(client->command(std::move(command))).value(); }
    RateDecision take() { return loops.run(limiter->take(policy, who)); }
    std::string key() const { return "rostrum:rate:" + policy.name + ":" + who; }

    testing::TestLoops loops{2};
    SeededRandom random{1};
    std::unique_ptr<Client> client;
    std::unique_ptr<RedisRateLimiter> limiter;
    std::string who = nobody_else();
    RatePolicy policy{"sign-in", 5, 15min};
};

TEST_F(RealRedisTest, nodes_share_one_allowance) {
    const auto other_client = connect_to_redis(*loops, random);
    RedisRateLimiter other(*other_client);
    for (int left = 4; left >= 0; --left) {
        auto& node = left % 2 == 0 ? *limiter : other;
        EXPECT_EQ(loops.run(node.take(policy, who)).remaining, left);
    }
    EXPECT_FALSE(take().allowed);
    EXPECT_FALSE(loops.run(other.take(policy, who)).allowed);
}

TEST_F(RealRedisTest, a_key_ends_soon_after_the_allowance_is_back) {
    EXPECT_EQ(ask({"EXISTS", key()}).integer, 0);
    loops.run(limiter->look(policy, who));
    EXPECT_EQ(ask({"EXISTS", key()}).integer, 0) << "a look leaves nothing";
    for (int taken = 1; taken <= 5; ++taken) {
        take();
        const auto life = std::chrono::milliseconds{ask({"PTTL", key()}).integer};
        EXPECT_GT(life, taken * 3min - 10s);
        EXPECT_LE(life, taken * 3min + 10s + 1ms);
    }
    take();
    EXPECT_LE(std::chrono::milliseconds{ask({"PTTL", key()}).integer}, 15min + 10s + 1ms);
    EXPECT_GT(ask({"PTTL", key()}).integer, 0);
}

TEST_F(RealRedisTest, a_redis_that_forgot_the_script_is_given_it_again) {
    EXPECT_EQ(take().remaining, 4);
    ask({"SCRIPT", "FLUSH"});
    EXPECT_EQ(take().remaining, 3);
    EXPECT_EQ(take().remaining, 2);
}

TEST_F(RealRedisTest, knows_the_script_under_the_name_that_we_call_it_by) {
    take();
    const auto before = ask({"INFO", "commandstats"}).text;
    take();
    const auto calls = [](const std::string& info, const std::string& name) {
        const auto at = info.find("cmdstat_" + name + ":calls=");
        return at == std::string::npos ? "0" : info.substr(at, info.find(',', at) - at);
    };
    EXPECT_EQ(calls(before, "eval"), calls(ask({"INFO", "commandstats"}).text, "eval"));
}

TEST_F(RealRedisTest, a_key_of_another_type_is_unavailable_and_nothing_worse) {
    ask({"LPUSH", key(), "x"});
    EXPECT_THROW(take(), LimiterUnavailable);
    ask({"DEL", key()});
    EXPECT_TRUE(take().allowed);
}

TEST_F(RealRedisTest, a_value_that_is_no_time_counts_as_none_and_the_latest_as_full) {
    ask({"SET", key(), "garbage"});
    EXPECT_EQ(take().remaining, 4);
    ask({"SET", key(), "9e99"});
    EXPECT_FALSE(take().allowed);
    EXPECT_GT(ask({"PTTL", key()}).integer, 0) << "and is replaced by one that ends";
}

TEST_F(RealRedisTest, answers_of_every_kind_are_understood) {
    EXPECT_EQ(ask({"GET", who}).kind, Reply::Kind::nil);
    EXPECT_EQ(ask({"SET", who, std::string(100'000, 'x')}).text, "OK");
    EXPECT_EQ(ask({"GET", who}).text.size(), 100'000U);
    EXPECT_EQ(ask({"INCR", who}).error_code(), "ERR");
    EXPECT_EQ(ask({"DEL", who}).integer, 1);
    EXPECT_EQ(ask({"NO SUCH COMMAND"}).error_code(), "ERR");
}

}  // namespace
}  // namespace rostrum::limits::redis
