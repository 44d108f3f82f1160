#include "conformance/services/fixture.hpp"
#include "jobs/job_store.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace rostrum::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds lease = 30s;

class JobStoreTest : public ServiceTest {
protected:
    void enqueue(NewJob job) {
        commit([&](db::Transaction& tx) { return store.enqueue(tx, std::move(job)); });
    }
    /// Whether the job was taken.
    bool try_enqueue(NewJob job) {
        const auto taken = run(database->transaction(
            [&](db::Transaction& tx) { return taken_in(tx, store, std::move(job)); }));
        return *taken;
    }
    static Task<Result<bool>> taken_in(db::Transaction& tx, JobStore& store, NewJob job) {
        co_return co_await store.enqueue(tx, std::move(job));
    }

    std::vector<Job> claim(std::size_t limit = 100, const Uuid* owner = nullptr,
                           Queue queue = Queue::clean_up) {
        return run(store.claim(queue, limit, owner != nullptr ? *owner : one, lease));
    }
    /// Enqueues a job and claims it for `one`.
    Job claimed(NewJob job = {.kind = "k"}) {
        enqueue(std::move(job));
        auto jobs = claim(1);
        EXPECT_EQ(jobs.size(), 1U);
        return jobs.at(0);
    }

    std::vector<JobRow> list(const std::string& state) {
        return run(store.list(state, {.limit = 100, .after = std::nullopt}));
    }
    JobRow only(const std::string& state) {
        const auto rows = list(state);
        EXPECT_EQ(rows.size(), 1U) << state;
        return rows.at(0);
    }

    JobStore store{*database, clock, ids};
    const Uuid one = ids.next();
    const Uuid other = ids.next();
};

std::vector<std::string> kinds_of(const std::vector<Job>& jobs) {
    std::vector<std::string> kinds;
    for (const auto& job : jobs) kinds.push_back(job.kind);
    std::ranges::sort(kinds);
    return kinds;
}

TEST_P(JobStoreTest, a_job_goes_with_the_transaction_it_was_enqueued_in) {
    roll_back([&](db::Transaction& tx) { return store.enqueue(tx, {.kind = "k"}); });
    EXPECT_TRUE(claim().empty());
    commit([&](db::Transaction& tx) { return store.enqueue(tx, {.kind = "k"}); });
    EXPECT_EQ(claim().size(), 1U);
}

TEST_P(JobStoreTest, a_claimed_job_is_the_one_that_was_enqueued) {
    enqueue({.kind = "sync.run",
             .queue = Queue::user_sync,
             .payload = {{"text", "ü\"\n"}, {"list", {1, 2.5, nullptr}}},
             .unique_key = "key",
             .run_at = std::nullopt,
             .attempts_max = 7});
    clock.advance(1s);
    const auto jobs = claim(10, &one, Queue::user_sync);
    ASSERT_EQ(jobs.size(), 1U);
    EXPECT_EQ(jobs[0].kind, "sync.run");
    EXPECT_EQ(jobs[0].queue, Queue::user_sync);
    EXPECT_EQ(jobs[0].payload,
              (boost::json::value{{"text", "ü\"\n"}, {"list", {1, 2.5, nullptr}}}));
    EXPECT_EQ(jobs[0].unique_key, "key");
    EXPECT_EQ(jobs[0].attempt, 1);
    EXPECT_EQ(jobs[0].attempts_max, 7);
    EXPECT_EQ(jobs[0].created_at, clock.now() - 1s);
}

TEST_P(JobStoreTest, a_key_is_taken_while_its_job_waits_or_runs) {
    const NewJob job{.kind = "k", .unique_key = "key"};
    EXPECT_FALSE(run(store.waits_or_runs("k", "key")));
    EXPECT_TRUE(try_enqueue(job));
    EXPECT_FALSE(try_enqueue(job)) << "it waits";
    EXPECT_TRUE(try_enqueue({.kind = "other", .unique_key = "key"})) << "another kind";
    EXPECT_TRUE(try_enqueue({.kind = "k", .unique_key = "other"})) << "another key";
    EXPECT_TRUE(try_enqueue({.kind = "k"})) << "no key";
    EXPECT_TRUE(try_enqueue({.kind = "k"})) << "no key again";
    const auto jobs = claim();
    EXPECT_EQ(jobs.size(), 5U);
    EXPECT_FALSE(try_enqueue(job)) << "it runs";
    EXPECT_TRUE(run(store.waits_or_runs("k", "key")));
    for (const auto& done : jobs) run(store.complete(one, {done.id}));
    EXPECT_FALSE(run(store.waits_or_runs("k", "key")));
    EXPECT_TRUE(try_enqueue(job)) << "it is done";
}

TEST_P(JobStoreTest, many_are_enqueued_at_once_but_no_key_twice) {
    std::vector<NewJob> jobs;
    for (int i = 0; i < 100; ++i) {
        jobs.push_back({.kind = "k", .unique_key = std::to_string(i % 60)});
    }
    EXPECT_EQ(run(store.enqueue_all(jobs)), 60);
    EXPECT_EQ(run(store.enqueue_all(jobs)), 0);
    EXPECT_EQ(run(store.enqueue_all({})), 0);
    EXPECT_EQ(claim(1000).size(), 60U);
}

TEST_P(JobStoreTest, is_claimed_when_it_is_due_the_longest_waiting_first) {
    enqueue({.kind = "later", .run_at = clock.now() + 10s});
    enqueue({.kind = "earlier", .run_at = clock.now() - 10s});
    enqueue({.kind = "now"});
    clock.advance(1ms);
    enqueue({.kind = "after"});
    for (const std::string_view expected : {"earlier", "now", "after"}) {
        const auto jobs = claim(1);
        ASSERT_EQ(jobs.size(), 1U);
        EXPECT_EQ(jobs[0].kind, expected);
    }
    EXPECT_TRUE(claim().empty());
    clock.advance(10s - 2ms);
    EXPECT_TRUE(claim().empty()) << "a millisecond too early";
    clock.advance(1ms);
    EXPECT_EQ(kinds_of(claim()), std::vector<std::string>{"later"});
}

TEST_P(JobStoreTest, no_more_are_claimed_than_wanted_and_of_one_queue_only) {
    for (int i = 0; i < 5; ++i) enqueue({.kind = "k"});
    enqueue({.kind = "p", .queue = Queue::publish});
    EXPECT_EQ(claim(3).size(), 3U);
    EXPECT_EQ(claim(3).size(), 2U);
    EXPECT_EQ(claim(3).size(), 0U);
    EXPECT_EQ(kinds_of(claim(3, &one, Queue::publish)), std::vector<std::string>{"p"});
}

TEST_P(JobStoreTest, a_lease_that_ran_out_gives_the_job_back) {
    const Job job = claimed();
    clock.advance(lease);
    EXPECT_TRUE(claim(1, &other).empty()) << "it ends after this instant";
    EXPECT_EQ(only("running").id, job.id);
    clock.advance(1us);
    EXPECT_EQ(only("available").attempt, 1) << "the try that was cut off counts";
    const auto again = claim(1, &other);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].id, job.id);
    EXPECT_EQ(again[0].attempt, 2);
    EXPECT_EQ(only("running").last_error, "the worker stopped in the middle of it");
}

TEST_P(JobStoreTest, what_was_cut_off_in_its_last_try_is_given_out_once_more_to_be_buried) {
    const Job job = claimed({.kind = "k", .unique_key = "key", .attempts_max = 1});
    clock.advance(lease + 1us);
    const auto again = claim(1, &other);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_GT(again[0].attempt, again[0].attempts_max);
    run(store.bury(other, job.id, "cut off"));
    const auto dead = only("dead");
    EXPECT_EQ(dead.id, job.id);
    EXPECT_EQ(dead.attempt, 1);
    EXPECT_EQ(dead.run_at, clock.now()) << "when it died";
    EXPECT_FALSE(run(store.waits_or_runs("k", "key")));
}

TEST_P(JobStoreTest, a_job_is_either_available_or_running) {
    enqueue({.kind = "waits", .run_at = clock.now() + 1h});
    enqueue({.kind = "runs"});
    ASSERT_EQ(claim().size(), 1U);
    EXPECT_EQ(only("available").kind, "waits");
    EXPECT_EQ(only("available").state, "available");
    EXPECT_EQ(only("running").kind, "runs");
    EXPECT_EQ(only("running").state, "running");
}

TEST_P(JobStoreTest, a_single_process_that_starts_takes_back_every_lease) {
    claimed();
    EXPECT_TRUE(claim().empty());
    run(store.free_all());
    EXPECT_EQ(only("available").attempt, 1);
    EXPECT_EQ(claim().size(), 1U);
}

TEST_P(JobStoreTest, a_heartbeat_extends_the_leases_that_it_names) {
    for (int i = 0; i < 3; ++i) enqueue({.kind = "k" + std::to_string(i)});
    const auto jobs = claim();
    ASSERT_EQ(jobs.size(), 3U);
    clock.advance(20s);
    run(store.heartbeat(one, {jobs[0].id}, lease));
    run(store.heartbeat(other, {jobs[1].id}, lease));  // not its own
    run(store.heartbeat(one, {}, lease));
    clock.advance(20s);
    EXPECT_EQ(only("running").id, jobs[0].id);
    EXPECT_EQ(list("available").size(), 2U);
    clock.advance(20s);
    EXPECT_EQ(list("available").size(), 3U);
}

TEST_P(JobStoreTest, only_who_holds_a_job_can_end_it) {
    const Job job = claimed();
    run(store.complete(other, {job.id}));
    run(store.retry(other, {job.id, "no", clock.now()}));
    run(store.put_back(other, job.id, clock.now()));
    run(store.bury(other, job.id, "no"));
    EXPECT_EQ(only("running").attempt, 1);
    EXPECT_TRUE(list("dead").empty());
    run(store.complete(one, {job.id}));
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(JobStoreTest, who_lost_the_lease_can_end_nothing_any_more) {
    const Job job = claimed();
    clock.advance(lease + 1us);
    ASSERT_EQ(claim(1, &other).size(), 1U);
    run(store.complete(one, {job.id}));
    run(store.heartbeat(one, {job.id}, 24h));
    run(store.bury(one, job.id, "too late"));
    EXPECT_EQ(only("running").id, job.id);
    EXPECT_TRUE(list("dead").empty());
}

TEST_P(JobStoreTest, a_failed_job_is_due_again_later_and_the_try_counts) {
    const Job job = claimed();
    run(store.retry(one, {job.id, "it rained", clock.now() + 5s}));
    const auto row = only("available");
    EXPECT_EQ(row.last_error, "it rained");
    EXPECT_EQ(row.run_at, clock.now() + 5s);
    EXPECT_TRUE(claim().empty());
    clock.advance(5s);
    EXPECT_EQ(claim().at(0).attempt, 2);
}

TEST_P(JobStoreTest, a_job_that_is_put_back_has_lost_no_try) {
    const Job job = claimed({.kind = "k", .attempts_max = 1});
    run(store.put_back(one, job.id, clock.now() + 1s));
    EXPECT_EQ(only("available").attempt, 0);
    clock.advance(1s);
    EXPECT_EQ(claim().at(0).attempt, 1);
}

TEST_P(JobStoreTest, a_buried_job_keeps_what_it_was_and_frees_its_key) {
    const Job job = claimed({.kind = "k", .payload = {{"a", 1}}, .unique_key = "key"});
    clock.advance(3s);
    run(store.bury(one, job.id, "for good"));
    EXPECT_EQ(count("jobs"), 0);
    const auto dead = only("dead");
    EXPECT_EQ(dead.id, job.id);
    EXPECT_EQ(dead.kind, "k");
    EXPECT_EQ(dead.state, "dead");
    EXPECT_EQ(dead.unique_key, "key");
    EXPECT_EQ(dead.last_error, "for good");
    EXPECT_EQ(dead.created_at, clock.now() - 3s);
    EXPECT_EQ(dead.run_at, clock.now());
    EXPECT_TRUE(try_enqueue({.kind = "k", .unique_key = "key"}));
}

TEST_P(JobStoreTest, a_dead_job_can_be_revived_with_all_its_tries) {
    const Job job = claimed({.kind = "k", .payload = {{"a", 1}}, .attempts_max = 1});
    run(store.bury(one, job.id, "for good"));
    clock.advance(1h);
    EXPECT_TRUE(run(store.revive(job.id)));
    EXPECT_TRUE(list("dead").empty());
    const auto again = claim();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].id, job.id);
    EXPECT_EQ(again[0].attempt, 1);
    EXPECT_EQ(again[0].payload, (boost::json::value{{"a", 1}}));
    EXPECT_EQ(run(store.revive(job.id)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(store.revive(JobId{ids.next()})).error().code, ErrorCode::not_found);
}

TEST_P(JobStoreTest, a_dead_job_stays_dead_while_another_of_its_key_waits) {
    const Job job = claimed({.kind = "k", .unique_key = "key"});
    run(store.bury(one, job.id, "for good"));
    enqueue({.kind = "k", .unique_key = "key"});
    EXPECT_EQ(run(store.revive(job.id)).error().code, ErrorCode::conflict);
    EXPECT_EQ(only("dead").id, job.id);
    run(store.complete(one, {claim().at(0).id}));
    EXPECT_TRUE(run(store.revive(job.id)));
}

TEST_P(JobStoreTest, cleaning_drops_what_is_older_than_its_age) {
    run(store.bury(one, claimed().id, "old"));
    execute("INSERT INTO cron_ticks (name, tick) VALUES ('c', $1)", {clock.now()});
    clock.advance(1h);
    run(store.bury(one, claimed().id, "new"));
    execute("INSERT INTO cron_ticks (name, tick) VALUES ('c', $1)", {clock.now()});
    run(store.clean(std::chrono::hours{1}));
    EXPECT_EQ(list("dead").size(), 2U) << "exactly as old is not older";
    clock.advance(1us);
    run(store.clean(std::chrono::hours{1}));
    EXPECT_EQ(only("dead").last_error, "new");
    EXPECT_EQ(count("cron_ticks"), 1);
}

TEST_P(JobStoreTest, lists_are_paged_newest_first_without_gaps_or_doubles) {
    for (int i = 0; i < 23; ++i) {
        enqueue({.kind = std::to_string(i)});
        if (i % 3 == 0) clock.advance(1ms);  // some in the same instant
    }
    const auto all = list("available");
    ASSERT_EQ(all.size(), 23U);
    EXPECT_TRUE(std::ranges::is_sorted(all, [](const JobRow& a, const JobRow& b) {
        return std::pair(a.created_at, a.id) > std::pair(b.created_at, b.id);
    }));
    std::vector<JobId> seen;
    PageRequest page{.limit = 5, .after = std::nullopt};
    for (;;) {
        const auto rows = run(store.list("available", page));
        for (const auto& row : rows) seen.push_back(row.id);
        if (rows.size() < 5) break;
        page.after = cursor_of(rows.back().created_at, rows.back().id.value);
    }
    ASSERT_EQ(seen.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(seen[i], all[i].id);
}

TEST_P(JobStoreTest, lists_are_told_apart_by_state) {
    run(store.bury(one, claimed({.kind = "dead"}).id, "x"));
    claimed({.kind = "running"});
    enqueue({.kind = "available"});
    for (const std::string state : {"dead", "running", "available"}) {
        EXPECT_EQ(only(state).kind, state);
        EXPECT_EQ(only(state).state, state);
    }
    EXPECT_EQ(run(store.list(std::nullopt, {})).size(), 1U);
    EXPECT_EQ(run(store.list(std::nullopt, {})).at(0).kind, "dead");
}

TEST_P(JobStoreTest, a_cursor_that_nobody_gave_out_does_no_harm) {
    enqueue({.kind = "k"});
    for (const auto key : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                           std::numeric_limits<std::int64_t>::max()}) {
        const PageRequest page{.limit = 5, .after = Cursor{key, Uuid{}}};
        EXPECT_NO_THROW(run(store.list("available", page))) << key;
    }
}

TEST_P(JobStoreTest, two_workers_never_get_the_same_job) {
    for (int round = 0; round < 3; ++round) {
        std::vector<NewJob> jobs;
        for (int i = 0; i < 200; ++i) jobs.push_back({.kind = "k"});
        run(store.enqueue_all(std::move(jobs)));
        std::set<JobId> seen;
        std::size_t claims = 0;
        for (bool found = true; found;) {
            std::vector<std::future<std::vector<Job>>> all;
            for (std::size_t i = 0; i < 8; ++i) {
                all.push_back(
                    start(store.claim(Queue::clean_up, 7, i % 2 == 0 ? one : other, lease), i % 2));
            }
            found = false;
            for (auto& answer : all) {
                for (const auto& job : answer.get()) {
                    found = true;
                    ++claims;
                    seen.insert(job.id);
                }
            }
        }
        EXPECT_EQ(claims, 200U);
        EXPECT_EQ(seen.size(), 200U);
        const std::vector<JobId> done(seen.begin(), seen.end());
        run(store.complete(one, done));
        run(store.complete(other, done));
        EXPECT_EQ(count("jobs"), 0);
    }
}

ROSTRUM_ON_ALL_ENGINES(JobStoreTest);

}  // namespace
}  // namespace rostrum::jobs
