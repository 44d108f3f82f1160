// Posts of which a part is on a platform, or may be, when something comes between.
#include "conformance/publishing/fixture.hpp"
#include "publishing/limits.hpp"
#include "publishing/purge.hpp"

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
    Result<> purge() { return run(disconnect.run(scope, connection, connections::Purge::yes)); }
    Result<> remove_everywhere(PostId id) {
        return run(service.remove(scope, id, Service::Where::everywhere));
    }
};

TEST_P(LiveInPartTest, what_was_handed_over_is_not_failed_when_nobody_connects_again) {
    publisher.script = handed_over;
    fail_at(1, Next::reauthorize);
    const auto made = create(now());
    work();
    ASSERT_EQ(target_of(made.id).error->code, "needs_reauth");
    clock.advance(parked_max + 1h);
    EXPECT_EQ(run(sweeper.sweep()), 1);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::needs_attention);
}

TEST_P(LiveInPartTest, what_was_handed_over_is_asked_for_as_long_after_a_reconnect) {
    publisher.script = handed_over;
    fail_at(1, Next::reauthorize);
    const auto made = create(now());
    work();
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
    publisher.script = thread;
    fail_at(1, Next::retry_later);
    const auto made = create(now());
    work();
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
    publisher.script = with_container;
    fail_at(1, Next::rejected);
    const auto made = create(now());
    work();
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
    publisher.script = with_container;
    fail_at(1, Next::reauthorize);
    const auto made = create(now());
    work();
    ASSERT_EQ(target_of(made.id).error->code, "needs_reauth");
    ASSERT_TRUE(run(service.cancel(scope, made.id)));
    EXPECT_EQ(target_of(made.id).status, TargetStatus::cancelled);
}

TEST_P(LiveInPartTest, a_part_that_waits_for_its_owner_is_not_deleted_in_silence) {
    publisher.script = thread;
    fail_at(1, Next::reauthorize);
    const auto made = create(now());
    work();
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
