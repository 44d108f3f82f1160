#include "jobs/worker.hpp"

#include "conformance/services/fixture.hpp"
#include "core/deadline.hpp"
#include "support/gate.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

namespace rostrum::jobs {
namespace {

using namespace std::chrono_literals;

/// The lease is longer than the clock of these tests ever moves by itself; what is done at
/// intervals of real time is done often.
WorkerOptions quick() {
    return {.lease = 150ms, .poll_interval = 20ms, .backoff = {.base = 10s, .cap = 10s}};
}

class WorkerTest : public ServiceTest {
protected:
    void TearDown() override {
        if (worker) worker->stop(0ms);
        ServiceTest::TearDown();
        worker.reset();
    }

    Worker& make(WorkerOptions options = quick()) {
        worker = std::make_unique<Worker>(*loops, *database, store, clock, seeded, ids, metrics,
                                          std::move(options));
        return *worker;
    }
    void enqueue(NewJob job) {
        commit([&](db::Transaction& tx) { return store.enqueue(tx, std::move(job)); });
    }
    std::vector<JobRow> list(const std::string& state) {
        return run(store.list(state, {.limit = 100, .after = std::nullopt}));
    }
    /// The only job of a state, once it is there.
    JobRow wait_for(const std::string& state) {
        EXPECT_TRUE(testing::eventually([&] { return list(state).size() == 1; })) << state;
        return list(state).at(0);
    }
    bool wait_until_all_are_done() {
        return testing::eventually([&] { return count("jobs") == 0; });
    }

    JobStore store{*database, clock, ids};
    Metrics metrics;
    std::unique_ptr<Worker> worker;
};

Task<JobOutcome> outcome(JobOutcome outcome) { co_return outcome; }

TEST_P(WorkerTest, a_job_that_is_done_is_gone) {
    std::promise<Job> seen;
    make().handle("k", [&](const Job& job) {
        seen.set_value(job);
        return outcome(Done{});
    });
    enqueue({.kind = "k", .payload = {{"a", 1}}});
    worker->start();
    const auto job = seen.get_future().get();
    EXPECT_EQ(job.payload, (boost::json::value{{"a", 1}}));
    EXPECT_EQ(job.attempt, 1);
    EXPECT_TRUE(wait_until_all_are_done());
    EXPECT_TRUE(list("dead").empty());
}

TEST_P(WorkerTest, a_job_that_fails_is_tried_again_until_it_is_done) {
    std::vector<int> attempts;
    make().handle("k", [&](const Job& job) {
        attempts.push_back(job.attempt);
        return outcome(job.attempt < 3 ? JobOutcome(Retry{"not yet", 0ms}) : JobOutcome(Done{}));
    });
    enqueue({.kind = "k"});
    worker->start();
    EXPECT_TRUE(wait_until_all_are_done());
    EXPECT_EQ(attempts, (std::vector<int>{1, 2, 3}));
    EXPECT_TRUE(list("dead").empty());
}

TEST_P(WorkerTest, a_job_that_fails_to_the_end_goes_to_the_dead_letters) {
    std::atomic<int> tries = 0;
    make().handle("k", [&](const Job&) {
        ++tries;
        return outcome(Retry{"never", 0ms});
    });
    enqueue({.kind = "k", .attempts_max = 3});
    worker->start();
    const auto dead = wait_for("dead");
    EXPECT_EQ(tries, 3);
    EXPECT_EQ(dead.attempt, 3);
    EXPECT_EQ(dead.last_error, "never");
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(WorkerTest, the_next_try_comes_after_a_backoff) {
    make().handle("k", [](const Job&) { return outcome(Retry{"later", std::nullopt}); });
    enqueue({.kind = "k"});
    worker->start();
    EXPECT_TRUE(testing::eventually([&] { return count("jobs WHERE last_error = 'later'") == 1; }));
    const auto row = wait_for("available");
    EXPECT_EQ(row.attempt, 1);
    EXPECT_GT(row.run_at, clock.now());
    EXPECT_LE(row.run_at, clock.now() + 10s);
}

TEST_P(WorkerTest, a_job_without_sense_is_discarded_at_once) {
    make().handle("k", [](const Job&) { return outcome(Discard{"nonsense"}); });
    enqueue({.kind = "k", .attempts_max = 9});
    worker->start();
    const auto dead = wait_for("dead");
    EXPECT_EQ(dead.attempt, 1);
    EXPECT_EQ(dead.last_error, "nonsense");
}

TEST_P(WorkerTest, a_job_that_is_put_off_loses_no_try) {
    std::atomic<int> tries = 0;
    make().handle("k", [&](const Job& job) {
        EXPECT_EQ(job.attempt, 1);
        return outcome(++tries == 1 ? JobOutcome(Snooze{clock.now() + 1h}) : JobOutcome(Done{}));
    });
    enqueue({.kind = "k", .attempts_max = 1});
    worker->start();
    EXPECT_TRUE(
        testing::eventually([&] { return count("jobs WHERE attempt = 0") == 1 && tries == 1; }));
    EXPECT_EQ(wait_for("available").run_at, clock.now() + 1h);
    clock.advance(1h);
    EXPECT_TRUE(wait_until_all_are_done());
    EXPECT_EQ(tries, 2);
}

Task<JobOutcome> throw_it(Job job) {
    if (job.attempt == 1) throw std::runtime_error("thrown");
    co_return Done{};
}

TEST_P(WorkerTest, an_exception_is_a_failed_try) {
    auto options = quick();
    options.backoff = {.base = 0ms, .cap = 0ms};
    make(options).handle("k", throw_it);
    enqueue({.kind = "k", .attempts_max = 1});
    enqueue({.kind = "k", .attempts_max = 2});
    worker->start();
    EXPECT_EQ(wait_for("dead").last_error, "thrown");
    EXPECT_TRUE(wait_until_all_are_done());
    EXPECT_EQ(list("dead").size(), 1U);
}

TEST_P(WorkerTest, a_job_that_nobody_can_do_is_dead) {
    make();
    enqueue({.kind = "unheard-of"});
    worker->start();
    EXPECT_EQ(wait_for("dead").last_error, "this program has no handler for unheard-of");
}

/// Counts how many jobs run at once, of each queue and in all.
class Crowd {
public:
    Task<JobOutcome> join(Job job) {
        enter(job.queue);
        co_await gate.pass();
        leave(job.queue);
        co_return Done{};
    }

    std::size_t now() const {
        const std::scoped_lock lock(mutex_);
        return all_;
    }
    std::size_t most() const {
        const std::scoped_lock lock(mutex_);
        return most_;
    }
    std::size_t most_of(Queue queue) const {
        const std::scoped_lock lock(mutex_);
        return most_of_.at(queue);
    }

    testing::Gate gate;

private:
    void enter(Queue queue) {
        const std::scoped_lock lock(mutex_);
        most_ = std::max(most_, ++all_);
        most_of_[queue] = std::max(most_of_[queue], ++of_[queue]);
    }
    void leave(Queue queue) {
        const std::scoped_lock lock(mutex_);
        --all_;
        --of_[queue];
    }

    mutable std::mutex mutex_;
    std::size_t all_ = 0;
    std::size_t most_ = 0;
    std::map<Queue, std::size_t> of_;
    std::map<Queue, std::size_t> most_of_;
};

TEST_P(WorkerTest, never_runs_more_than_the_limits_allow) {
    auto options = quick();
    options.running_max = 6;
    options.queue_running_max = {{Queue::webhook, 2}};
    Crowd crowd;
    make(options).handle("k", [&](Job job) { return crowd.join(std::move(job)); });
    std::vector<NewJob> jobs;
    for (int i = 0; i < 60; ++i) {
        jobs.push_back({.kind = "k", .queue = i % 2 == 0 ? Queue::webhook : Queue::clean_up});
    }
    run(store.enqueue_all(std::move(jobs)));
    worker->start();
    ASSERT_TRUE(crowd.gate.wait_for(6));
    EXPECT_EQ(crowd.now(), 6U);
    EXPECT_EQ(worker->running(), 6U);
    EXPECT_EQ(crowd.most_of(Queue::webhook), 2U);
    crowd.gate.open();
    EXPECT_TRUE(wait_until_all_are_done());
    EXPECT_EQ(crowd.most(), 6U);
    EXPECT_EQ(crowd.most_of(Queue::webhook), 2U);
}

TEST_P(WorkerTest, takes_the_more_urgent_queue_first) {
    auto options = quick();
    options.running_max = 1;
    std::vector<Queue> order;
    make(options).handle("k", [&](const Job& job) {
        order.push_back(job.queue);
        return outcome(Done{});
    });
    for (const auto queue : {Queue::clean_up, Queue::webhook, Queue::refresh, Queue::publish}) {
        enqueue({.kind = "k", .queue = queue});
    }
    worker->start();
    EXPECT_TRUE(wait_until_all_are_done());
    EXPECT_EQ(order,
              (std::vector{Queue::publish, Queue::refresh, Queue::webhook, Queue::clean_up}));
}

TEST_P(WorkerTest, a_new_job_wakes_it_at_once) {
    auto options = quick();
    options.poll_interval = 1h;
    std::promise<void> done;
    make(options).handle("k", [&](const Job&) {
        done.set_value();
        return outcome(Done{});
    });
    wait_until_listening();
    worker->start();
    // The first look, which finds nothing, may be over or under way: both must notice.
    enqueue({.kind = "k"});
    EXPECT_EQ(done.get_future().wait_for(10s), std::future_status::ready);
    EXPECT_TRUE(wait_until_all_are_done());
}

Task<JobOutcome> sleep_long(testing::Gate& begun) {
    co_await begun.pass();
    co_await sleep_for(24h);
    co_return Done{};
}

TEST_P(WorkerTest, stopping_puts_back_what_does_not_end_in_time) {
    testing::Gate begun;
    begun.open();
    make().handle("k", [&](const Job&) { return sleep_long(begun); });
    for (int i = 0; i < 5; ++i) enqueue({.kind = "k", .attempts_max = 1});
    worker->start();
    ASSERT_TRUE(begun.wait_for(5));
    worker->stop(0ms);
    const auto rows = list("available");
    EXPECT_EQ(rows.size(), 5U);
    for (const auto& row : rows) {
        EXPECT_EQ(row.attempt, 0) << "the try does not count";
        EXPECT_FALSE(row.last_error);
    }
    EXPECT_EQ(worker->running(), 0U);
}

TEST_P(WorkerTest, stopping_waits_for_what_ends_in_time) {
    Crowd crowd;
    make().handle("k", [&](Job job) { return crowd.join(std::move(job)); });
    for (int i = 0; i < 5; ++i) enqueue({.kind = "k"});
    worker->start();
    ASSERT_TRUE(crowd.gate.wait_for(5));
    auto stopped = std::async(std::launch::async, [&] { worker->stop(10s); });
    EXPECT_EQ(stopped.wait_for(20ms), std::future_status::timeout) << "it waits";
    crowd.gate.open();
    stopped.get();
    EXPECT_EQ(count("jobs"), 0);
    EXPECT_EQ(worker->running(), 0U);
}

TEST_P(WorkerTest, takes_nothing_more_once_it_stops) {
    make().handle("k", [](const Job&) { return outcome(Done{}); });
    worker->start();
    worker->stop(10s);
    enqueue({.kind = "k"});
    EXPECT_EQ(wait_for("available").attempt, 0);
}

TEST_P(WorkerTest, extends_the_lease_of_what_runs) {
    Crowd crowd;
    make().handle("k", [&](Job job) { return crowd.join(std::move(job)); });
    enqueue({.kind = "k"});
    worker->start();
    ASSERT_TRUE(crowd.gate.wait_for(1));
    for (int i = 0; i < 5; ++i) {
        clock.advance(100ms);  // less than the lease
        ASSERT_TRUE(testing::eventually(
            [&] { return count("jobs WHERE lease_until = $1", {clock.now() + 150ms}) == 1; }));
    }
    EXPECT_EQ(wait_for("running").attempt, 1);
    crowd.gate.open();
    EXPECT_TRUE(wait_until_all_are_done());
}

TEST_P(WorkerTest, does_the_work_of_a_worker_that_died) {
    enqueue({.kind = "k"});
    ASSERT_EQ(run(store.claim(Queue::clean_up, 1, ids.next(), 30s)).size(), 1U);
    std::promise<int> attempt;
    make().handle("k", [&](const Job& job) {
        attempt.set_value(job.attempt);
        return outcome(Done{});
    });
    worker->start();
    clock.advance(31s);
    EXPECT_EQ(attempt.get_future().get(), 2);
    EXPECT_TRUE(wait_until_all_are_done());
}

TEST_P(WorkerTest, buries_what_a_worker_that_died_left_in_its_last_try) {
    enqueue({.kind = "k", .attempts_max = 1});
    ASSERT_EQ(run(store.claim(Queue::clean_up, 1, ids.next(), 30s)).size(), 1U);
    make().handle("k", [&](const Job&) {
        ADD_FAILURE() << "there was no try left";
        return outcome(Done{});
    });
    worker->start();
    clock.advance(31s);
    EXPECT_EQ(wait_for("dead").last_error, "the worker stopped in the middle of the last try");
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(WorkerTest, does_not_run_a_job_twice_at_once_when_its_own_lease_ran_out) {
    auto options = quick();
    options.lease = 24h;  // the clock is moved over it before a heartbeat comes
    Crowd crowd;
    make(options).handle("k", [&](Job job) { return crowd.join(std::move(job)); });
    enqueue({.kind = "k"});
    worker->start();
    ASSERT_TRUE(crowd.gate.wait_for(1));
    clock.advance(25h);
    // The worker claims it once more, and leaves it as it is.
    EXPECT_TRUE(testing::eventually([&] { return count("jobs WHERE attempt = 2") == 1; }));
    crowd.gate.open();
    EXPECT_TRUE(wait_until_all_are_done());
    EXPECT_EQ(crowd.most(), 1U);
    EXPECT_TRUE(metrics.exposition().contains(R"(jobs_total{outcome="done"} 1)"));
}

TEST_P(WorkerTest, many_jobs_are_each_done_once) {
    std::mutex mutex;
    std::map<std::string, int> times;
    make().handle("k", [&](const Job& job) {
        const std::scoped_lock lock(mutex);
        ++times[*job.unique_key];
        return outcome(Done{});
    });
    std::vector<NewJob> jobs;
    for (int i = 0; i < 500; ++i) jobs.push_back({.kind = "k", .unique_key = std::to_string(i)});
    worker->start();
    run(store.enqueue_all(std::move(jobs)));
    EXPECT_TRUE(wait_until_all_are_done());
    EXPECT_EQ(times.size(), 500U);
    EXPECT_TRUE(std::ranges::all_of(times, [](const auto& one) { return one.second == 1; }));
    EXPECT_TRUE(metrics.exposition().contains(R"(jobs_total{outcome="done"} 500)"));
}

ROSTRUM_ON_ALL_ENGINES(WorkerTest);

}  // namespace
}  // namespace rostrum::jobs
