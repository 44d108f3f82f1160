#pragma once

#include "core/clock.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "jobs/job.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace rostrum::jobs {

/// The channel on which workers hear of new jobs.
inline constexpr std::string_view wake_channel = "jobs";

/// A job as operators see it.
struct JobRow {
    JobId id;
    std::string kind;
    Queue queue = Queue::clean_up;
    std::string state;  ///< available, running, dead
    std::optional<std::string> unique_key;
    int attempt = 0;
    int attempts_max = 0;
    Time run_at;  ///< of a dead job: when it died
    std::optional<std::string> last_error;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(JobRow, (),
                      (id, kind, queue, state, unique_key, attempt, attempts_max, run_at,
                       last_error, created_at))

/// A failed try that is written down.
struct Failed {
    JobId id;
    std::string error;
    Time run_at;  ///< of the next try
};

/// The table of jobs. Workers are told apart by `owner`, an id made at start.
class JobStore {
public:
    JobStore(db::Database& database, const Clock& clock, IdSource& ids)
        : database_(database), clock_(clock), ids_(ids) {}

    /// Adds a job in the caller's transaction and wakes the workers when that commits. Answers
    /// false when one of the same kind and unique key is there already.
    Task<bool> enqueue(db::Transaction& tx, NewJob job);

    /// Adds many jobs in one transaction of their own.
    Task<std::int64_t> enqueue_all(std::vector<NewJob> jobs);
    /// Adds many jobs in the caller's transaction and wakes the workers when that commits. Answers
    /// how many were taken: those whose unique key is there already are not.
    Task<std::int64_t> enqueue_all(db::Transaction& tx, std::vector<NewJob> jobs);

    /// Takes back a job in the caller's transaction. One that a worker has stays: its handler finds
    /// out by itself.
    Task<> withdraw(db::Transaction& tx, std::string_view kind, std::string_view unique_key);

    /// Takes up to `limit` due jobs of a queue under a lease, those among them whose lease has run
    /// out because their worker died. Of such a job `attempt` can be greater than `attempts_max`.
    Task<std::vector<Job>> claim(Queue queue, std::size_t limit, const Uuid& owner,
                                 std::chrono::milliseconds lease);

    /// Extends the leases of jobs that `owner` runs. A claim whose answer was lost is not among
    /// them.
    Task<> heartbeat(const Uuid& owner, const std::vector<JobId>& ids,
                     std::chrono::milliseconds lease);

    /// Deletes jobs that are done.
    Task<> complete(const Uuid& owner, const std::vector<JobId>& ids);

    /// Makes a failed job due again later.
    Task<> retry(const Uuid& owner, const Failed& failed);

    /// Puts a job back without counting the try.
    Task<> put_back(const Uuid& owner, JobId id, Time run_at);

    /// Moves a job to the dead letters.
    Task<> bury(const Uuid& owner, JobId id, std::string error);

    /// Ends every lease: for a database with a single process, which has just started.
    Task<> free_all();

    /// Deletes dead letters and cron ticks older than `age`.
    Task<> clean(std::chrono::hours age);

    /// Whether a job of this kind and key is there and not dead.
    Task<bool> waits_or_runs(std::string_view kind, std::string_view unique_key);

    /// For operators: newest first.
    Task<std::vector<JobRow>> list(const std::optional<std::string>& state,
                                   const PageRequest& page);

    /// Makes a dead job available again with all its tries. Errors: `not_found`; `conflict` when
    /// one of the same key waits already.
    Task<Result<>> revive(JobId id);

private:
    std::vector<db::Params> rows_of(const std::vector<NewJob>& jobs);

    db::Database& database_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::jobs
