#pragma once

#include "connections/vault.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "platforms/publisher.hpp"
#include "publishing/attempt_store.hpp"
#include "publishing/post_store.hpp"
#include "publishing/target_store.hpp"

#include <variant>
#include <vector>

namespace rostrum::publishing {

/// A target in the hands of a worker.
struct Work {
    PostRow post;
    WorkedRow target;
    platforms::PublishState state;
};

/// The job has nothing to do: somebody else has done it, it was called off, or it waits for its
/// connection's turn and gets a new job then.
struct NothingToDo {};
/// The target is due later.
struct DueLater {
    Time at;
};
using Taken = std::variant<NothingToDo, DueLater, Work>;

/// What workers do to targets, each in one transaction. Whoever takes a target over makes its
/// version grow, and from then on the one before can write nothing.
class WorkStore {
public:
    /// All of them outlive it.
    WorkStore(db::Database& database, PostStore& posts, TargetStore& targets,
              AttemptStore& attempts, const connections::Vault& vault, events::Outbox& outbox,
              const Clock& clock)
        : database_(database),
          posts_(posts),
          targets_(targets),
          attempts_(attempts),
          vault_(vault),
          outbox_(outbox),
          clock_(clock) {}

    /// Takes the target of a job, and its connection's turn. Errors: `processing_failed` when its
    /// state cannot be opened.
    Task<Result<Taken>> take(PublishPayload payload);

    /// Writes down how far the work is and goes on with it. Answers false when another worker has
    /// taken the target over: stop then.
    Task<bool> save(Work& work, std::vector<Line> lines);

    /// Writes down how it stands, gives the connection's turn to the next target, and tells what
    /// has come to an end. Answers as `save`.
    Task<bool> put_down(Work& work, std::vector<Line> lines);

    /// Gives a connection's turn to the next target, where nobody has it.
    Task<> wake_turn(ConnectionId connection);

    /// Whether the platform's post is that of another target of ours.
    Task<bool> is_of_another(const TargetRow& target, std::string external_id);

    /// Ends a target that no worker has, or makes it due again, as `change` says, unless it is of
    /// another generation meanwhile. Answers whether it was changed.
    Task<bool> settle_idle(const TargetRow& seen, void (*change)(WorkedRow& target), Line line);

private:
    db::Database& database_;
    PostStore& posts_;
    TargetStore& targets_;
    AttemptStore& attempts_;
    const connections::Vault& vault_;
    events::Outbox& outbox_;
    const Clock& clock_;
};

/// Tells of a target that has come to an end, in the transaction that writes it down.
Task<> tell_end(db::Transaction& tx, events::Outbox& outbox, const TargetRow& target,
                PostStatus post);

}  // namespace rostrum::publishing
