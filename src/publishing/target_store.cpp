#include "publishing/target_store.hpp"

#include "publishing/sql.hpp"

#include <boost/json/parse.hpp>

namespace rostrum::publishing {
namespace {

/// Tries of a job: for workers that stop in the middle. A platform's failures are counted by the
/// target.
constexpr int attempts_max = 25;

std::string key_of(PostTargetId id, std::int64_t generation) {
    return to_string(id) + ":" + std::to_string(generation);
}

jobs::NewJob job_of(const TargetRow& target, Time due) {
    const PublishPayload payload{1,         target.workspace_id,  target.post_id,
                                 target.id, target.connection_id, target.generation};
    return {.kind = std::string(publish_job),
            .queue = jobs::Queue::publish,
            .payload = json::parse(to_json(payload)),
            .unique_key = key_of(target.id, target.generation),
            .run_at = due,
            .attempts_max = attempts_max};
}

}  // namespace

Task<std::vector<TargetRow>> TargetStore::of_posts(std::vector<PostId> posts) {
    db::TextArray ids;
    ids.reserve(posts.size());
    for (const auto& id : posts) ids.push_back(to_string(id));
    co_return (co_await database_.query(sql::targets_of_posts, {std::move(ids)})).all<TargetRow>();
}

Task<std::vector<WorkedRow>> TargetStore::of_post(db::Transaction& tx, PostId post) {
    co_return (co_await tx.query(sql::targets_of_post, {post})).all<WorkedRow>();
}

Task<std::optional<WorkedRow>> TargetStore::lock(db::Transaction& tx, PostTargetId id) {
    co_return (co_await tx.query(sql::lock_target, {id})).one<WorkedRow>();
}

Task<> TargetStore::insert(db::Transaction& tx, const TargetRow& target) {
    co_await tx.execute(
        sql::insert_target,
        {target.id, target.workspace_id, target.post_id, target.connection_id, target.platform,
         target.content, target.title, target.link, to_array(target.thread),
         to_array(target.media_ids), target.options, target.format, target.status,
         target.generation, target.version, clock_.now()});
}

Task<> TargetStore::remove_all(db::Transaction& tx, const std::vector<WorkedRow>& targets) {
    for (auto target : targets) {
        co_await withdraw(tx, target);
        co_await tx.execute(sql::delete_target, {target.id});
    }
}

Task<bool> TargetStore::save(db::Transaction& tx, const WorkedRow& target, std::int64_t version) {
    const auto saved = co_await tx.execute(sql::save_target, {target.id,
                                                              version,
                                                              target.version,
                                                              target.format,
                                                              target.status,
                                                              target.generation,
                                                              target.running,
                                                              target.due_at,
                                                              target.parked_at,
                                                              target.attempts,
                                                              target.failures,
                                                              target.rescues,
                                                              target.effects,
                                                              target.step,
                                                              target.state,
                                                              target.sent_step,
                                                              target.sent_at,
                                                              target.look_at,
                                                              target.started_at,
                                                              target.limited_at,
                                                              target.error_code,
                                                              target.error_message,
                                                              target.error_field,
                                                              target.external_id,
                                                              to_array(target.further_ids),
                                                              target.permalink,
                                                              target.published_at,
                                                              clock_.now()});
    co_return saved.affected() == 1;
}

Task<> TargetStore::enqueue(db::Transaction& tx, WorkedRow& target, Time due) {
    co_await withdraw_job(tx, target);
    target.due_at = due;
    co_await jobs_.enqueue(tx, job_of(target, due));
}

Task<> TargetStore::withdraw(db::Transaction& tx, WorkedRow& target) {
    const Time now = clock_.now();
    if (target.due_at && *target.due_at <= now) {
        const TurnPayload payload{1, target.connection_id};
        co_await jobs_.enqueue(tx, {.kind = std::string(turn_job),
                                    .queue = jobs::Queue::publish,
                                    .payload = json::parse(to_json(payload)),
                                    .unique_key = to_string(target.connection_id),
                                    .run_at = now});
    }
    co_await withdraw_job(tx, target);
}

Task<> TargetStore::withdraw_job(db::Transaction& tx, WorkedRow& target) {
    co_await jobs_.withdraw(tx, publish_job, key_of(target.id, target.generation));
    ++target.generation;
    target.due_at.reset();
}

Task<> TargetStore::lock_turn(db::Transaction& tx, ConnectionId connection) {
    co_await tx.query(sql::lock_turn, {connection});
}

Task<> TargetStore::lock_connection(db::Transaction& tx, ConnectionId connection) {
    co_await tx.query(sql::lock_connection, {connection});
}

Task<bool> TargetStore::is_taken(db::Transaction& tx, const TargetRow& target) {
    co_return !(co_await tx.query(sql::find_running, {target.connection_id, target.id})).empty();
}

Task<> TargetStore::queue(db::Transaction& tx, const TargetRow& target) {
    co_await tx.execute(sql::queue_target, {target.id, clock_.now()});
}

Task<> TargetStore::wake_next(db::Transaction& tx, ConnectionId connection) {
    const auto woken = (co_await tx.execute(sql::wake_next, {connection})).one<TargetRow>();
    if (!woken) co_return;
    // In its place among all jobs that are due.
    co_await jobs_.enqueue(tx, job_of(*woken, woken->due_at.value_or(clock_.now())));
}

Task<> TargetStore::wake_if_idle(db::Transaction& tx, ConnectionId connection) {
    const auto busy = co_await tx.query(sql::find_turn, {connection, clock_.now()});
    if (busy.empty()) co_await wake_next(tx, connection);
}

Task<std::vector<ConnectionId>> TargetStore::idle_turns(Time before, std::size_t limit) {
    const auto rows = co_await database_.query(sql::idle_turns, {before, clock_.now(), limit});
    std::vector<ConnectionId> connections;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        connections.push_back(rows.get<ConnectionId>(i, "connection_id"));
    }
    co_return connections;
}

Task<std::vector<TargetRow>> TargetStore::overdue(Time before, TargetsAfter after,
                                                  std::size_t limit) {
    co_return (
        co_await database_.query(sql::overdue, {before, after.at, after.id, publish_job, limit}))
        .all<TargetRow>();
}

Task<std::vector<TargetRow>> TargetStore::parked_ready(Time before, std::size_t limit) {
    co_return (co_await database_.query(sql::parked_ready, {before, limit})).all<TargetRow>();
}

}  // namespace rostrum::publishing
