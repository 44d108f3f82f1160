#include "conformance/publishing/fixture.hpp"
#include "publishing/limits.hpp"
#include "publishing/purge.hpp"

namespace rostrum::publishing {
namespace {

using namespace std::chrono_literals;
using platforms::Next;
using testing::answered;
using testing::Point;
using testing::refused;

/// Several posts on one account, and what else may happen to them meanwhile.
class TurnsTest : public PublishingTest {
protected:
    /// The first has the turn and waits for its platform; the others have found it taken.
    std::vector<Post> queued(int count) {
        publisher.script = {{"create", platforms::Effect::none, 1h, false},
                            {"publish", platforms::Effect::change, {}, false}};
        std::vector<Post> posts;
        for (int i = 0; i < count; ++i) posts.push_back(create(now(std::to_string(i))));
        return posts;
    }
    std::int64_t rescues() {
        return query("SELECT CAST(sum(rescues) AS bigint) AS rescues FROM post_targets")
            .get<std::optional<std::int64_t>>(0, "rescues")
            .value_or(0);
    }
    void run_all(const std::vector<jobs::Job>& claimed) {
        for (const auto& job : claimed) {
            if (job.kind == turn_job) {
                settle(job, run(sweeper.give_turn(job)));
            } else {
                perform(job);
            }
        }
    }
    RetryInput retry_all(const Post& post) {
        RetryInput input;
        input.targets =
            std::vector{RetryTarget{post.targets.at(0).id, RetryAction::retry, std::nullopt}};
        return input;
    }
};

TEST_P(TurnsTest, who_waits_for_a_turn_is_not_lost) {
    queued(5);
    execute("UPDATE post_targets SET queued_at = $1 WHERE id NOT IN"
            " (SELECT id FROM post_targets ORDER BY due_at, id LIMIT 1)",
            {clock.now()});
    execute("DELETE FROM jobs");
    for (int i = 0; i < 5; ++i) {
        clock.advance(3min);
        run(sweeper.sweep());
        execute("DELETE FROM jobs");
    }
    EXPECT_EQ(count("post_targets WHERE status = 'failed'"), 1) << "the one whose job is lost";
    EXPECT_LE(rescues(), rescues_max + 1);
}

TEST_P(TurnsTest, a_turn_that_nobody_has_is_given) {
    queued(2);
    execute("UPDATE post_targets SET queued_at = $1", {clock.now()});
    execute("DELETE FROM jobs");
    EXPECT_EQ(run(sweeper.sweep()), 0) << "somebody may be about to";
    clock.advance(3min);
    EXPECT_EQ(run(sweeper.sweep()), 1);
    EXPECT_EQ(count("jobs"), 1);
    EXPECT_EQ(count("post_targets WHERE queued_at IS NOT NULL"), 1);
    EXPECT_EQ(rescues(), 0);
    EXPECT_EQ(run(sweeper.sweep()), 0) << "one of them will take it";
}

TEST_P(TurnsTest, a_turn_goes_on_when_its_target_is_called_off) {
    const auto posts = queued(2);
    execute("UPDATE post_targets SET queued_at = $1 WHERE post_id = $2",
            {clock.now(), posts[1].id});
    ASSERT_TRUE(run(service.cancel(scope, posts[0].id)));
    run_all(claim(5));
    EXPECT_EQ(count("post_targets WHERE queued_at IS NOT NULL"), 0);
    run_all(claim(5));
    EXPECT_EQ(publisher.calls, 1) << "the other one has begun";
}

TEST_P(TurnsTest, what_has_begun_comes_before_what_has_not) {
    const auto posts = queued(2);
    run_all(claim(1));
    EXPECT_EQ(target_of(posts[0].id).status, TargetStatus::publishing);
    clock.advance(2h);
    execute("UPDATE post_targets SET queued_at = $1", {clock.now()});
    execute("DELETE FROM jobs");
    run(works.wake_turn(connection));
    const auto woken = claim(1);
    ASSERT_EQ(woken.size(), 1U);
    EXPECT_EQ(woken[0].payload.at("postId").as_string(), to_string(posts[0].id));
}

TEST_P(TurnsTest, a_poll_that_fails_for_a_while_ends_nothing) {
    publisher.script = {{"upload", platforms::Effect::change, 10s, true},
                        {"poll", platforms::Effect::none, {}, false}};
    int failing = failures_max + 2;
    publisher.before = [&](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place != 1 || failing-- <= 0) return std::nullopt;
        return refused(Next::retry_later, "http_503").error();
    };
    const auto made = create(now());
    work(2h, 30s);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.effects[0], 1);
}

TEST_P(TurnsTest, what_the_platform_has_is_not_sent_again) {
    publisher.script = {{"upload", platforms::Effect::change, 10s, true},
                        {"poll", platforms::Effect::none, {}, false}};
    publisher.before = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place != 1) return std::nullopt;
        return refused(Next::misconfigured, "403").error();
    };
    const auto made = create(now());
    work(1h);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::needs_attention) << "it may go live yet";
    publisher.before = [](std::size_t) { return std::nullopt; };
    ASSERT_TRUE(run(service.retry(scope, made.id, retry_all(made))));
    work(1h);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.effects[0], 1);
}

TEST_P(TurnsTest, what_the_platform_has_ended_may_begin_anew) {
    publisher.script = {{"upload", platforms::Effect::change, 10s, true},
                        {"poll", platforms::Effect::none, {}, false}};
    publisher.before = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place != 1) return std::nullopt;
        auto error = refused(Next::rejected, "processing_failed").error();
        error.nothing_live = true;
        return error;
    };
    const auto made = create(now());
    work(1h);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
    publisher.before = [](std::size_t) { return std::nullopt; };
    ASSERT_TRUE(run(service.retry(scope, made.id, retry_all(made))));
    work(1h);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.effects[0], 2);
}

TEST_P(TurnsTest, what_is_half_live_is_neither_changed_nor_called_off) {
    publisher.script = {{"first", platforms::Effect::change, {}, false},
                        {"second", platforms::Effect::change, {}, false}};
    publisher.before = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place != 1) return std::nullopt;
        return refused(Next::rejected, "no").error();
    };
    const auto made = create(now());
    work(1h);
    ASSERT_EQ(target_of(made.id).status, TargetStatus::failed);
    ASSERT_TRUE(run(service.retry(scope, made.id, retry_all(made))));
    EXPECT_EQ(target_of(made.id).status, TargetStatus::pending);
    PostPatch patch;
    patch.content = "other";
    EXPECT_EQ(run(service.update(scope, made.id, patch, {})).error().code, ErrorCode::conflict);
    EXPECT_EQ(run(service.publish(scope, made.id)).error().code, ErrorCode::conflict);
    EXPECT_EQ(run(service.cancel(scope, made.id)).error().code, ErrorCode::conflict);
    publisher.before = [](std::size_t) { return std::nullopt; };
    work(1h);
    EXPECT_EQ(publisher.effects[0], 1);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
}

TEST_P(TurnsTest, a_fault_of_ours_gives_the_turn_back) {
    publisher.at = [](Point point, std::size_t place) {
        if (point == Point::choose && place == 1) throw std::runtime_error("a bad disk");
    };
    const auto made = create(now());
    run_all(claim(1));
    EXPECT_EQ(count("post_targets WHERE running"), 0);
    EXPECT_EQ(target_of(made.id).error->code, "internal");
    publisher.at = [](Point, std::size_t) {};
    work(1h);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
}

TEST_P(TurnsTest, a_purged_account_leaves_no_post_waiting) {
    auto wanted = input("alone");
    wanted.scheduled_at = clock.now() + 1h;
    const auto alone = create(wanted);
    const auto other = connected_as("other");
    TargetInput target;
    target.connection_id = other;
    wanted.targets.push_back(target);
    const auto both = create(wanted);
    disconnect.before_purge(
        [this](db::Transaction& tx, WorkspaceId workspace, ConnectionId purged) {
            return release_connection(tx, posts, targets, outbox, workspace, purged);
        });
    ASSERT_TRUE(run(disconnect.run(scope, connection, connections::Purge::yes)));
    EXPECT_EQ(read(alone.id).status, PostStatus::draft);
    EXPECT_TRUE(read(alone.id).targets.empty());
    EXPECT_EQ(read(both.id).status, PostStatus::scheduled);
    EXPECT_EQ(read(both.id).targets.size(), 1U);
    EXPECT_FALSE(run(service.summary(scope, std::nullopt)).next_scheduled_at < clock.now());
}

TEST_P(TurnsTest, an_account_is_not_purged_while_something_is_published_there) {
    const auto made = create(now());
    publisher.at = [](Point point, std::size_t) {
        if (point == Point::send) throw Killed();
    };
    perform(claim().at(0));
    disconnect.before_purge(
        [this](db::Transaction& tx, WorkspaceId workspace, ConnectionId purged) {
            return release_connection(tx, posts, targets, outbox, workspace, purged);
        });
    EXPECT_EQ(run(disconnect.run(scope, connection, connections::Purge::yes)).error().code,
              ErrorCode::conflict);
    EXPECT_EQ(read(made.id).targets.size(), 1U);
}

TEST_P(TurnsTest, the_same_request_makes_one_post) {
    const PostId id{ids.next()};
    const auto first = run(service.create(scope, input("one"), id));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->id, id);
    EXPECT_EQ(run(service.create(scope, input("two"), id))->content, "one");
    clock.advance(25h);
    EXPECT_NE(run(service.create(scope, input("three"), id))->id, id)
        << "a day later it is another";
}

TEST_P(TurnsTest, what_is_not_known_cannot_be_deleted_everywhere) {
    publisher.after = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place == 0) return std::nullopt;
        return refused(Next::ambiguous, "no_answer").error();
    };
    publisher.found = [](std::size_t) {
        return answered(
            platforms::Reconciled{platforms::Finding::unknown, std::nullopt, std::nullopt});
    };
    const auto made = create(now());
    work(1h);
    ASSERT_EQ(target_of(made.id).status, TargetStatus::needs_attention);
    EXPECT_EQ(run(service.remove(scope, made.id, Service::Where::everywhere)).error().code,
              ErrorCode::platform_rejected);
    EXPECT_TRUE(run(service.remove(scope, made.id, Service::Where::here)));
}

TEST_P(TurnsTest, options_have_no_nul) {
    auto wanted = input();
    wanted.targets[0].options = json::object{{"a", json::array{std::string("x\0y", 3)}}};
    EXPECT_EQ(run(service.create(scope, wanted)).error().details.at(0).field, "targets[0].options");
}

ROSTRUM_ON_ALL_ENGINES(TurnsTest);

}  // namespace
}  // namespace rostrum::publishing
