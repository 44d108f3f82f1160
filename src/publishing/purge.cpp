#include "publishing/purge.hpp"

#include "publishing/sql.hpp"

#include <algorithm>

namespace rostrum::publishing {
namespace {

/// Whether something is on its way there, or with the platform.
bool is_under_way(const WorkedRow& target) {
    if (target.running) return true;
    // Without the account nobody can find out more.
    if (target.parked_at) return false;
    return target.sent_step || (target.effects > 0 && target.status != TargetStatus::pending);
}

}  // namespace

Task<Result<>> release_connection(db::Transaction& tx, PostStore& posts, TargetStore& targets,
                                  events::Outbox& outbox, WorkspaceId workspace,
                                  ConnectionId connection) {
    co_await targets.lock_turn(tx, connection);
    const auto rows = co_await tx.query(sql::posts_of_connection, {workspace, connection});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto id = rows.get<PostId>(i, "post_id");
        const auto post = co_await posts.lock(tx, workspace, id);
        if (!post) continue;
        auto own = co_await targets.of_post(tx, id);
        const auto all = own.size();
        std::erase_if(own, [&](const WorkedRow& row) { return row.connection_id != connection; });
        if (std::ranges::any_of(own, is_under_way)) {
            co_return fail(ErrorCode::conflict, "a post is being published there",
                           "A post is being published on this account. Wait until that is done.");
        }
        co_await targets.remove_all(tx, own);
        if (own.size() == all) co_await posts.unschedule(tx, workspace, id);
        const auto status = co_await posts.settle(tx, workspace, id);
        if (status == post->status) continue;
        co_await outbox.append(tx, {.workspace = workspace,
                                    .type = "post.cancelled",
                                    .subject = to_string(id),
                                    .data = {{"status", enum_name(status)}}});
    }
    co_return Result<>{};
}

}  // namespace rostrum::publishing
