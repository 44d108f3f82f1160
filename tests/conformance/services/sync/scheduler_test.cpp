#include "sync/scheduler.hpp"

#include "conformance/services/sync/fixture.hpp"
#include "connections/sql.hpp"
#include "support/log_file.hpp"

#include <stdexcept>

namespace rostrum::sync {
namespace {

using namespace std::chrono_literals;
using platforms::Next;
using testing::answered;
using testing::refused;

class SchedulerTest : public SyncTest {
protected:
    void look(boost::json::object payload = {}) {
        jobs::Job tick{.id = JobId{ids.next()},
                       .kind = std::string(schedule_job),
                       .payload = std::move(payload)};
        EXPECT_TRUE(is<jobs::Done>(run(scheduler.run(tick))));
    }
    /// A scheduled sync whose time has come.
    std::optional<jobs::Job> scheduled() {
        auto claimed = run(jobs.claim(jobs::Queue::scheduled_sync, 1, owner, 30s));
        if (claimed.empty()) return std::nullopt;
        return std::move(claimed[0]);
    }
    jobs::JobOutcome do_job(const jobs::Job& job) {
        auto outcome = run(engine.run(job));
        if (is<jobs::Done>(outcome)) run(jobs.complete(owner, {job.id}));
        return outcome;
    }
    /// Connections that are due, each a second after the one before.
    void add_due(const std::string& of, int number, Time first) {
        std::vector<db::Params> rows;
        for (int i = 0; i < number; ++i) {
            rows.push_back({ids.next(), scope.workspace, of, of + std::to_string(i),
                            first + std::chrono::seconds{i}, clock.now()});
        }
        run(database->batch(
            statement("INSERT INTO connections (id, workspace_id, platform, external_id, handle,"
                      " display_name, status, scopes, next_sync_at, created_at, updated_at)"
                      " VALUES ($1, $2, $3, $4, 'h', 'H', 'active', '[]', $5, $6, $6)"),
            std::move(rows)));
    }
    std::int64_t enqueued(const std::string& of) {
        return count("jobs j JOIN connections c ON CAST(c.id AS text) = j.unique_key"
                     " WHERE c.platform = $1",
                     {of});
    }
    Time of_jobs(const std::string& which) {
        return query("SELECT " + which + "(run_at) AS at FROM jobs").get<Time>(0, "at");
    }
    Time next_of(ConnectionId id) { return find(id).next_sync_at.value(); }
};

TEST_P(SchedulerTest, starts_what_is_due_once_and_writes_the_run_down_when_it_begins) {
    perform();
    look();
    EXPECT_EQ(count("jobs"), 0) << "due tomorrow";
    clock.set(next_of(connection));
    look();
    look();
    EXPECT_EQ(count("jobs WHERE queue = 'scheduled_sync'"), 1);
    EXPECT_EQ(list().size(), 1U) << "it waits, and is in nobody's way";
    EXPECT_EQ(find(connection).last_sync_status, "success");

    const auto job = scheduled();
    ASSERT_TRUE(job);
    EXPECT_TRUE(is<jobs::Done>(do_job(*job)));
    ASSERT_EQ(list().size(), 2U);
    EXPECT_EQ(last().type, RunType::scheduled);
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(last().started_at, clock.now());
    EXPECT_EQ(events("sync.started"), 2);
    EXPECT_EQ(next_of(connection), schedule.next("fake", connection, clock.now() + 12h));
    EXPECT_TRUE(is<jobs::Done>(do_job(*job))) << "its worker died before it was deleted";
    EXPECT_EQ(list().size(), 2U);
}

TEST_P(SchedulerTest, rows_of_an_older_version_are_due_when_they_say) {
    execute("UPDATE connections SET next_sync_at = $1, last_success_at = NULL,"
            " connected_at = NULL, last_sync_status = NULL",
            {clock.now()});
    look();
    const auto job = scheduled();
    ASSERT_TRUE(job);
    EXPECT_TRUE(is<jobs::Done>(do_job(*job)));
    EXPECT_EQ(last().status, RunStatus::success);
}

TEST_P(SchedulerTest, who_asks_for_a_sync_gets_it_while_a_scheduled_one_waits) {
    perform();
    clock.set(next_of(connection));
    look();
    EXPECT_TRUE(is<jobs::Done>(perform())) << "no conflict";
    EXPECT_EQ(last().type, RunType::manual);
    const auto planned = next_of(connection);

    clock.advance(1min);
    const testing::LogFile log(log::Level::info);
    const auto job = scheduled();
    ASSERT_TRUE(job);
    EXPECT_TRUE(is<jobs::Done>(do_job(*job)));
    EXPECT_EQ(list().size(), 2U) << "synced a minute ago: skipped, and no failed run";
    EXPECT_EQ(events("sync.failed"), 0);
    EXPECT_EQ(next_of(connection), planned);
    EXPECT_TRUE(log.holds("a scheduled sync is skipped"));
    EXPECT_TRUE(log.holds("it was synced a short time ago"));
}

TEST_P(SchedulerTest, a_scheduled_sync_is_skipped_while_another_runs) {
    perform();
    clock.set(next_of(connection));
    look();
    ASSERT_TRUE(begin());
    const auto job = scheduled();
    ASSERT_TRUE(job);
    EXPECT_TRUE(is<jobs::Done>(do_job(*job)));
    EXPECT_EQ(list().size(), 2U);
    EXPECT_EQ(last().status, RunStatus::running) << "that of the user";
}

TEST_P(SchedulerTest, a_connection_that_ended_or_is_gone_meanwhile_is_skipped) {
    perform();
    clock.set(next_of(connection));
    look();
    const auto job = scheduled();
    ASSERT_TRUE(job);
    run(store.mark_needs_reauth(stored(connection), "190", "Connect again."));
    EXPECT_TRUE(is<jobs::Done>(do_job(*job)));
    EXPECT_EQ(list().size(), 1U);
    ASSERT_TRUE(run(disconnect.run(scope, connection, connections::Purge::yes)));
    EXPECT_TRUE(is<jobs::Done>(do_job(*job)));
    EXPECT_EQ(count("sync_runs"), 0);
}

TEST_P(SchedulerTest, what_a_limit_cut_off_is_not_skipped) {
    perform();
    clock.advance(1h);
    platform->on_posts = [](const auto&, auto) { return refused(Next::rate_limited, "4", 600s); };
    perform();
    EXPECT_EQ(last().status, RunStatus::partial);
    clock.set(next_of(connection));
    platform->on_posts = [](const auto&, auto) { return answered(platforms::PostPage{}); };
    look();
    const auto job = scheduled();
    ASSERT_TRUE(job);
    do_job(*job);
    EXPECT_EQ(list().size(), 3U) << "although there was a success an hour ago";
    EXPECT_EQ(last().status, RunStatus::success);
}

TEST_P(SchedulerTest, a_sync_without_budget_waits_for_it_and_is_written_down_afterwards) {
    perform();
    clock.set(next_of(connection));
    look();
    const auto usual = platform->on_profile;
    platform->on_profile = [] { return refused(Next::rate_limited, "budget/video_list", 60s); };
    const auto job = scheduled();
    ASSERT_TRUE(job);
    const auto outcome = do_job(*job);
    ASSERT_TRUE(is<jobs::Snooze>(outcome));
    const Time until = std::get<jobs::Snooze>(outcome).until;
    EXPECT_GE(until, clock.now() + 60s);
    EXPECT_LT(until, clock.now() + 120s);
    EXPECT_EQ(next_of(connection), until);
    EXPECT_EQ(list().size(), 1U) << "it has not begun";
    EXPECT_EQ(events("sync.failed"), 0);

    platform->on_profile = usual;
    clock.set(until);
    EXPECT_TRUE(is<jobs::Done>(do_job(*job)));
    EXPECT_EQ(list().size(), 2U);
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(last().started_at, until);
}

TEST_P(SchedulerTest, a_full_sync_that_met_a_limit_goes_on_where_it_was) {
    make_posts(300);
    page_size = 100;
    const auto usual = platform->on_posts;
    platform->on_posts = [&](const std::string& cursor,
                             std::size_t limit) -> platforms::Outcome<platforms::PostPage> {
        if (cursor == "200") return refused(Next::rate_limited, "4", 600s);
        return usual(cursor, limit);
    };
    EXPECT_TRUE(is<jobs::Done>(perform(RunType::full)));
    EXPECT_EQ(last().status, RunStatus::partial);

    std::vector<std::string> cursors;
    platform->on_posts = [&](const std::string& cursor, std::size_t limit) {
        cursors.push_back(cursor);
        return usual(cursor, limit);
    };
    clock.set(next_of(connection));
    look();
    const auto job = scheduled();
    ASSERT_TRUE(job);
    do_job(*job);
    EXPECT_EQ(cursors, std::vector<std::string>{"200"});
    EXPECT_EQ(last().type, RunType::full);
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(last().items_synced, 301);
    EXPECT_EQ(count("platform_posts"), 300);

    clock.set(next_of(connection));
    look();
    do_job(scheduled().value());
    EXPECT_EQ(last().type, RunType::scheduled) << "the next one is as usual";
    EXPECT_EQ(cursors.back(), "");
}

TEST_P(SchedulerTest, a_failure_is_seen_although_its_run_had_not_begun) {
    perform();
    clock.set(next_of(connection));
    look();
    platform->on_profile = [] { return refused(Next::rejected, "100"); };
    do_job(scheduled().value());
    EXPECT_EQ(last().type, RunType::scheduled);
    EXPECT_EQ(last().status, RunStatus::failed);
    EXPECT_EQ(events("sync.failed"), 1);
}

TEST_P(SchedulerTest, an_account_that_always_fails_settles_into_its_daily_time) {
    perform();
    platform->on_profile = [] { return refused(Next::rejected); };
    clock.advance(24h);
    for (int failed = 1; failed <= 2; ++failed) {
        perform();
        EXPECT_EQ(next_of(connection), clock.now() + 1h) << failed;
        clock.advance(1h);
    }
    for (int failed = 3; failed <= 5; ++failed) {
        perform();
        EXPECT_EQ(next_of(connection), schedule.next("fake", connection, clock.now())) << failed;
        clock.advance(1h);
    }
    platform->on_profile = [this] { return answered(profile); };
    perform();
    platform->on_profile = [] { return refused(Next::rejected); };
    clock.advance(1min);
    perform();
    EXPECT_EQ(next_of(connection), clock.now() + 1h) << "a success begins the count anew";
}

TEST_P(SchedulerTest, a_large_platform_does_not_keep_a_small_one_waiting) {
    execute("DELETE FROM connections");
    add_due("large", 1800, clock.now() - 3600s);
    add_due("small", 3, clock.now() - 10s);
    add_due("tomorrow", 3, clock.now() + 24h);
    look();
    EXPECT_EQ(enqueued("large"), 1500) << "as many as begin until the next look";
    EXPECT_EQ(enqueued("small"), 3);
    EXPECT_EQ(enqueued("tomorrow"), 0);
    EXPECT_EQ(of_jobs("min"), clock.now());
    EXPECT_EQ(of_jobs("max"), clock.now() + 1499 * 200ms);
    EXPECT_EQ(count("connections WHERE platform = 'large' AND next_sync_at <= $1", {clock.now()}),
              300);
    EXPECT_EQ(count("connections WHERE platform = 'large' AND next_sync_at < $1",
                    {clock.now() - 3600s + 1500s}),
              0)
        << "those that waited longest went first";

    clock.advance(schedule_interval);
    look();
    EXPECT_EQ(enqueued("large"), 1800);
    EXPECT_EQ(count("jobs"), 1803);
}

TEST_P(SchedulerTest, without_spacing_there_is_a_limit_as_well) {
    execute("DELETE FROM connections");
    add_due("large", 2100, clock.now() - 3600s);
    const Schedule at_once({.times = {}, .spacing = 0ms});
    Scheduler other{*database, store, jobs, runs, at_once, clock, ids};
    run(other.run({.id = JobId{ids.next()}, .kind = std::string(schedule_job)}));
    EXPECT_EQ(enqueued("large"), 2000);
    EXPECT_EQ(of_jobs("max"), clock.now());
}

TEST_P(SchedulerTest, all_accounts_of_a_platform_are_synced_when_somebody_asks_for_it) {
    const auto second = connected_as("second");
    const auto broken = connected_as("broken");
    execute("DELETE FROM jobs");
    run(store.mark_needs_reauth(stored(broken), "190", "Connect again."));
    add_due("other", 2, clock.now() + 24h);
    perform();
    look({{"platform", "fake"}});
    look({{"platform", "fake"}});
    EXPECT_EQ(count("jobs"), 2) << "once each, and only the active ones of this platform";
    EXPECT_EQ(of_jobs("max") - of_jobs("min"), 200ms);

    clock.advance(1s);
    for (int i = 0; i < 2; ++i) {
        const auto job = scheduled();
        ASSERT_TRUE(job);
        EXPECT_TRUE(is<jobs::Done>(do_job(*job)));
    }
    EXPECT_EQ(list().size(), 2U) << "also when the last sync is young";
    EXPECT_EQ(last().type, RunType::manual);
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(find(second).last_sync_status, "success");

    look({{"platform", "nothing"}});
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(SchedulerTest, a_run_whose_job_is_dead_is_ended) {
    execute("UPDATE connections SET next_sync_at = $1", {clock.now()});
    look();
    auto job = scheduled();
    ASSERT_TRUE(job);
    platform->on_posts = [](const auto&, auto) -> platforms::Outcome<platforms::PostPage> {
        throw std::runtime_error("the power went out");
    };
    EXPECT_THROW(run(engine.run(*job)), std::runtime_error);
    look();
    EXPECT_EQ(last().status, RunStatus::running) << "its job is tried again";
    run(jobs.bury(owner, job->id, "for good"));
    look();
    EXPECT_EQ(last().status, RunStatus::failed);
    EXPECT_EQ(last().error_code, "processing_failed");
    EXPECT_EQ(next_of(connection), clock.now() + 1h);
}

TEST_P(SchedulerTest, finds_what_is_due_in_an_index) {
    const auto& due = connections::sql::due_for_sync;
    std::string text(on_postgres() ? due.postgres : due.sqlite);
    const auto put = [&](const std::string& parameter, const std::string& value) {
        text.replace(text.find(parameter), parameter.size(), value);
    };
    put("$1", "'fake'");
    put("$2", on_postgres() ? "'2026-01-01T00:00:00Z'" : "0");
    put("$3", "10");
    std::string plan;
    commit([&](db::Transaction& tx) -> Task<> {
        // An empty table is read faster without any index.
        if (on_postgres()) co_await tx.execute(statement("SET LOCAL enable_seqscan = off"));
        const auto rows = co_await tx.query(
            statement((on_postgres() ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + text));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            plan += rows.get<std::string>(i, rows.width() - 1) + "\n";
        }
    });
    EXPECT_NE(plan.find("connections_due_by_platform"), std::string::npos) << plan;
    for (const std::string_view slow : {"Sort", "TEMP B-TREE", "SCAN"}) {
        EXPECT_EQ(plan.find(slow), std::string::npos) << plan;
    }
}

ROSTRUM_ON_ALL_ENGINES(SchedulerTest);

}  // namespace
}  // namespace rostrum::sync
