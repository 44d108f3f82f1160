#include "events/fanout.hpp"

#include "conformance/services/fixture.hpp"
#include "core/json.hpp"
#include "events/outbox.hpp"
#include "support/gate.hpp"

#include <boost/asio/this_coro.hpp>

#include <deque>

namespace rostrum::events {
namespace {

using namespace std::chrono_literals;

/// What a live stream saw.
struct Seen {
    bool news = false;
    std::deque<std::string> hints;
};

/// A stream: it subscribes, comes to the gate, and then waits for news.
Task<Seen> wait_for_news(Fanout& fanout, WorkspaceId workspace, testing::Gate& subscribed,
                         std::chrono::milliseconds limit) {
    Fanout::Subscription subscription(fanout, workspace, co_await asio::this_coro::executor);
    co_await subscribed.pass();
    Seen seen;
    seen.news = co_await subscription.wait(limit);
    seen.hints = subscription.take_hints();
    co_return seen;
}

class FanoutTest : public ServiceTest {
protected:
    void SetUp() override {
        ServiceTest::SetUp();
        wait_until_listening();
        gate.open();
    }

    NewEvent event(boost::json::value data = boost::json::object{}) const {
        return {.workspace = workspace, .type = "t", .subject = "s", .data = std::move(data)};
    }
    void append(NewEvent event) {
        commit([&](db::Transaction& tx) { return outbox.append(tx, std::move(event)); });
    }
    void hint(const NewEvent& event) {
        commit([&](db::Transaction& tx) { return outbox.hint(tx, event); });
    }
    /// A stream that has subscribed.
    std::future<Seen> stream(std::size_t loop = 0, std::chrono::milliseconds limit = 20s,
                             std::optional<WorkspaceId> of = std::nullopt) {
        const auto before = gate.arrived();
        auto future = start(wait_for_news(fanout, of.value_or(workspace), gate, limit), loop);
        EXPECT_TRUE(gate.wait_for(before + 1));
        return future;
    }

    const WorkspaceId workspace{ids.next()};
    Outbox outbox{clock, ids};
    Fanout fanout{*database};
    testing::Gate gate;
};

TEST_P(FanoutTest, an_event_wakes_every_stream_of_its_workspace) {
    std::vector<std::future<Seen>> streams;
    for (std::size_t i = 0; i < 10; ++i) streams.push_back(stream(i % 2));
    EXPECT_EQ(fanout.subscribers(), 10U);
    append(event());
    for (auto& one : streams) {
        const auto seen = one.get();
        EXPECT_TRUE(seen.news);
        EXPECT_TRUE(seen.hints.empty());
    }
    EXPECT_TRUE(testing::eventually([&] { return fanout.subscribers() == 0; }));
}

TEST_P(FanoutTest, a_stream_of_another_workspace_sleeps_on) {
    auto foreign = stream(0, 300ms, WorkspaceId{ids.next()});
    auto own = stream();
    append(event());
    EXPECT_TRUE(own.get().news);
    EXPECT_FALSE(foreign.get().news) << "its time ran out";
}

TEST_P(FanoutTest, what_is_rolled_back_wakes_nobody) {
    stream(0, 300ms).get();  // what was announced while the fixture came up is heard first
    auto waiting = stream(0, 300ms);
    const auto undone = event();
    roll_back([&](db::Transaction& tx) { return outbox.append(tx, undone); });
    roll_back([&](db::Transaction& tx) { return outbox.hint(tx, undone); });
    EXPECT_FALSE(waiting.get().news);
}

TEST_P(FanoutTest, a_hint_is_shown_live_and_not_kept) {
    auto waiting = stream();
    hint(event({{"done", 5}}));
    const auto seen = waiting.get();
    EXPECT_TRUE(seen.news);
    ASSERT_EQ(seen.hints.size(), 1U);
    const auto shown = json::parse(seen.hints[0]);
    EXPECT_EQ(shown.at("type"), "t");
    EXPECT_EQ(shown.at("subject"), "s");
    EXPECT_EQ(shown.at("data"), (boost::json::value{{"done", 5}}));
    EXPECT_EQ(shown.at("occurredAt").as_string(), to_rfc3339(clock.now()));
    EXPECT_EQ(count("events"), 0);
}

/// Waits for a signal before it looks for news at all.
Task<Seen> look_later(Fanout& fanout, WorkspaceId workspace, testing::Gate& subscribed,
                      testing::Gate& look) {
    Fanout::Subscription subscription(fanout, workspace, co_await asio::this_coro::executor);
    co_await subscribed.pass();
    co_await look.pass();
    Seen seen;
    seen.news = co_await subscription.wait(20s);
    seen.hints = subscription.take_hints();
    co_return seen;
}

/// A stream that goes on until it has seen this hint.
Task<bool> wait_for_hint(Fanout& fanout, WorkspaceId workspace, testing::Gate& subscribed,
                         std::string text) {
    Fanout::Subscription subscription(fanout, workspace, co_await asio::this_coro::executor);
    co_await subscribed.pass();
    while (co_await subscription.wait(20s)) {
        for (const auto& hint : subscription.take_hints()) {
            if (hint.contains(text)) co_return true;
        }
    }
    co_return false;
}

TEST_P(FanoutTest, news_that_came_before_the_waiting_is_not_lost_and_hints_are_bounded) {
    testing::Gate look;
    auto late = start(look_later(fanout, workspace, gate, look));
    auto witness = start(wait_for_hint(fanout, workspace, gate, "the last one"));
    ASSERT_TRUE(gate.wait_for(2));
    for (int i = 0; i < 100; ++i) hint(event({{"number", i}}));
    hint(event({{"number", "the last one"}}));
    EXPECT_TRUE(witness.get());
    look.open();
    const auto seen = late.get();
    EXPECT_TRUE(seen.news);
    EXPECT_EQ(seen.hints.size(), 64U);
    EXPECT_EQ(json::parse(seen.hints.front()).at("data").at("number"), 0) << "the oldest first";
}

Task<std::vector<bool>> wait_twice(Fanout& fanout, WorkspaceId workspace,
                                   testing::Gate& subscribed) {
    Fanout::Subscription subscription(fanout, workspace, co_await asio::this_coro::executor);
    co_await subscribed.pass();
    std::vector<bool> news;
    news.push_back(co_await subscription.wait(20s));
    news.push_back(co_await subscription.wait(200ms));
    co_return news;
}

TEST_P(FanoutTest, news_is_told_once) {
    auto waiting = start(wait_twice(fanout, workspace, gate));
    ASSERT_TRUE(gate.wait_for(1));
    append(event());
    EXPECT_EQ(waiting.get(), (std::vector<bool>{true, false}));
}

TEST_P(FanoutTest, another_node_hears_as_well) {
    if (!on_postgres()) GTEST_SKIP() << "SQLite is for one process";
    testing::TestLoops node_loops{1, testing::Start::later};
    const auto node = db::open(*node_loops, place.options());
    Fanout node_fanout(*node);
    node_loops.start();
    testing::Gate subscribed;
    subscribed.open();
    auto waiting = node_loops.start(wait_for_news(node_fanout, workspace, subscribed, 20s));
    ASSERT_TRUE(subscribed.wait_for(1));
    // Its listening comes up at its own time: tell it until it hears.
    for (int i = 0; i < 200; ++i) {
        append(event());
        if (waiting.wait_for(50ms) == std::future_status::ready) break;
    }
    EXPECT_TRUE(waiting.get().news);
    node->close();
    node_loops.stop();
}

ROSTRUM_ON_ALL_ENGINES(FanoutTest);

}  // namespace
}  // namespace rostrum::events
