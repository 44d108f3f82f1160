#pragma once

#include "core/result.hpp"
#include "db/database.hpp"
#include "jobs/job_store.hpp"
#include "publishing/rows.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::publishing {

/// The job that publishes a target; its payload is a `PublishPayload`, its key the target's id and
/// generation.
inline constexpr std::string_view publish_job = "post.publish";

/// The job that gives a connection's turn to the next target, when the one that was to have it is
/// gone; its key is the connection's id.
inline constexpr std::string_view turn_job = "post.turn";

struct TurnPayload {
    int v = 1;
    ConnectionId connection_id;
};
BOOST_DESCRIBE_STRUCT(TurnPayload, (), (v, connection_id))

struct PublishPayload {
    int v = 1;
    WorkspaceId workspace_id;
    PostId post_id;
    PostTargetId target_id;
    ConnectionId connection_id;
    std::int64_t generation = 0;
};
BOOST_DESCRIBE_STRUCT(PublishPayload, (),
                      (v, workspace_id, post_id, target_id, connection_id, generation))

/// Where a walk over many targets goes on.
struct TargetsAfter {
    Time at{};
    PostTargetId id{};
};

/// The rows of targets, and their jobs. Safe to use from every loop.
class TargetStore {
public:
    TargetStore(db::Database& database, jobs::JobStore& jobs, const Clock& clock)
        : database_(database), jobs_(jobs), clock_(clock) {}

    /// In the order of the posts' targets; of one post, or of many.
    Task<std::vector<TargetRow>> of_posts(std::vector<PostId> posts);
    /// The same with their states, in a transaction that holds the post.
    Task<std::vector<WorkedRow>> of_post(db::Transaction& tx, PostId post);
    /// Nobody else changes it until the transaction ends.
    Task<std::optional<WorkedRow>> lock(db::Transaction& tx, PostTargetId id);

    Task<> insert(db::Transaction& tx, const TargetRow& target);
    /// With their jobs.
    Task<> remove_all(db::Transaction& tx, const std::vector<WorkedRow>& targets);

    /// Writes what may change, where the version is still `version`; answers false where it is not.
    /// A target that waited for its connection's turn does not any more.
    Task<bool> save(db::Transaction& tx, const WorkedRow& target, std::int64_t version);

    /// Makes the target due at `due`: a new job of a new generation. To be saved by the caller.
    Task<> enqueue(db::Transaction& tx, WorkedRow& target, Time due);
    /// Takes its job back; another target has the connection's turn that it may have been given. To
    /// be saved by the caller.
    Task<> withdraw(db::Transaction& tx, WorkedRow& target);

    /// Keeps other workers from taking or giving back a connection's turn until the transaction
    /// ends. Before the post is locked.
    Task<> lock_turn(db::Transaction& tx, ConnectionId connection);
    /// The same, and nobody else adds a target of the connection either.
    Task<> lock_connection(db::Transaction& tx, ConnectionId connection);
    /// Whether a worker is at another target of the connection.
    Task<bool> is_taken(db::Transaction& tx, const TargetRow& target);
    /// The target waits for the connection's turn.
    Task<> queue(db::Transaction& tx, const TargetRow& target);
    /// Gives the turn to the next target, with a job of its own: one that has begun before one that
    /// has not, and then the one that was due first.
    Task<> wake_next(db::Transaction& tx, ConnectionId connection);
    /// The same, unless a target has the turn or will take it.
    Task<> wake_if_idle(db::Transaction& tx, ConnectionId connection);

    /// Connections whose targets have waited for their turn since `before`, and nobody has it.
    Task<std::vector<ConnectionId>> idle_turns(Time before, std::size_t limit);
    /// Targets that have been due since `before`, wait for no other one and have no job.
    Task<std::vector<TargetRow>> overdue(Time before, TargetsAfter after, std::size_t limit);
    /// Targets that wait for an account which is connected again, or have done so since `before`.
    Task<std::vector<TargetRow>> parked_ready(Time before, std::size_t limit);

private:
    Task<> withdraw_job(db::Transaction& tx, WorkedRow& target);

    db::Database& database_;
    jobs::JobStore& jobs_;
    const Clock& clock_;
};

}  // namespace rostrum::publishing
