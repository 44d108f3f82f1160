// A worker that is gone or slow, and the one that has its target after it.
#include "conformance/publishing/fixture.hpp"
#include "core/json.hpp"
#include "publishing/limits.hpp"
#include "support/gate.hpp"

namespace rostrum::publishing {
namespace {

using namespace std::chrono_literals;
using platforms::Effect;

class TakeOverTest : public PublishingTest {
protected:
    static PublishPayload payload_of(const jobs::Job& job) {
        PublishPayload payload;
        JsonIssues issues;
        read_json(job.payload, payload, issues);
        return payload;
    }
};

Task<Result<>> mark_slowly(db::Transaction& tx, TargetStore& targets, const WorkedRow& marked,
                           testing::Gate& gate) {
    EXPECT_TRUE(co_await targets.save(tx, marked, marked.version));
    co_await gate.pass();
    co_return Result<>{};
}

TEST_P(TakeOverTest, a_mark_that_commits_at_the_same_moment_is_seen) {
    if (!on_postgres()) GTEST_SKIP() << "SQLite has one writer: no two transactions overlap";
    create(now());
    const auto payload = payload_of(claim().at(0));
    const auto first = run(works.take(payload));
    ASSERT_TRUE(first && std::holds_alternative<Work>(*first));
    auto marked = std::get<Work>(*first).target;
    marked.sent_step = "publish";
    marked.sent_at = clock.now();
    marked.look_at = clock.now() + change_time_max;
    testing::Gate gate;
    auto marking = start(database->transaction([&](db::Transaction& tx) {
        return mark_slowly(tx, targets, marked, gate);
    }),
                         1);  // the other loop's connections stay free
    ASSERT_TRUE(gate.wait_for(1));
    auto second = start(works.take(payload));
    EXPECT_TRUE(testing::eventually([&] {
        return count("pg_stat_activity WHERE datname = current_database()"
                     " AND wait_event_type = 'Lock'") > 0;
    })) << "who takes the target waits for who writes it";
    gate.open();
    EXPECT_TRUE(marking.get());
    const auto taken = second.get();
    ASSERT_TRUE(taken && std::holds_alternative<Work>(*taken));
    EXPECT_EQ(std::get<Work>(*taken).target.sent_step, "publish") << "or it would be sent again";
}

TEST_P(TakeOverTest, two_workers_with_one_target_have_one_effect) {
    const auto made = create(now());
    // The first one stops in the middle for so long that a second one takes its job.
    testing::Gate gate;
    publisher.gate = &gate;
    auto first = start(engine.run(claim().at(0)));
    ASSERT_TRUE(gate.wait_for(1));
    clock.advance(lease + 1s);
    const auto again = claim();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_TRUE(perform(again[0]));
    EXPECT_EQ(read(made.id).status, PostStatus::published);
    gate.open();
    EXPECT_TRUE(std::holds_alternative<jobs::Done>(first.get()));
    EXPECT_EQ(publisher.effects[1], 1) << "the first one could not mark the step any more";
    EXPECT_EQ(read(made.id).status, PostStatus::published);
}

TEST_P(TakeOverTest, an_answer_that_comes_late_is_not_written) {
    publisher.script = {{"publish", Effect::change, 0s, false}};
    const auto made = create(now());
    testing::Gate gate;
    publisher.gate = &gate;
    auto first = start(engine.run(claim().at(0)));
    ASSERT_TRUE(gate.wait_for(1));
    clock.advance(lease + 1s);
    EXPECT_TRUE(perform(claim().at(0)));
    EXPECT_EQ(publisher.looks, 0) << "the request of the first one is still on its way";
    gate.open();
    EXPECT_TRUE(std::holds_alternative<jobs::Done>(first.get()));
    EXPECT_EQ(target_of(made.id).status, TargetStatus::publishing);
    work();
    EXPECT_EQ(publisher.looks, 1);
    EXPECT_EQ(publisher.effects[0], 1);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
}

TEST_P(TakeOverTest, a_target_whose_job_is_lost_is_rescued_a_few_times) {
    const auto made = create(now());
    execute("DELETE FROM jobs");
    EXPECT_EQ(run(sweeper.sweep()), 0) << "it may be on its way";
    for (int i = 0; i < rescues_max; ++i) {
        clock.advance(3min);
        EXPECT_EQ(run(sweeper.sweep()), 1);
        EXPECT_EQ(run(sweeper.sweep()), 0);
        EXPECT_EQ(count("jobs"), 1);
        execute("DELETE FROM jobs");
    }
    clock.advance(3min);
    EXPECT_EQ(run(sweeper.sweep()), 1);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
    EXPECT_EQ(target_of(made.id).error->code, "interrupted");
}

TEST_P(TakeOverTest, a_rescued_target_is_published) {
    const auto made = create(now());
    execute("DELETE FROM jobs");
    clock.advance(3min);
    EXPECT_EQ(run(sweeper.sweep()), 1);
    work();
    EXPECT_EQ(read(made.id).status, PostStatus::published);
}

TEST_P(TakeOverTest, an_older_generation_does_nothing) {
    const auto made = create(now());
    const auto old = claim().at(0);
    ASSERT_TRUE(run(service.cancel(scope, made.id)));
    EXPECT_TRUE(perform(old));
    EXPECT_EQ(publisher.calls, 0);
    EXPECT_EQ(read(made.id).status, PostStatus::cancelled);
    EXPECT_EQ(events("post.cancelled"), 1);
}

ROSTRUM_ON_ALL_ENGINES(TakeOverTest);

}  // namespace
}  // namespace rostrum::publishing
