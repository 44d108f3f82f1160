#pragma once

#include "jobs/job.hpp"
#include "publishing/work_store.hpp"

namespace rostrum::publishing {

/// The periodic job that finds targets which nothing works on though it should.
inline constexpr std::string_view sweep_job = "post-sweep";
inline constexpr std::chrono::minutes sweep_interval{1};

/// Sends targets on whose account is connected again, and those whose job is lost; gives turns that
/// nobody gives.
class Sweeper {
public:
    /// All of them outlive it.
    Sweeper(WorkStore& works, TargetStore& targets, const Clock& clock)
        : works_(works), targets_(targets), clock_(clock) {}

    /// The handler of `sweep_job`.
    Task<jobs::JobOutcome> run(jobs::Job job);

    /// The handler of `turn_job`.
    Task<jobs::JobOutcome> give_turn(jobs::Job job);

    /// Answers how many targets were sent on or ended.
    Task<int> sweep();

private:
    Task<int> sweep_parked();
    Task<int> sweep_lost();
    Task<int> sweep_turns();

    WorkStore& works_;
    TargetStore& targets_;
    const Clock& clock_;
};

}  // namespace rostrum::publishing
