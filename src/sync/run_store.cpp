#include "sync/run_store.hpp"

#include "core/json.hpp"
#include "sync/sql.hpp"

#include <boost/json/parse.hpp>

namespace rostrum::sync {
namespace {

/// Tries of a run's job. Most of them are for servers that stop in the middle: the run itself gives
/// up on a platform's failures much earlier.
constexpr int attempts_max = 25;
/// While a run is under way its connection is not due; the run's end says when it is again.
constexpr std::chrono::hours postponed_by{6};

struct Row {
    SyncRunId id;
    WorkspaceId workspace_id;
    ConnectionId connection_id;
    RunType type = RunType::manual;
    RunStatus status = RunStatus::running;
    Stage stage = Stage::waiting;
    std::int64_t done = 0;
    std::optional<std::int64_t> total;
    std::int64_t items_synced = 0;
    std::optional<std::string> error_code;
    std::optional<std::string> error_message;
    bool rate_limit_hit = false;
    std::optional<Time> rate_limit_reset;
    Time started_at;
    std::optional<Time> completed_at;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (id, workspace_id, connection_id, type, status, stage, done, total,
                       items_synced, error_code, error_message, rate_limit_hit, rate_limit_reset,
                       started_at, completed_at))

SyncRun to_run(Row row) {
    SyncRun run{.id = row.id,
                .connection_id = row.connection_id,
                .type = row.type,
                .status = row.status,
                .items_synced = row.items_synced,
                .progress = {row.stage, row.done, row.total},
                .error_code = std::move(row.error_code),
                .error_message = std::move(row.error_message),
                .rate_limit_hit = row.rate_limit_hit,
                .rate_limit_reset = row.rate_limit_reset,
                .started_at = row.started_at,
                .completed_at = row.completed_at,
                .duration_ms = std::nullopt};
    if (row.completed_at) {
        run.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(*row.completed_at -
                                                                                row.started_at)
                              .count();
    }
    return run;
}

jobs::NewJob job_of(const RunPayload& run, jobs::Queue queue, std::string key) {
    return {.kind = std::string(run_job),
            .queue = queue,
            .payload = boost::json::parse(to_json(run)),
            .unique_key = std::move(key),
            .run_at = std::nullopt,
            .attempts_max = attempts_max};
}

Task<Result<>> begin_in(db::Transaction& tx, events::Outbox& outbox,
                        connections::ConnectionStore& connections, const RunPayload& run,
                        Time now) {
    const auto status =
        co_await tx.query(sql::connection_status, {run.workspace_id, run.connection_id});
    if (status.empty()) co_return fail(ErrorCode::not_found, "no such connection");
    if (status.get<connections::Status>(0, "status") != connections::Status::active) {
        co_return fail(ErrorCode::needs_reauth, "the connection is not active");
    }
    const auto inserted = co_await tx.execute(
        sql::insert_run, {run.run_id, run.workspace_id, run.connection_id, run.type, now});
    if (inserted.affected() == 0) {
        co_return fail(ErrorCode::conflict, "a run is under way",
                       "This account is being synced already.");
    }
    co_await connections.record_sync_start(tx, run.connection_id, now + postponed_by);
    co_await outbox.append(
        tx, {.workspace = run.workspace_id,
             .type = "sync.started",
             .subject = to_string(run.connection_id),
             .data = {{"runId", to_string(run.run_id)}, {"type", enum_name(run.type)}}});
    co_return Result<>{};
}

Task<Result<>> withdraw_in(db::Transaction& tx, connections::ConnectionStore& connections,
                           const RunPayload& run, Time until) {
    co_await tx.execute(sql::withdraw_run, {run.run_id});
    co_await connections.plan_sync(tx, run.connection_id, until);
    co_return Result<>{};
}

Task<Result<SyncRun>> start_in(db::Transaction& tx, events::Outbox& outbox, jobs::JobStore& jobs,
                               connections::ConnectionStore& connections, const RunPayload& run,
                               jobs::Queue queue, Time now) {
    const auto begun = co_await begin_in(tx, outbox, connections, run, now);
    if (!begun) co_return std::unexpected(begun.error());
    co_await jobs.enqueue(tx, job_of(run, queue, to_string(run.run_id)));
    co_return SyncRun{.id = run.run_id,
                      .connection_id = run.connection_id,
                      .type = run.type,
                      .status = RunStatus::running,
                      .items_synced = 0,
                      .progress = {},
                      .error_code = std::nullopt,
                      .error_message = std::nullopt,
                      .rate_limit_hit = false,
                      .rate_limit_reset = std::nullopt,
                      .started_at = now,
                      .completed_at = std::nullopt,
                      .duration_ms = std::nullopt};
}

/// Writes the end of a run to its connection, with the time of the next one.
Task<> record_end(db::Transaction& tx, connections::ConnectionStore& connections,
                  const Schedule& schedule, ConnectionId connection, const RunEnd& end, Time now) {
    auto state = (co_await tx.query(sql::sync_state, {connection})).one<SyncState>();
    if (!state) co_return;
    state->failed_syncs = Schedule::failures_after(end, state->failed_syncs);
    if (end.status == RunStatus::success) state->last_success_at = now;
    co_await connections.record_sync(
        tx, connection,
        {.status = std::string(enum_name(end.status)),
         .next_sync_at = schedule.after_run(connection, *state, end, now),
         .failed_syncs = state->failed_syncs});
}

Task<Result<>> finish_in(db::Transaction& tx, events::Outbox& outbox,
                         connections::ConnectionStore& connections, const Schedule& schedule,
                         const RunPayload& run, const RunEnd& end, Time now) {
    std::optional<std::string> code;
    std::optional<std::string> message;
    if (!end.error_code.empty()) code = end.error_code;
    if (!end.error_message.empty()) message = end.error_message;
    const auto ended = co_await tx.execute(
        sql::finish_run,
        {run.run_id, end.status, code, message, end.rate_limit_hit, end.rate_limit_reset, now});
    if (ended.empty()) co_return Result<>{};
    co_await record_end(tx, connections, schedule, run.connection_id, end, now);
    const bool failed = end.status == RunStatus::failed;
    boost::json::object data{{"runId", to_string(run.run_id)},
                             {"type", enum_name(run.type)},
                             {"status", enum_name(end.status)},
                             {"itemsSynced", ended.get<std::int64_t>(0, "items_synced")}};
    if (code) data["errorCode"] = *code;
    if (message) data["errorMessage"] = *message;
    co_await outbox.append(tx, {.workspace = run.workspace_id,
                                .type = failed ? "sync.failed" : "sync.completed",
                                .subject = to_string(run.connection_id),
                                .data = std::move(data)});
    co_return Result<>{};
}

}  // namespace

jobs::NewJob later_run(const RunPayload& run, Time run_at) {
    auto job = job_of(run, jobs::Queue::scheduled_sync, to_string(run.connection_id));
    job.run_at = run_at;
    return job;
}

Task<Result<SyncRun>> RunStore::start(WorkspaceId workspace, ConnectionId connection, RunType type,
                                      jobs::Queue queue) {
    const RunPayload run{1, SyncRunId{ids_.next()}, workspace, connection, type};
    co_return co_await database_.transaction([&](db::Transaction& tx) {
        return start_in(tx, outbox_, jobs_, connections_, run, queue, clock_.now());
    });
}

Task<Result<>> RunStore::begin(RunPayload run) {
    co_return co_await database_.transaction([&](db::Transaction& tx) { return begin(tx, run); });
}

Task<Result<>> RunStore::begin(db::Transaction& tx, RunPayload run) {
    co_return co_await begin_in(tx, outbox_, connections_, run, clock_.now());
}

Task<> RunStore::withdraw(RunPayload run, Time until) {
    co_await database_.transaction(
        [&](db::Transaction& tx) { return withdraw_in(tx, connections_, run, until); });
}

Task<Result<std::vector<SyncRun>>> RunStore::list(accounts::Scope scope, ConnectionId connection,
                                                  PageRequest page) {
    const auto known = co_await connections_.find(scope, connection);
    if (!known) co_return std::unexpected(known.error());
    const auto from = page_start(page);
    const auto rows = co_await database_.query(
        sql::list_runs, {scope.workspace, connection, from.before, from.id, page.limit});
    std::vector<SyncRun> runs;
    for (auto& row : rows.all<Row>()) runs.push_back(to_run(std::move(row)));
    co_return runs;
}

Task<std::optional<RunPlace>> RunStore::find(SyncRunId run) {
    co_return (co_await database_.query(sql::find_run, {run})).one<RunPlace>();
}

Task<std::optional<RunPlace>> RunStore::newest_ended(ConnectionId connection) {
    co_return (co_await database_.query(sql::newest_ended_run, {connection})).one<RunPlace>();
}

Task<std::optional<SyncState>> RunStore::state(ConnectionId connection) {
    co_return (co_await database_.query(sql::sync_state, {connection})).one<SyncState>();
}

Task<> RunStore::progress(db::Transaction& tx, const RunPayload& run, RunProgress progress) {
    std::optional<std::string> cursor;
    if (!progress.cursor.empty()) cursor = std::move(progress.cursor);
    const auto& [stage, done, total] = progress.shown;
    co_await tx.execute(sql::record_progress,
                        {run.run_id, stage, done, total, progress.items_synced, cursor});
    boost::json::object shown{{"stage", enum_name(stage)}, {"done", done}};
    if (total) {
        shown["total"] = *total;
    } else {
        shown["total"] = nullptr;
    }
    co_await outbox_.hint(
        tx, {.workspace = run.workspace_id,
             .type = "sync.progress",
             .subject = to_string(run.connection_id),
             .data = {{"runId", to_string(run.run_id)}, {"progress", std::move(shown)}}});
}

Task<> RunStore::finish(RunPayload run, RunEnd end) {
    co_await database_.transaction([&](db::Transaction& tx) {
        return finish_in(tx, outbox_, connections_, schedule_, run, end, clock_.now());
    });
}

Task<> RunStore::finish(db::Transaction& tx, RunPayload run, RunEnd end) {
    co_await finish_in(tx, outbox_, connections_, schedule_, run, end, clock_.now());
}

Task<> RunStore::clean(Time before) {
    constexpr std::int64_t page = 5'000;
    for (;;) {
        const auto rows = co_await database_.execute(sql::delete_old_runs, {before, page});
        if (rows.affected() < page) co_return;
    }
}

Task<int> RunStore::sweep() {
    int ended = 0;
    const auto rows = co_await database_.query(sql::all_running);
    for (const auto& row : rows.all<Row>()) {
        if (co_await jobs_.waits_or_runs(run_job, to_string(row.id)) ||
            co_await jobs_.waits_or_runs(run_job, to_string(row.connection_id))) {
            continue;
        }
        const RunPayload run{1, row.id, row.workspace_id, row.connection_id, row.type};
        const RunEnd end{.status = RunStatus::failed,
                         .error_code = "processing_failed",
                         .error_message = "The sync was interrupted too often."};
        co_await finish(run, end);
        ++ended;
    }
    co_return ended;
}

}  // namespace rostrum::sync
