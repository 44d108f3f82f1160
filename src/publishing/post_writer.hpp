#pragma once

#include "publishing/draft.hpp"
#include "publishing/media_source.hpp"
#include "publishing/post_store.hpp"
#include "publishing/target_store.hpp"

namespace rostrum::publishing {

/// What drafts are written with.
struct PostWriter {
    PostStore& posts;
    TargetStore& targets;
    MediaSource& media;
    events::Outbox& outbox;

    /// Writes a new post with its targets, and their jobs when it is due. Errors:
    /// `validation_failed` for a campaign or a file that is not there.
    Task<Result<>> insert(db::Transaction& tx, Draft draft, UserId author) const;

    /// Writes a changed post, its targets and their jobs anew, in a transaction that holds the
    /// post; `before` is what it had. Errors: as `insert`.
    Task<Result<>> update(db::Transaction& tx, Draft draft, std::vector<WorkedRow> before) const;

private:
    Task<Result<>> write_targets(db::Transaction& tx, const Draft& draft,
                                 const std::vector<WorkedRow>& before) const;
};

/// What holds on to the files of a post.
std::string media_user(PostId post);

}  // namespace rostrum::publishing
