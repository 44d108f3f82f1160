#pragma once

#include "connections/connection_store.hpp"
#include "db/database.hpp"
#include "jobs/job.hpp"
#include "jobs/job_store.hpp"
#include "sync/run_store.hpp"
#include "sync/schedule.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sync {

/// The periodic job that starts what is due. Its payload may name a platform: all of its accounts
/// are then synced.
inline constexpr std::string_view schedule_job = "social-sync";
inline constexpr std::chrono::minutes schedule_interval{5};

/// Enqueues the syncs whose time has come, spaced, and no more of a platform than can begin until
/// it looks again. A run is written down when it begins: until then it is in nobody's way, and
/// somebody who asks for a sync meanwhile gets it at once.
class Scheduler {
public:
    Scheduler(db::Database& database, connections::ConnectionStore& connections,
              jobs::JobStore& jobs, RunStore& runs, const Schedule& schedule, const Clock& clock,
              IdSource& ids)
        : database_(database),
          connections_(connections),
          jobs_(jobs),
          runs_(runs),
          schedule_(schedule),
          clock_(clock),
          ids_(ids) {}

    /// The handler of `schedule_job`. It also ends runs that nobody does any more.
    Task<jobs::JobOutcome> run(jobs::Job job);

private:
    using Due = std::vector<connections::DueConnection>;

    Task<> start_due(std::string platform);
    Task<> start_all(std::string platform);
    std::vector<jobs::NewJob> jobs_of(const Due& due, RunType type, Time from);

    db::Database& database_;
    connections::ConnectionStore& connections_;
    jobs::JobStore& jobs_;
    RunStore& runs_;
    const Schedule& schedule_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::sync
