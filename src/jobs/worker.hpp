#pragma once

#include "core/loops.hpp"
#include "core/metrics.hpp"
#include "core/retry.hpp"
#include "core/task_group.hpp"
#include "jobs/job_store.hpp"

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace rostrum::jobs {

/// Does one try of a job. An exception counts as a failed try.
using Handler = std::function<Task<JobOutcome>(Job job)>;

struct WorkerOptions {
    std::size_t running_max = 64;  ///< of all queues together
    /// Of one queue; a queue that is not named has `running_max`.
    std::map<Queue, std::size_t> queue_running_max = {{Queue::webhook, 10}};
    std::size_t claim_max = 500;  ///< jobs taken in one statement
    std::chrono::milliseconds lease{30'000};
    std::chrono::milliseconds poll_interval{1'000};  ///< how late a job with a time may start
    Backoff backoff{std::chrono::seconds{2}, std::chrono::minutes{15}};
};

/// Claims jobs and runs their handlers on the loops. Leases are extended while jobs run; a worker
/// that dies loses them, and the worker of any node takes its jobs.
class Worker {
public:
    Worker(Loops& loops, db::Database& database, JobStore& store, const Clock& clock,
           Random& random, IdSource& ids, Metrics& metrics, WorkerOptions options);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Names the handler of a kind. Before `start`.
    void handle(std::string kind, Handler handler);

    void start();

    /// Takes no more jobs, waits for the running ones, then cancels them and puts them back.
    /// Blocks; not for a loop's thread.
    void stop(std::chrono::milliseconds limit);

    std::size_t running() const { return running_total_; }

    /// The owner of the leases that this worker holds.
    const Uuid& owner() const { return owner_; }

private:
    Task<> fetch();
    Task<std::size_t> claim_round();
    Task<> run_job(Job job);
    Task<JobOutcome> try_job(const Job& job);
    Task<> settle(const Job& job, JobOutcome outcome);
    Task<> keep_leases();
    Task<> flush_completed();
    Task<> write_completed();
    bool hold(JobId id);
    std::vector<JobId> held() const;
    void let_go(JobId id);
    void wake();
    std::size_t room_in(Queue queue) const;

    Loops& loops_;
    JobStore& store_;
    const Clock& clock_;
    Random& random_;
    prometheus::Counter& done_;
    prometheus::Counter& retried_;
    prometheus::Counter& dead_;
    WorkerOptions options_;
    Uuid owner_;
    std::map<std::string, Handler, std::less<>> handlers_;

    static constexpr std::size_t queues = 6;
    std::array<std::atomic<std::size_t>, queues> running_{};
    std::atomic<std::size_t> running_total_ = 0;
    std::atomic<bool> stopping_ = false;
    std::size_t next_loop_ = 0;

    asio::steady_timer wake_timer_;   // on loop 0, like the fetching
    asio::steady_timer flush_timer_;  // on the last loop: another connection than the fetching's
    std::atomic<bool> woken_ = false;
    mutable std::mutex mutex_;
    std::unordered_set<JobId> held_;  // claimed, and not yet written down as ended
    std::vector<JobId> completed_;    // done, and not yet deleted

    TaskGroup fetching_;
    TaskGroup flushing_;
    TaskGroup housekeeping_;
    TaskGroup tasks_;
};

}  // namespace rostrum::jobs
