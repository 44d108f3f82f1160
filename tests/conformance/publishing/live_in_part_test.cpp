// Posts of which a part is on a platform, or may be, when something comes between.
#include "conformance/publishing/fixture.hpp"
#include "publishing/limits.hpp"
#include "publishing/purge.hpp"
#include "support/gate.hpp"

namespace rostrum::publishing {
namespace {

using namespace std::chrono_literals;
using platforms::Effect;
using platforms::Next;
using testing::answered;
using testing::refused;

/// Uploaded by the first step; then the platform works on it, and makes it live by itself.
const std::vector<testing::FakeStep> handed_over{
    {"upload", Effect::change, 10s, true},
    {"poll", Effect::none, 0s, false},
};
/// A container that nobody sees, and a post made of it.
const std::vector<testing::FakeStep> with_container{
    {"container", Effect::change, 0s, false, true},
    {"publish", Effect::change, 0s, false},
};
/// What was handed over is ended by the platform, and handed over again.
const std::vector<testing::FakeStep> handed_over_again{
    {"upload", Effect::change, 10s, true},
    {"poll", Effect::none, 0s, false, false, true},
    {"upload_again", Effect::change, 0s, false},
};
/// Two posts.
const std::vector<testing::FakeStep> thread{
    {"first", Effect::change, 0s, false},
    {"second", Effect::change, 0s, false},
};

class LiveInPartTest : public PublishingTest {
protected:
    void SetUp() override {
        PublishingTest::SetUp();
        disconnect.before_purge(
            [this](db::Transaction& tx, WorkspaceId workspace, ConnectionId purged) {
                return release_connection(tx, posts, targets, outbox, workspace, purged);
            });
    }
    void fail_at(std::size_t wanted, Next next) {
        publisher.before = [=](std::size_t place) -> std::optional<platforms::PlatformError> {
            if (place != wanted) return std::nullopt;
            return refused(next, "code").error();
        };
    }
    void heal() {
        publisher.before = [](std::size_t) { return std::nullopt; };
    }
    /// A post whose first step was done, and whose second one was refused so.
    Post failed_at_second(const std::vector<testing::FakeStep>& script, Next next) {
        publisher.script = script;
        fail_at(1, next);
        auto made = create(now());
        work();
        return made;
    }
    Result<> purge() { return run(disconnect.run(scope, connection, connections::Purge::yes)); }
    Result<> remove_everywhere(PostId id) {
        return run(service.remove(scope, id, Service::Where::everywhere));
    }
};

TEST_P(LiveInPartTest, what_was_handed_over_is_not_failed_when_nobody_connects_again) {
    const auto made = failed_at_second(handed_over, Next::reauthorize);
    ASSERT_EQ(target_of(made.id).error->code, "needs_reauth");
    clock.advance(parked_max + 1h);
    EXPECT_EQ(run(sweeper.sweep()), 1);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::needs_attention);
}

TEST_P(LiveInPartTest, what_was_handed_over_is_asked_for_as_long_after_a_reconnect) {
    const auto made = failed_at_second(handed_over, Next::reauthorize);
    connected("again");
    fail_at(1, Next::retry_later);
    run(sweeper.sweep());
    work(2h, 1min);
    EXPECT_NE(target_of(made.id).status, TargetStatus::failed);
    work(24h, 5min);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::needs_attention);
    EXPECT_EQ(publisher.effects[0], 1);
}

TEST_P(LiveInPartTest, tries_that_run_out_after_a_part_is_live_ask_somebody) {
    const auto made = failed_at_second(thread, Next::retry_later);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::needs_attention);
    heal();
    RetryInput again;
    again.targets = std::vector{RetryTarget{target_of(made.id).id, RetryAction::retry, {}}};
    ASSERT_TRUE(run(service.retry(scope, made.id, again)));
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.effects[0], 1) << "the first one is not posted again";
}

TEST_P(LiveInPartTest, a_step_that_leaves_nothing_is_done_again_by_a_retry) {
    const auto made = failed_at_second(with_container, Next::rejected);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
    heal();
    ASSERT_TRUE(run(service.retry(scope, made.id, {})));
    EXPECT_NE(read(made.id).status, PostStatus::scheduled);
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.effects[0], 2) << "the container may have been the reason";
    EXPECT_EQ(publisher.effects[1], 1);
}

TEST_P(LiveInPartTest, a_step_that_leaves_nothing_can_be_called_off) {
    const auto made = failed_at_second(with_container, Next::reauthorize);
    ASSERT_EQ(target_of(made.id).error->code, "needs_reauth");
    ASSERT_TRUE(run(service.cancel(scope, made.id)));
    EXPECT_EQ(target_of(made.id).status, TargetStatus::cancelled);
}

TEST_P(LiveInPartTest, a_part_that_waits_for_its_owner_is_not_deleted_in_silence) {
    const auto made = failed_at_second(thread, Next::reauthorize);
    ASSERT_EQ(target_of(made.id).status, TargetStatus::pending);
    EXPECT_EQ(remove_everywhere(made.id).error().code, ErrorCode::platform_rejected);
    EXPECT_EQ(read(made.id).targets.size(), 1U);
}

TEST_P(LiveInPartTest, an_account_is_not_purged_while_the_platform_is_at_work) {
    publisher.script = handed_over;
    const auto made = create(now());
    perform(claim().at(0));
    ASSERT_EQ(target_of(made.id).status, TargetStatus::processing);
    EXPECT_EQ(purge().error().code, ErrorCode::conflict);
    EXPECT_TRUE(stored(connection).access_token) << "who is refused keeps the connection";
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_TRUE(purge());
    EXPECT_EQ(read(made.id).status, PostStatus::published) << "it was";
}

TEST_P(LiveInPartTest, what_may_be_live_is_not_forgotten_by_a_purge) {
    const auto parked = failed_at_second(thread, Next::reauthorize);
    execute("DELETE FROM events");
    ASSERT_TRUE(purge());
    EXPECT_EQ(read(parked.id).status, PostStatus::failed) << "a draft would be published again";
    EXPECT_EQ(count("events WHERE type = 'post.needs_attention'"), 1);
    EXPECT_EQ(count("events WHERE type = 'post.cancelled'"), 0);
    EXPECT_EQ(count("jobs WHERE kind = 'post.publish'"), 0);
}

TEST_P(LiveInPartTest, what_is_tried_again_behind_a_part_is_not_forgotten_by_a_purge) {
    const auto made = failed_at_second(thread, Next::rejected);
    ASSERT_TRUE(run(service.retry(scope, made.id, {})));
    ASSERT_EQ(target_of(made.id).status, TargetStatus::pending);
    ASSERT_TRUE(purge());
    EXPECT_EQ(read(made.id).status, PostStatus::failed);
    work();
    EXPECT_EQ(publisher.effects[1], 0);
}

TEST_P(LiveInPartTest, what_is_left_of_a_purged_post_is_history) {
    const auto made = create(now());
    work();
    ASSERT_TRUE(purge());
    PostPatch patch;
    patch.content = "another text";
    const auto changed = run(service.update(scope, made.id, patch, {}));
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, ErrorCode::conflict);
    EXPECT_EQ(run(service.publish(scope, made.id)).error().code, ErrorCode::conflict);
    EXPECT_EQ(read(made.id).status, PostStatus::published);
    EXPECT_TRUE(read(made.id).published_at);
}

TEST_P(LiveInPartTest, a_post_that_is_written_during_a_purge_is_refused) {
    if (!on_postgres()) GTEST_SKIP() << "SQLite has one writer: no two transactions overlap";
    testing::Gate gate;
    disconnect.before_purge([&](db::Transaction& tx, WorkspaceId workspace,
                                ConnectionId purged) -> Task<Result<>> {
        auto released = co_await release_connection(tx, posts, targets, outbox, workspace, purged);
        co_await gate.pass();
        co_return released;
    });
    auto purging = start(disconnect.run(scope, connection, connections::Purge::yes), 1);
    ASSERT_TRUE(gate.wait_for(1));
    auto writing = start(service.create(scope, now()));
    EXPECT_TRUE(testing::eventually([&] {
        return writing.wait_for(0s) == std::future_status::ready ||
               count("pg_stat_activity WHERE datname = current_database()"
                     " AND wait_event_type = 'Lock'") > 0;
    }));
    gate.open();
    EXPECT_TRUE(purging.get());
    EXPECT_FALSE(writing.get());
    EXPECT_EQ(count("posts"), 0) << "it would never go out, and never end";
}

TEST_P(LiveInPartTest, no_answer_behind_a_part_asks_somebody) {
    publisher.script = thread;
    fail_at(1, Next::ambiguous);
    const auto made = create(now());
    work();
    EXPECT_EQ(publisher.effects[0], 1);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::needs_attention);
}

TEST_P(LiveInPartTest, what_the_platform_has_ended_is_no_effect_any_more) {
    publisher.script = handed_over_again;
    fail_at(2, Next::retry_later);
    const auto made = create(now());
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed) << "nothing is live";
    heal();
    ASSERT_TRUE(run(service.retry(scope, made.id, {})));
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.effects[0], 2) << "from the beginning";
}

TEST_P(LiveInPartTest, what_waits_for_a_limit_is_released) {
    fail_at(1, Next::rate_limited);
    const auto made = create(now());
    perform(claim().at(0));
    EXPECT_TRUE(purge());
    EXPECT_EQ(read(made.id).status, PostStatus::draft);
}

TEST_P(LiveInPartTest, nothing_is_deleted_when_one_platform_cannot) {
    connected_as("other");
    execute("DELETE FROM jobs");
    auto wanted = now();
    for (const auto& one : run(store.all(scope))) {
        if (one.id == connection) continue;
        TargetInput target;
        target.connection_id = one.id;
        wanted.targets.push_back(target);
    }
    const auto made = create(wanted);
    work();
    ASSERT_EQ(read(made.id).status, PostStatus::published);
    publisher.keeps_posts_of = publisher.tokens.back();
    EXPECT_EQ(remove_everywhere(made.id).error().code, ErrorCode::platform_rejected);
    EXPECT_TRUE(publisher.removed.empty());
    EXPECT_EQ(read(made.id).status, PostStatus::published);
}

TEST_P(LiveInPartTest, what_could_be_deleted_is_remembered_when_the_rest_cannot) {
    const auto other = connected_as("other");
    execute("DELETE FROM jobs");
    auto wanted = now();
    TargetInput target;
    target.connection_id = other;
    wanted.targets.push_back(target);
    const auto made = create(wanted);
    work();
    ASSERT_EQ(read(made.id).status, PostStatus::published);
    int asked = 0;
    publisher.on_remove = [&](const std::string&) -> platforms::Outcome<bool> {
        if (++asked == 3) return refused(Next::retry_later, "busy");
        return answered(true);
    };
    EXPECT_FALSE(remove_everywhere(made.id));
    const auto after = read(made.id);
    EXPECT_EQ(after.targets.at(0).status, TargetStatus::cancelled);
    EXPECT_FALSE(after.targets.at(0).permalink);
    EXPECT_EQ(after.targets.at(1).status, TargetStatus::published);
    EXPECT_TRUE(remove_everywhere(made.id));
    EXPECT_EQ(asked, 5) << "the first one, of two posts, is not deleted again";
}

ROSTRUM_ON_ALL_ENGINES(LiveInPartTest);

}  // namespace
}  // namespace rostrum::publishing
