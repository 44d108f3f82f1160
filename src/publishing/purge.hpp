#pragma once

#include "core/result.hpp"
#include "publishing/post_store.hpp"
#include "publishing/target_store.hpp"

namespace rostrum::publishing {

/// Takes a connection out of all posts that wait for it, before it is purged, in that transaction:
/// they go on with the accounts that are left, or become drafts without a time. What is over there
/// is forgotten with the connection, and the posts keep their status; what may be live there counts
/// as needing attention before it is forgotten. Errors: `conflict` while something is being
/// published there, or the platform is at work on it.
Task<Result<>> release_connection(db::Transaction& tx, PostStore& posts, TargetStore& targets,
                                  events::Outbox& outbox, WorkspaceId workspace,
                                  ConnectionId connection);

}  // namespace rostrum::publishing
