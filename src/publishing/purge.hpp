#pragma once

#include "core/result.hpp"
#include "publishing/post_store.hpp"
#include "publishing/target_store.hpp"

namespace rostrum::publishing {

/// Takes a connection out of all posts before it is purged, in that transaction: posts go on with
/// the accounts that are left, or become drafts. Errors: `conflict` while something is being
/// published there.
Task<Result<>> release_connection(db::Transaction& tx, PostStore& posts, TargetStore& targets,
                                  WorkspaceId workspace, ConnectionId connection);

}  // namespace rostrum::publishing
