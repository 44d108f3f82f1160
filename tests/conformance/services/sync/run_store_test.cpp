#include "conformance/services/sync/fixture.hpp"

namespace rostrum::sync {
namespace {

using namespace std::chrono_literals;

class RunStoreTest : public SyncTest {};

TEST_P(RunStoreTest, a_run_begins_with_its_job_and_its_event) {
    const auto begun = begin();
    ASSERT_TRUE(begun);
    EXPECT_EQ(begun->status, RunStatus::running);
    EXPECT_EQ(begun->progress.stage, Stage::waiting);
    EXPECT_EQ(begun->started_at, clock.now());
    EXPECT_EQ(begun->connection_id, connection);
    EXPECT_EQ(find(connection).last_sync_status, "running");
    EXPECT_EQ(run(runs.find(begun->id)).value().status, RunStatus::running);
    EXPECT_FALSE(run(runs.find(SyncRunId{ids.next()})));
    const auto claimed = job();
    EXPECT_EQ(claimed.kind, run_job);
    EXPECT_EQ(claimed.unique_key, to_string(begun->id));
    EXPECT_EQ(events("sync.started"), 1);
}

TEST_P(RunStoreTest, one_run_of_a_connection_at_a_time) {
    ASSERT_TRUE(begin());
    EXPECT_EQ(begin().error().code, ErrorCode::conflict);
    EXPECT_EQ(count("jobs"), 1);
    EXPECT_EQ(events("sync.started"), 1);
}

TEST_P(RunStoreTest, of_many_that_begin_at_once_one_does) {
    std::vector<std::future<Result<SyncRun>>> all;
    for (std::size_t i = 0; i < 16; ++i) {
        all.push_back(
            start(runs.start(scope.workspace, connection, RunType::manual, jobs::Queue::user_sync),
                  i % 2));
    }
    int begun = 0;
    for (auto& one : all) {
        const auto answer = one.get();
        begun += answer.has_value();
        if (!answer) {
            EXPECT_EQ(answer.error().code, ErrorCode::conflict);
        }
    }
    EXPECT_EQ(begun, 1);
    EXPECT_EQ(count("sync_runs"), 1);
    EXPECT_EQ(count("jobs"), 1);
}

TEST_P(RunStoreTest, only_an_active_connection_of_the_workspace_is_synced) {
    EXPECT_EQ(
        run(runs.start(new_scope().workspace, connection, RunType::manual, jobs::Queue::user_sync))
            .error()
            .code,
        ErrorCode::not_found);
    EXPECT_EQ(run(runs.start(scope.workspace, ConnectionId{ids.next()}, RunType::manual,
                             jobs::Queue::user_sync))
                  .error()
                  .code,
              ErrorCode::not_found);
    run(store.mark_needs_reauth(stored(connection), "190", "Connect again."));
    EXPECT_EQ(begin().error().code, ErrorCode::needs_reauth);
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(RunStoreTest, a_run_ends_once) {
    const auto begun = begin();
    const RunPayload payload{1, begun->id, scope.workspace, connection, RunType::manual};
    clock.advance(1500ms);
    run(runs.finish(payload, {.status = RunStatus::success}));
    run(runs.finish(payload, {.status = RunStatus::failed, .error_code = "late"}));
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(last().completed_at, clock.now());
    EXPECT_EQ(last().duration_ms, 1500);
    EXPECT_FALSE(last().error_code);
    EXPECT_EQ(run(runs.find(begun->id)).value().status, RunStatus::success);
    EXPECT_EQ(find(connection).next_sync_at, schedule.next("fake", connection, clock.now() + 12h));
    EXPECT_EQ(events("sync.completed"), 1);
    EXPECT_EQ(events("sync.failed"), 0);
    EXPECT_TRUE(begin()) << "the next one may begin";
}

TEST_P(RunStoreTest, a_run_without_a_job_is_swept_up) {
    const auto begun = begin();
    EXPECT_EQ(run(runs.sweep()), 0) << "its job waits";
    const auto claimed = job();
    EXPECT_EQ(run(runs.sweep()), 0) << "its job runs";
    run(jobs.bury(owner, claimed.id, "for good"));
    clock.advance(1min);
    EXPECT_EQ(run(runs.sweep()), 1);
    EXPECT_EQ(run(runs.sweep()), 0);
    EXPECT_EQ(last().id, begun->id);
    EXPECT_EQ(last().status, RunStatus::failed);
    EXPECT_EQ(last().error_code, "processing_failed");
    EXPECT_EQ(find(connection).next_sync_at, clock.now() + 1h);
    EXPECT_EQ(events("sync.failed"), 1);
}

TEST_P(RunStoreTest, runs_are_listed_newest_first_in_pages_and_to_their_workspace) {
    for (int i = 0; i < 7; ++i) {
        const auto begun = begin();
        const RunPayload payload{1, begun->id, scope.workspace, connection, RunType::manual};
        run(runs.finish(payload, {}));
        if (i % 2 == 0) clock.advance(1ms);
    }
    const auto all = list();
    ASSERT_EQ(all.size(), 7U);
    std::vector<SyncRunId> seen;
    PageRequest page{.limit = 3, .after = std::nullopt};
    for (;;) {
        const auto rows = run(runs.list(scope, connection, page)).value();
        for (const auto& row : rows) seen.push_back(row.id);
        if (rows.size() < 3) break;
        page.after = cursor_of(rows.back().started_at, rows.back().id.value);
    }
    ASSERT_EQ(seen.size(), 7U);
    for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(seen[i], all[i].id);
    EXPECT_EQ(run(runs.list(new_scope(), connection, {})).error().code, ErrorCode::not_found);
}

ROSTRUM_ON_ALL_ENGINES(RunStoreTest);

}  // namespace
}  // namespace rostrum::sync
