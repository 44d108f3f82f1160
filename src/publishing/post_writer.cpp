#include "publishing/post_writer.hpp"

#include "publishing/content.hpp"

#include <algorithm>
#include <set>

namespace rostrum::publishing {
namespace {

std::vector<MediaId> all_media(const Draft& draft) {
    std::set<MediaId> ids;
    const auto add = [&](const std::vector<std::string>& texts) {
        for (const auto& id : media_ids_of(texts)) ids.insert(id);
    };
    for (const auto& target : draft.targets) add(media_of(draft.post, target));
    add(draft.post.media_ids);
    return {ids.begin(), ids.end()};
}

}  // namespace

std::string media_user(PostId post) { return "post:" + to_string(post); }

Task<Result<>> PostWriter::insert(db::Transaction& tx, Draft draft, UserId author) const {
    if (auto done = co_await posts.insert(tx, draft.post, author); !done) co_return done;
    co_return co_await write_targets(tx, draft, {});
}

Task<Result<>> PostWriter::update(db::Transaction& tx, Draft draft,
                                  std::vector<WorkedRow> before) const {
    if (auto done = co_await posts.update(tx, draft.post); !done) co_return done;
    co_await targets.remove_all(tx, before);
    co_await media.release(tx, draft.post.workspace_id, media_user(draft.post.id));
    co_return co_await write_targets(tx, draft, before);
}

Task<Result<>> PostWriter::write_targets(db::Transaction& tx, const Draft& draft,
                                         const std::vector<WorkedRow>& before) const {
    const auto& post = draft.post;
    const auto used =
        co_await media.use(tx, post.workspace_id, all_media(draft), media_user(post.id));
    if (!used) co_return fail(invalid_field("mediaIds", "a file is not there any more"));
    for (const auto& target : draft.targets) {
        WorkedRow row;
        static_cast<TargetRow&>(row) = target;
        row.due_at.reset();
        // A job that is being looked at right now belongs to an older generation, and a worker that
        // comes back from long ago holds an older version.
        const auto known = std::ranges::find(before, target.id, &WorkedRow::id);
        row.generation = known != before.end() ? known->generation + 1 : 0;
        row.version = known != before.end() ? known->version + 1 : 0;
        co_await targets.insert(tx, row);
        if (draft.due_at) {
            co_await targets.enqueue(tx, row, *draft.due_at);
            co_await targets.save(tx, row, row.version);
        }
    }
    const auto status = co_await posts.settle(tx, post.workspace_id, post.id);
    if (status != PostStatus::scheduled) co_return Result<>{};
    co_await outbox.append(tx, {.workspace = post.workspace_id,
                                .type = "post.scheduled",
                                .subject = to_string(post.id),
                                .data = {{"scheduledAt", to_rfc3339(*post.scheduled_at)},
                                         {"targets", draft.targets.size()}}});
    co_return Result<>{};
}

}  // namespace rostrum::publishing
