#pragma once

#include "accounts/types.hpp"
#include "connections/connection_store.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "jobs/job_store.hpp"
#include "sync/schedule.hpp"
#include "sync/types.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rostrum::sync {

/// The job that does a run; its payload is a `RunPayload`. Its key is the run's id. Where the run
/// is only written down once its turn has come, the key is the connection's: one of them waits.
inline constexpr std::string_view run_job = "sync.run";

struct RunPayload {
    int v = 1;
    SyncRunId run_id;
    WorkspaceId workspace_id;
    ConnectionId connection_id;
    RunType type = RunType::manual;
};
BOOST_DESCRIBE_STRUCT(RunPayload, (), (v, run_id, workspace_id, connection_id, type))

/// The job of a run that is written down when it begins, not before `run_at`.
jobs::NewJob later_run(const RunPayload& run, Time run_at);

/// The log of sync runs. At most one run per connection is under way: an index says so.
class RunStore {
public:
    RunStore(db::Database& database, connections::ConnectionStore& connections,
             events::Outbox& outbox, jobs::JobStore& jobs, const Schedule& schedule,
             const Clock& clock, IdSource& ids)
        : database_(database),
          connections_(connections),
          outbox_(outbox),
          jobs_(jobs),
          schedule_(schedule),
          clock_(clock),
          ids_(ids) {}

    /// Writes down a run and the job that does it, in one transaction.
    /// Errors: `not_found`; `needs_reauth`; `conflict` while one is under way.
    Task<Result<SyncRun>> start(WorkspaceId workspace, ConnectionId connection, RunType type,
                                jobs::Queue queue);

    /// Writes down a run whose job has been there before it. Errors: as those of `start`.
    Task<Result<>> begin(RunPayload run);
    Task<Result<>> begin(db::Transaction& tx, RunPayload run);

    /// Takes back a run that could do nothing yet, written down or not, and plans it for `until`.
    Task<> withdraw(RunPayload run, Time until);

    /// Newest first. Errors: `not_found` when the connection is another workspace's.
    Task<Result<std::vector<SyncRun>>> list(accounts::Scope scope, ConnectionId connection,
                                            PageRequest page);

    /// How far a run is; nothing when it is not written down.
    Task<std::optional<RunPlace>> find(SyncRunId run);

    /// How far the newest run of a connection came that has ended.
    Task<std::optional<RunPlace>> newest_ended(ConnectionId connection);

    /// What decides when a connection is synced; nothing when it is gone.
    Task<std::optional<SyncState>> state(ConnectionId connection);

    /// In a transaction of the run's own; shown live.
    Task<> progress(db::Transaction& tx, const RunPayload& run, RunProgress progress);

    /// Ends a run, tells of it and plans the next one. Nothing happens when it has ended already.
    Task<> finish(RunPayload run, RunEnd end);
    Task<> finish(db::Transaction& tx, RunPayload run, RunEnd end);

    /// Deletes runs that ended before `before`.
    Task<> clean(Time before);

    /// Ends runs whose job is gone: it went to the dead letters. Answers how many.
    Task<int> sweep();

private:
    db::Database& database_;
    connections::ConnectionStore& connections_;
    events::Outbox& outbox_;
    jobs::JobStore& jobs_;
    const Schedule& schedule_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::sync
