#pragma once

#include "connections/connection_store.hpp"
#include "connections/refresher.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "jobs/job.hpp"
#include "jobs/job_store.hpp"
#include "platforms/registry.hpp"
#include "sync/post_store.hpp"
#include "sync/run_store.hpp"

#include <optional>

namespace rostrum::sync {

/// Does sync runs: profile, the account's daily values, posts page by page with their insights.
/// Each page is written in one transaction; a run that was cut off goes on after the last one, and
/// writes nothing twice. A scheduled run is written down with its first answer: while its budget is
/// used up, it only waits.
class Engine {
public:
    Engine(db::Database& database, connections::ConnectionStore& connections,
           connections::Refresher& refresher, const platforms::Registry& platforms, RunStore& runs,
           PostStore& posts, const Schedule& schedule, const Clock& clock)
        : database_(database),
          connections_(connections),
          refresher_(refresher),
          platforms_(platforms),
          runs_(runs),
          posts_(posts),
          schedule_(schedule),
          clock_(clock) {}

    /// The handler of `run_job`.
    Task<jobs::JobOutcome> run(jobs::Job job);

    /// The handler of `connections::first_sync_job`.
    Task<jobs::JobOutcome> first(jobs::Job job);

private:
    struct Pass;

    Task<bool> is_done_already(const RunPayload& run);
    Task<> find_place(Pass& pass, std::optional<RunPlace> written);
    Task<> finish(const Pass& pass, RunEnd end);

    /// The pass; the error says how far it came.
    Task<std::expected<void, platforms::PlatformError>> sync(Pass& pass);
    Task<std::expected<void, platforms::PlatformError>> sync_profile(Pass& pass);
    Task<std::expected<void, platforms::PlatformError>> sync_posts(Pass& pass);
    Task<std::expected<void, platforms::PlatformError>> read_insights(Pass& pass,
                                                                      platforms::PostPage& page);
    static RunStatus status_of_failed(const Pass& pass);
    Task<jobs::JobOutcome> put_off(const Pass& pass, const platforms::PlatformError& error);
    Task<jobs::JobOutcome> end_without_access(const Pass& pass, const Error& error, int attempt);
    Task<jobs::JobOutcome> give_up(const Pass& pass, const platforms::PlatformError& error,
                                   int attempt);

    db::Database& database_;
    connections::ConnectionStore& connections_;
    connections::Refresher& refresher_;
    const platforms::Registry& platforms_;
    RunStore& runs_;
    PostStore& posts_;
    const Schedule& schedule_;
    const Clock& clock_;
};

}  // namespace rostrum::sync
