#pragma once

#include "accounts/types.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "publishing/rows.hpp"

#include <optional>
#include <vector>

namespace rostrum::publishing {

/// Which posts a list shows.
struct PostFilter {
    std::optional<CampaignId> campaign = std::nullopt;
    std::optional<PostStatus> status = std::nullopt;
    std::optional<Time> from = std::nullopt;  ///< scheduled, or else created, at or after this
    std::optional<Time> to = std::nullopt;    ///< before this
};

/// The rows of posts. Safe to use from every loop.
class PostStore {
public:
    PostStore(db::Database& database, events::Outbox& outbox, const Clock& clock)
        : database_(database), outbox_(outbox), clock_(clock) {}

    /// Newest first.
    Task<std::vector<PostRow>> list(accounts::Scope scope, PostFilter filter, PageRequest page);
    /// Errors: `not_found`.
    Task<Result<PostRow>> find(accounts::Scope scope, PostId id);
    Task<Summary> summary(accounts::Scope scope, std::optional<CampaignId> campaign);

    /// Reads a post and keeps others from changing it and its targets until the transaction ends.
    /// Every change of a target's status holds it.
    Task<std::optional<PostRow>> lock(db::Transaction& tx, WorkspaceId workspace, PostId id);

    /// Errors: `validation_failed` for a campaign that is not the workspace's.
    Task<Result<>> insert(db::Transaction& tx, const PostRow& post, UserId author);
    /// Errors: as `insert`.
    Task<Result<>> update(db::Transaction& tx, const PostRow& post);
    /// Another post may be given its slot.
    Task<> leave_slot(db::Transaction& tx, WorkspaceId workspace, PostId id);
    /// Whether the campaign of a post is there. Errors: `validation_failed`.
    Task<Result<>> check_campaign(db::Executor& executor, const PostRow& post);
    /// It has no time any more.
    Task<> unschedule(db::Transaction& tx, WorkspaceId workspace, PostId id);
    Task<> remove(db::Transaction& tx, const PostRow& post);

    /// Derives the status from those of the targets, writes it down, and tells who is looking.
    Task<PostStatus> settle(db::Transaction& tx, WorkspaceId workspace, PostId id);

private:
    db::Database& database_;
    events::Outbox& outbox_;
    const Clock& clock_;
};

/// What is answered where a post is not there, or is somebody else's.
std::unexpected<Error> no_post();

}  // namespace rostrum::publishing
