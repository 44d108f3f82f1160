#pragma once

#include "accounts/types.hpp"
#include "connections/connection_store.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "jobs/job_store.hpp"
#include "sync/types.hpp"

#include <string_view>
#include <vector>

namespace rostrum::sync {

/// The job that does a run; its payload is a `RunPayload` and its key the run's id.
inline constexpr std::string_view run_job = "sync.run";

struct RunPayload {
    int v = 1;
    SyncRunId run_id;
    WorkspaceId workspace_id;
    ConnectionId connection_id;
    RunType type = RunType::manual;
};
BOOST_DESCRIBE_STRUCT(RunPayload, (), (v, run_id, workspace_id, connection_id, type))

/// The log of sync runs. At most one run per connection is under way: an index says so.
class RunStore {
public:
    RunStore(db::Database& database, connections::ConnectionStore& connections,
             events::Outbox& outbox, jobs::JobStore& jobs, const Clock& clock, IdSource& ids)
        : database_(database),
          connections_(connections),
          outbox_(outbox),
          jobs_(jobs),
          clock_(clock),
          ids_(ids) {}

    /// Writes down a run and the job that does it, in one transaction.
    /// Errors: `not_found`; `needs_reauth`; `conflict` while one is under way.
    Task<Result<SyncRun>> start(WorkspaceId workspace, ConnectionId connection, RunType type,
                                jobs::Queue queue);

    /// Newest first. Errors: `not_found` when the connection is another workspace's.
    Task<Result<std::vector<SyncRun>>> list(accounts::Scope scope, ConnectionId connection,
                                            PageRequest page);

    /// Whether the run is still under way.
    Task<bool> is_running(SyncRunId run);

    /// In a transaction of the run's own; shown live.
    Task<> progress(db::Transaction& tx, const RunPayload& run, Progress progress,
                    std::int64_t items_synced);

    /// Ends a run and tells of it. Nothing happens when it has ended already.
    Task<> finish(RunPayload run, RunEnd end);

    /// Deletes runs that ended before `before`.
    Task<> clean(Time before);

    /// Ends runs whose job is gone: it went to the dead letters. Answers how many.
    Task<int> sweep();

private:
    db::Database& database_;
    connections::ConnectionStore& connections_;
    events::Outbox& outbox_;
    jobs::JobStore& jobs_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::sync
