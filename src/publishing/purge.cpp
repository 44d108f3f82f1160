#include "publishing/purge.hpp"

#include "publishing/sql.hpp"
#include "publishing/work_store.hpp"

#include <algorithm>
#include <iterator>

namespace rostrum::publishing {
namespace {

/// Whether something may be live there, or become so.
bool may_be_live(const WorkedRow& target) { return target.sent_step || target.effects > 0; }

/// Whether something is on its way there, or with the platform.
bool is_under_way(const WorkedRow& target) {
    if (target.running) return true;
    // Without the account nobody can find out more; one that is tried again has not begun.
    if (target.parked_at || (target.status == TargetStatus::pending && !target.sent_step)) {
        return false;
    }
    return may_be_live(target);
}

/// What may be live is not forgotten in silence: the post must not look as if it had never been
/// sent.
Task<> end_in_doubt(db::Transaction& tx, TargetStore& targets, WorkedRow& target) {
    const auto version = target.version++;
    target.status = TargetStatus::needs_attention;
    target.parked_at.reset();
    target.due_at.reset();
    target.error_code = "unknown_outcome";
    target.error_message =
        "The account was removed while the post, or a part of it, may have been live there.";
    co_await targets.withdraw(tx, target);
    co_await targets.save(tx, target, version);
}

/// Takes the targets of one post that are on the connection out of it.
Task<Result<>> release_post(db::Transaction& tx, PostStore& posts, TargetStore& targets,
                            events::Outbox& outbox, const PostRow& post, ConnectionId connection) {
    auto own = co_await targets.of_post(tx, post.id);
    const auto all = own.size();
    std::erase_if(own, [&](const WorkedRow& row) { return row.connection_id != connection; });
    if (std::ranges::any_of(own, is_under_way)) {
        co_return fail(ErrorCode::conflict, "a post is being published there",
                       "A post is being published on this account. Wait until that is done.");
    }
    const bool is_alone = own.size() == all;
    std::vector<WorkedRow> doubtful;
    std::ranges::copy_if(own, std::back_inserter(doubtful), may_be_live);
    std::erase_if(own, may_be_live);
    for (auto& target : doubtful) co_await end_in_doubt(tx, targets, target);
    co_await targets.remove_all(tx, own);
    if (is_alone && doubtful.empty()) co_await posts.unschedule(tx, post.workspace_id, post.id);
    const auto status = co_await posts.settle(tx, post.workspace_id, post.id);
    for (const auto& target : doubtful) co_await tell_end(tx, outbox, target, status);
    if (!doubtful.empty() || status == post.status) co_return Result<>{};
    co_await outbox.append(tx, {.workspace = post.workspace_id,
                                .type = "post.cancelled",
                                .subject = to_string(post.id),
                                .data = {{"status", enum_name(status)}}});
    co_return Result<>{};
}

}  // namespace

Task<Result<>> release_connection(db::Transaction& tx, PostStore& posts, TargetStore& targets,
                                  events::Outbox& outbox, WorkspaceId workspace,
                                  ConnectionId connection) {
    co_await targets.lock_connection(tx, connection);
    const auto rows = co_await tx.query(sql::posts_of_connection, {workspace, connection});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto post = co_await posts.lock(tx, workspace, rows.get<PostId>(i, "post_id"));
        if (!post) continue;
        auto done = co_await release_post(tx, posts, targets, outbox, *post, connection);
        if (!done) co_return done;
    }
    co_return Result<>{};
}

}  // namespace rostrum::publishing
