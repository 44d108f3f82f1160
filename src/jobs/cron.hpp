#pragma once

#include "core/loops.hpp"
#include "core/task_group.hpp"
#include "jobs/job_store.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace rostrum::jobs {

/// When a periodic job is due: at multiples of `every`, counted from midnight UTC on Thursday, the
/// 1st of January 1970, and shifted by `offset` ("every 24 h, offset 3 h" is daily at 03:00).
struct Schedule {
    std::chrono::seconds every;
    std::chrono::seconds offset{0};
    /// Whose clocks are meant, when `every` is whole days; empty: UTC.
    std::string zone = {};

    /// The latest time that is not after `now`.
    Time latest(Time now) const;
    /// The first time after `now`.
    Time next(Time now) const;
};

/// A periodic job, visible to operators and startable by hand.
struct CronEntry {
    std::string name;  ///< "token-refresh"
    Schedule schedule;
    NewJob job;
};

/// Enqueues periodic jobs. Any number of processes may run it: each tick is a row, and who inserts
/// it enqueues. A tick that nobody was there for is made up for once, at the next look.
class Cron {
public:
    Cron(Loops& loops, db::Database& database, JobStore& store, const Clock& clock)
        : loops_(loops), database_(database), store_(store), clock_(clock), tasks_("cron") {}

    /// Before `start`.
    void add(CronEntry entry) { entries_.push_back(std::move(entry)); }

    void start();
    /// Blocks; not for a loop's thread.
    void stop();

    /// Looks once at all entries; answers how many jobs were enqueued.
    Task<int> look();

    /// Enqueues the job of an entry now. Errors: `not_found`; `conflict` when it waits already.
    Task<Result<>> run_now(std::string_view name);
    /// The same with another payload: a job of this payload's own, beside the usual one.
    Task<Result<>> run_now(std::string_view name, boost::json::object payload);

    const std::vector<CronEntry>& entries() const { return entries_; }

private:
    const CronEntry* find(std::string_view name) const;
    Task<Result<>> enqueue(NewJob job);
    Task<> look_for_ever();

    Loops& loops_;
    db::Database& database_;
    JobStore& store_;
    const Clock& clock_;
    std::vector<CronEntry> entries_;
    TaskGroup tasks_;
};

}  // namespace rostrum::jobs
