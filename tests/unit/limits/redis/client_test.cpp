#include "limits/redis/client.hpp"

#include "support/eventually.hpp"
#include "support/fake_redis.hpp"
#include "support/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>

namespace rostrum::limits::redis {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::FakeRedis;
using ::testing::HasSubstr;
using Words = std::vector<std::string>;

FakeRedis::Answer echo(const Words& words) { return {testing::bulk(words.back())}; }

class RedisClientTest : public ::testing::Test {
protected:
    ~RedisClientTest() override {
        client.reset();
        server.reset();
    }

    void serve(FakeRedis::Script script, FakeRedis::Script greeting = FakeRedis::friendly) {
        server.emplace(*loops, std::move(script), std::move(greeting));
        options.url.port = server->port();
    }
    Result<> connect() {
        client = create_client(*loops, random, options);
        return client->start();
    }
    Result<Reply> ask(const std::string& word, std::size_t loop = 0) {
        return loops.run(client->command({"ECHO", word}), loop);
    }
    /// Until the client has found its way back.
    bool answers_again() {
        return testing::eventually([&] { return ask("again").has_value(); });
    }

    testing::TestLoops loops{2};
    SeededRandom random{1};
    Options options{.url = {.host = "127.0.0.1"},
                    .connect_timeout = 5s,
                    .answer_timeout = 5s,
                    .reconnect = {.base = 1ms, .cap = 5ms}};
    std::optional<FakeRedis> server;
    std::unique_ptr<Client> client;
};

TEST_F(RedisClientTest, asks_and_is_answered) {
    serve(echo);
    ASSERT_TRUE(connect());
    EXPECT_EQ(ask("hello").value().text, "hello");
    EXPECT_EQ(ask(std::string("\0\r\n", 3), 1).value().text, std::string("\0\r\n", 3));
    EXPECT_EQ(server->connections(), 1U) << "all loops share it";
}

TEST_F(RedisClientTest, signs_in_and_chooses_the_database) {
    serve(echo);
    options.url.user = "me";
    options.url.password = Secret("secret");
    options.url.database = 3;
    ASSERT_TRUE(connect());
    EXPECT_THAT(server->commands(), ElementsAre("AUTH me secret", "SELECT 3", "PING"));
}

TEST_F(RedisClientTest, signs_in_as_the_default_user) {
    serve(echo);
    options.url.password = Secret("secret");
    ASSERT_TRUE(connect());
    EXPECT_THAT(server->commands(), ElementsAre("AUTH secret", "PING"));
}

TEST_F(RedisClientTest, a_refused_sign_in_is_told_without_the_password) {
    serve(echo, [](const Words& words) -> FakeRedis::Answer {
        return {"-ERR unknown command 'AUTH', with args beginning with: '" + words.back() +
                "'\r\n"};
    });
    options.url.password = Secret("hunter2");
    const auto connected = connect();
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error().message, "Redis: refuses AUTH: ERR");
    EXPECT_THAT(ask("x").error().message, HasSubstr("refuses AUTH"));
}

TEST_F(RedisClientTest, an_error_of_the_greeting_is_told) {
    serve(echo, [](const Words&) -> FakeRedis::Answer { return {"-NOAUTH Sign in first\r\n"}; });
    const auto connected = connect();
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error().message, "Redis: refuses PING: NOAUTH Sign in first");
}

TEST_F(RedisClientTest, errors_of_redis_are_answers) {
    serve([](const Words&) -> FakeRedis::Answer { return {"-WRONGTYPE no list\r\n"}; });
    ASSERT_TRUE(connect());
    EXPECT_EQ(ask("x").value().error_code(), "WRONGTYPE");
    EXPECT_EQ(server->connections(), 1U);
}

TEST_F(RedisClientTest, commands_of_all_loops_wait_together_and_get_their_own_answers) {
    std::string kept;
    int count = 0;
    // Answers all of them together, after the last one has come.
    serve([&](const Words& words) -> FakeRedis::Answer {
        kept += testing::bulk(words.back());
        return {++count == 100 ? kept : ""};
    });
    ASSERT_TRUE(connect());
    std::vector<std::future<Result<Reply>>> answers;
    for (std::size_t i = 0; i < 100; ++i) {
        answers.push_back(loops.start(client->command({"ECHO", std::to_string(i)}), i % 2));
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
        EXPECT_EQ(answers[i].get().value().text, std::to_string(i));
    }
}

TEST_F(RedisClientTest, without_a_server_commands_fail_at_once_and_work_when_it_comes) {
    serve(echo);
    const auto port = server->port();
    server.reset();
    const auto connected = connect();
    ASSERT_FALSE(connected);
    EXPECT_TRUE(connected.error().retryable);
    EXPECT_THAT(connected.error().message, HasSubstr("refused"));
    EXPECT_FALSE(ask("x"));
    server.emplace(*loops, echo, FakeRedis::friendly, port);
    EXPECT_TRUE(answers_again());
}

TEST_F(RedisClientTest, a_server_that_restarts_is_found_again) {
    serve(echo);
    ASSERT_TRUE(connect());
    const auto port = server->port();
    for (int round = 0; round < 3; ++round) {
        server.reset();
        EXPECT_TRUE(testing::eventually([&] { return !ask("x"); }));
        server.emplace(*loops, echo, FakeRedis::friendly, port);
        EXPECT_TRUE(answers_again());
    }
}

TEST_F(RedisClientTest, a_host_without_an_address_is_told) {
    options.url.host = "nowhere.invalid";
    EXPECT_THAT(connect().error().message, HasSubstr("nowhere.invalid"));
}

TEST_F(RedisClientTest, a_server_that_accepts_and_says_nothing_is_given_up) {
    serve(echo, [](const Words&) -> FakeRedis::Answer { return {}; });
    options.connect_timeout = 50ms;
    EXPECT_THAT(connect().error().message, HasSubstr("in time"));
    EXPECT_TRUE(testing::eventually([&] { return server->connections() >= 3; })) << "tries again";
}

TEST_F(RedisClientTest, a_late_answer_fails_all_commands_that_wait_and_ends_the_connection) {
    std::atomic<bool> quiet = true;
    serve([&](const Words& words) { return quiet ? FakeRedis::Answer{} : echo(words); });
    options.answer_timeout = 50ms;
    ASSERT_TRUE(connect());
    auto first = loops.start(client->command({"ECHO", "1"}));
    auto second = loops.start(client->command({"ECHO", "2"}), 1);
    EXPECT_EQ(first.get().error().message, "Redis: no answer in time");
    EXPECT_FALSE(second.get());
    quiet = false;
    EXPECT_TRUE(answers_again());
}

TEST_F(RedisClientTest, a_connection_that_breaks_fails_what_waits_and_is_made_anew) {
    struct Row {
        std::string reason;
        FakeRedis::Answer answer;
        std::string message;
    };
    const std::string long_text = "$100\r\nonly the beg";
    const std::vector<Row> rows{
        {"closed without an answer", {"", true}, "closed by Redis"},
        {"closed in the middle of a reply", {long_text, true}, "closed by Redis"},
        {"closed in the middle of an array", {"*2\r\n:1\r\n", true}, "closed by Redis"},
        {"another protocol", {"HTTP/1.1 400 Bad Request\r\n\r\n"}, "no valid reply"},
        {"too many elements", {"*2000000000\r\n"}, "too many elements"},
        {"too many bytes", {"+" + std::string(2'000'000, 'x')}, "too large"},
    };
    std::atomic<const Row*> now = nullptr;
    serve([&](const Words& words) {
        const auto* row = now.load();
        return row != nullptr ? row->answer : echo(words);
    });
    ASSERT_TRUE(connect());
    for (const auto& row : rows) {
        now = &row;
        const auto answer = ask("x");
        ASSERT_FALSE(answer) << row.reason;
        EXPECT_THAT(answer.error().message, HasSubstr(row.message)) << row.reason;
        now = nullptr;
        EXPECT_TRUE(answers_again()) << row.reason;
    }
}

TEST_F(RedisClientTest, an_answer_to_nothing_ends_the_connection) {
    std::atomic<bool> twice = true;
    serve([&](const Words& words) -> FakeRedis::Answer {
        return {echo(words).bytes + (twice.exchange(false) ? "+OK\r\n" : "")};
    });
    ASSERT_TRUE(connect());
    EXPECT_EQ(ask("one").value().text, "one");
    EXPECT_TRUE(testing::eventually([&] { return server->connections() == 2; }));
    EXPECT_TRUE(answers_again()) << "and nobody is given another's answer";
}

TEST_F(RedisClientTest, no_more_commands_wait_than_may) {
    serve([](const Words&) -> FakeRedis::Answer { return {}; });
    options.waiting_max = 4;
    ASSERT_TRUE(connect());
    std::vector<std::future<Result<Reply>>> answers;
    for (int i = 0; i < 4; ++i) answers.push_back(loops.start(client->command({"ECHO", "x"})));
    ASSERT_TRUE(server->wait_for_commands(5)) << "PING and four";
    EXPECT_THAT(ask("more").error().message, HasSubstr("too many"));
    const auto port = server->port();
    server.reset();
    for (auto& answer : answers) EXPECT_THAT(answer.get().error().message, HasSubstr("closed"));
    server.emplace(*loops, echo, FakeRedis::friendly, port);
    EXPECT_TRUE(answers_again()) << "there is room again";
}

TEST_F(RedisClientTest, stopping_fails_what_waits_and_what_comes) {
    serve([](const Words&) -> FakeRedis::Answer { return {}; });
    ASSERT_TRUE(connect());
    auto waiting = loops.start(client->command({"ECHO", "x"}));
    ASSERT_TRUE(server->wait_for_commands(2));
    client->stop();
    EXPECT_FALSE(waiting.get());
    EXPECT_FALSE(ask("y"));
    client->stop();
}

TEST_F(RedisClientTest, stopping_ends_the_tries_to_connect) {
    serve(echo);
    server.reset();
    options.reconnect = {.base = 1h, .cap = 1h};
    EXPECT_FALSE(connect());
    client->stop();
    EXPECT_FALSE(ask("x"));
}

}  // namespace
}  // namespace rostrum::limits::redis
