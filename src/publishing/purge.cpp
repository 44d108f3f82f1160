#include "publishing/purge.hpp"

#include "publishing/sql.hpp"

#include <algorithm>

namespace rostrum::publishing {

Task<Result<>> release_connection(db::Transaction& tx, PostStore& posts, TargetStore& targets,
                                  WorkspaceId workspace, ConnectionId connection) {
    co_await targets.lock_turn(tx, connection);
    const auto rows = co_await tx.query(sql::posts_of_connection, {workspace, connection});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto id = rows.get<PostId>(i, "post_id");
        if (!co_await posts.lock(tx, workspace, id)) continue;
        auto own = co_await targets.of_post(tx, id);
        std::erase_if(own, [&](const WorkedRow& row) { return row.connection_id != connection; });
        if (std::ranges::any_of(own, &WorkedRow::running)) {
            co_return fail(ErrorCode::conflict, "a post is being published there",
                           "A post is being published on this account. Wait until that is done.");
        }
        co_await targets.remove_all(tx, own);
        co_await posts.settle(tx, workspace, id);
    }
    co_return Result<>{};
}

}  // namespace rostrum::publishing
