#include "publishing/service.hpp"

#include "publishing/post_writer.hpp"
#include "publishing/status.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::publishing {
namespace {

/// An id that follows from a request means that request for so long.
constexpr std::chrono::hours ids_known_for{24};
/// Others may change what a transaction needs.
constexpr int races_max = 10;
/// A post outlives targets of accounts that are gone, and does not fit those that are left.
constexpr int reads_max = 3;

std::unexpected<Error> has_begun() {
    return fail(ErrorCode::conflict, "the publishing has begun",
                "This post is being published already and cannot be changed any more.");
}

std::unexpected<Error> no_slot() {
    return fail(ErrorCode::conflict, "there is no free slot",
                "There is no free slot. Add weekly slots first, or choose a time.");
}

/// Whether another try may fare better: after a deadlock, or when what it needs went meanwhile and
/// is missed by the next check.
bool is_lost_race(db::Failure failure) {
    return failure == db::Failure::conflict || failure == db::Failure::foreign_key_violation;
}

std::unexpected<Error> too_many_races() {
    auto error = make_error(ErrorCode::conflict, "others were faster, again and again");
    error.user_message = "Others are changing the same things right now. Try again.";
    error.retryable = true;
    return std::unexpected(std::move(error));
}

bool is_untouched(const TargetRow& target) {
    return target.status == TargetStatus::pending && !target.started_at && target.attempts == 0 &&
           target.effects == 0;
}

/// Also where nothing is left of it but its status: the accounts were purged.
bool has_begun_with(const PostRow& post, const auto& targets) {
    if (targets.empty()) return post.status != PostStatus::draft;
    return !std::ranges::all_of(targets, is_untouched);
}

/// As `target_states.sql` tells it of a row.
TargetState state_of(const TargetRow& target) {
    return {target.status, target.started_at || target.attempts > 0,
            target.due_at || target.parked_at};
}

/// Whether both were read at moments with nothing between them.
bool fit(const PostRow& post, const std::vector<TargetRow>& targets) {
    std::vector<TargetState> states;
    for (const auto& target : targets) states.push_back(state_of(target));
    return status_of(states, post.scheduled_at.has_value()) == post.status;
}

Target to_target(TargetRow row) {
    Target target{.id = row.id,
                  .connection_id = row.connection_id,
                  .platform = std::move(row.platform),
                  .content = std::move(row.content),
                  .title = std::move(row.title),
                  .link = std::move(row.link),
                  .thread = std::move(row.thread),
                  .media_ids = std::move(row.media_ids),
                  .options = std::move(row.options),
                  .format = row.format,
                  .status = row.status,
                  .next_try_at = row.due_at,
                  .attempts = row.attempts,
                  .error = std::nullopt,
                  .external_id = std::move(row.external_id),
                  .permalink = std::move(row.permalink),
                  .published_at = row.published_at};
    if (row.error_code) {
        target.error = TargetError{std::move(*row.error_code), row.error_message.value_or(""),
                                   std::move(row.error_field)};
    }
    return target;
}

Task<Result<>> insert_in(db::Transaction& tx, PostWriter writer, const std::vector<Draft>& drafts,
                         UserId author) {
    for (const auto& draft : drafts) {
        if (auto done = co_await writer.insert(tx, draft, author); !done) co_return done;
    }
    co_return Result<>{};
}

/// Only while no worker has begun, and nobody else has changed it since it was read.
Task<Result<>> update_in(db::Transaction& tx, PostWriter writer, const Draft& draft, Time seen) {
    const auto& post = draft.post;
    const auto current = co_await writer.posts.lock(tx, post.workspace_id, post.id);
    if (!current) co_return no_post();
    const auto targets = co_await writer.targets.of_post(tx, post.id);
    if (has_begun_with(*current, targets)) co_return has_begun();
    if (current->updated_at != seen) {
        co_return fail(ErrorCode::conflict, "the post was changed meanwhile",
                       "Somebody else has just changed this post. Load it again.");
    }
    co_return co_await writer.update(tx, draft, targets);
}

}  // namespace

Post to_post(PostRow row, std::vector<TargetRow> targets) {
    Post post{.id = row.id,
              .campaign_id = row.campaign_id,
              .content = std::move(row.content),
              .title = std::move(row.title),
              .link = std::move(row.link),
              .thread = std::move(row.thread),
              .hashtags = std::move(row.hashtags),
              .media_ids = std::move(row.media_ids),
              .status = row.status,
              .scheduled_at = row.scheduled_at,
              .scheduled_local = std::move(row.scheduled_local),
              .timezone = std::move(row.timezone),
              .slot_id = row.slot_id,
              .variant_group = std::move(row.variant_group),
              .variant = std::move(row.variant),
              .published_at = row.published_at,
              .created_at = row.created_at,
              .updated_at = row.updated_at,
              .targets = {}};
    for (auto& target : targets) post.targets.push_back(to_target(std::move(target)));
    return post;
}

Task<std::vector<Post>> Service::list(accounts::Scope scope, PostFilter filter, PageRequest page) {
    auto rows = co_await parts_.posts.list(scope, std::move(filter), std::move(page));
    std::vector<PostId> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    std::vector<Post> posts;
    if (rows.empty()) co_return posts;
    auto targets = co_await parts_.targets.of_posts(std::move(ids));
    for (auto& row : rows) {
        std::vector<TargetRow> own;
        for (auto& target : targets) {
            if (target.post_id == row.id) own.push_back(std::move(target));
        }
        posts.push_back(to_post(std::move(row), std::move(own)));
    }
    co_return posts;
}

/// They are read one after the other, and change together: what was read on both sides of a change
/// is read again.
Task<Result<Post>> Service::find(accounts::Scope scope, PostId id) {
    for (int tries = 1;; ++tries) {
        auto row = co_await parts_.posts.find(scope, id);
        if (!row) co_return std::unexpected(row.error());
        auto targets = co_await parts_.targets.of_posts({id});
        if (tries < reads_max && !fit(*row, targets)) continue;
        co_return to_post(std::move(*row), std::move(targets));
    }
}

Task<Result<std::vector<Attempt>>> Service::attempts(accounts::Scope scope, PostId id,
                                                     PageRequest page) {
    const auto row = co_await parts_.posts.find(scope, id);
    if (!row) co_return std::unexpected(row.error());
    co_return co_await parts_.attempts.list(scope, id, std::move(page));
}

Task<Result<>> Service::check(accounts::Scope scope, Draft& draft, std::string path) {
    const auto reports = co_await parts_.checker.check(scope, draft.post, draft.targets);
    co_return accept(draft, reports, path);
}

Task<Result<Validation>> Service::validate(accounts::Scope scope, PostInput input) {
    auto draft = make_draft(input, scope.workspace, parts_.ids, parts_.clock.now());
    if (!draft) co_return std::unexpected(std::move(draft.error()));
    if (auto known = co_await parts_.posts.check_campaign(parts_.database, draft->post); !known) {
        co_return std::unexpected(known.error());
    }
    if (auto due = co_await find_slot(scope, *draft); !due) co_return std::unexpected(due.error());
    Validation out;
    out.targets = co_await parts_.checker.check(scope, draft->post, draft->targets);
    out.valid = std::ranges::none_of(out.targets, has_error);
    co_return out;
}

Task<Result<Post>> Service::create(accounts::Scope scope, PostInput input,
                                   std::optional<PostId> id) {
    if (id) {
        auto made = co_await find(scope, *id);
        const bool is_old = made && made->created_at + ids_known_for < parts_.clock.now();
        if (made && !is_old) co_return made;
        if (is_old) id.reset();
    }
    auto draft = make_draft(input, scope.workspace, parts_.ids, parts_.clock.now());
    if (!draft) co_return std::unexpected(std::move(draft.error()));
    if (id) set_id(*draft, *id);
    const PostWriter writer{parts_.posts, parts_.targets, parts_.media, parts_.outbox};
    co_return co_await write(scope, std::move(*draft),
                             [writer, user = scope.user](db::Transaction& tx, const Draft& made) {
                                 return writer.insert(tx, made, user);
                             });
}

/// The time of a post that is given a slot follows here, where nobody else can be given the same.
Task<Result<>> Service::write_in(db::Transaction& tx, Draft& draft, const Write& write) {
    if (draft.wants_slot) {
        const auto slot = co_await parts_.queue.take(tx, draft.post);
        if (!slot) co_return no_slot();
        set_slot(draft, *slot);
    }
    co_return co_await write(tx, draft);
}

Task<Result<Post>> Service::write(accounts::Scope scope, Draft draft, Write write) {
    for (int tries = 0; tries < races_max; ++tries) {
        // The check wants to know whether it has a time.
        if (auto due = co_await find_slot(scope, draft); !due)
            co_return std::unexpected(due.error());
        if (auto fine = co_await check(scope, draft); !fine) {
            co_return std::unexpected(fine.error());
        }
        const auto done =
            co_await commit([&](db::Transaction& tx) { return write_in(tx, draft, write); });
        if (!done) continue;
        if (!*done) co_return std::unexpected(done->error());
        co_return co_await find(scope, draft.post.id);
    }
    co_return too_many_races();
}

Task<Result<>> Service::find_slot(accounts::Scope scope, Draft& draft) {
    if (!draft.wants_slot) co_return Result<>{};
    const auto slots = co_await parts_.queue.next(scope, draft.post.campaign_id, 1);
    if (slots.empty()) co_return no_slot();
    set_slot(draft, slots.front());
    co_return Result<>{};
}

/// What a transaction came to; nothing when it lost a race and may be tried again.
Task<std::optional<Result<>>> Service::commit(
    std::function<Task<Result<>>(db::Transaction& tx)> body) {
    try {
        co_return co_await parts_.database.transaction(std::move(body));
    } catch (const db::DatabaseError& error) {
        if (!is_lost_race(error.failure())) throw;
    }
    co_return std::nullopt;
}

Task<Result<std::vector<Post>>> Service::schedule(accounts::Scope scope, BulkInput input,
                                                  std::vector<PostId> ids) {
    if (!ids.empty()) {
        const auto first = co_await find(scope, ids.front());
        if (first && first->created_at + ids_known_for >= parts_.clock.now()) {
            co_return co_await all(scope, std::move(ids));
        }
        if (first) ids.clear();
    }
    const PostWriter writer{parts_.posts, parts_.targets, parts_.media, parts_.outbox};
    for (int tries = 0; tries < races_max; ++tries) {
        const auto drafts = co_await bulk_drafts(scope, input, ids);
        if (!drafts) co_return std::unexpected(drafts.error());
        const auto done = co_await commit(
            [&](db::Transaction& tx) { return insert_in(tx, writer, *drafts, scope.user); });
        if (!done) continue;
        if (!*done) co_return std::unexpected(done->error());
        std::vector<PostId> made;
        for (const auto& draft : *drafts) made.push_back(draft.post.id);
        co_return co_await all(scope, std::move(made));
    }
    co_return too_many_races();
}

/// All of them, or everything that is wrong.
Task<Result<std::vector<Draft>>> Service::bulk_drafts(accounts::Scope scope, const BulkInput& input,
                                                      const std::vector<PostId>& ids) {
    std::vector<Draft> drafts;
    Error wrong = make_error(ErrorCode::validation_failed, "the posts cannot be accepted");
    for (std::size_t i = 0; i < input.posts.size(); ++i) {
        auto draft = co_await bulk_draft(scope, input, i);
        if (draft) {
            if (i < ids.size()) set_id(*draft, ids[i]);
            drafts.push_back(std::move(*draft));
            continue;
        }
        if (draft.error().code != ErrorCode::validation_failed) {
            co_return std::unexpected(std::move(draft.error()));
        }
        for (auto& detail : draft.error().details) wrong.details.push_back(std::move(detail));
    }
    if (!wrong.details.empty()) co_return std::unexpected(std::move(wrong));
    std::size_t targets = 0;
    for (const auto& draft : drafts) targets += draft.targets.size();
    if (targets > bulk_targets_max) {
        co_return fail(invalid_field(
            "posts", fmt::format("must lead to at most {} targets together", bulk_targets_max)));
    }
    co_return drafts;
}

/// In that order, without those that are gone.
Task<std::vector<Post>> Service::all(accounts::Scope scope, std::vector<PostId> ids) {
    std::vector<Post> posts;
    for (const auto& id : ids) {
        auto post = co_await find(scope, id);
        if (post) posts.push_back(std::move(*post));
    }
    co_return posts;
}

Task<Result<Draft>> Service::load(accounts::Scope scope, PostId id) {
    auto row = co_await parts_.posts.find(scope, id);
    if (!row) co_return std::unexpected(row.error());
    Draft draft{std::move(*row), co_await parts_.targets.of_posts({id}), std::nullopt};
    if (has_begun_with(draft.post, draft.targets)) co_return has_begun();
    for (const auto& target : draft.targets) {
        if (target.due_at) draft.due_at = target.due_at;
    }
    co_return draft;
}

Task<Result<Post>> Service::replace(accounts::Scope scope, Draft draft, Time seen) {
    const PostWriter writer{parts_.posts, parts_.targets, parts_.media, parts_.outbox};
    co_return co_await write(scope, std::move(draft),
                             [writer, seen](db::Transaction& tx, const Draft& changed) {
                                 return update_in(tx, writer, changed, seen);
                             });
}

Task<Result<Post>> Service::update(accounts::Scope scope, PostId id, PostPatch patch,
                                   Emptied emptied) {
    auto draft = co_await load(scope, id);
    if (!draft) co_return std::unexpected(draft.error());
    const Time seen = draft->post.updated_at;
    auto changed = apply(patch, emptied, std::move(*draft), parts_.ids, parts_.clock.now());
    if (!changed) co_return std::unexpected(std::move(changed.error()));
    co_return co_await replace(scope, std::move(*changed), seen);
}

Task<Result<Post>> Service::publish(accounts::Scope scope, PostId id) {
    auto draft = co_await load(scope, id);
    if (!draft) co_return std::unexpected(draft.error());
    if (draft->post.status == PostStatus::publishing) co_return has_begun();
    if (draft->targets.empty()) {
        co_return fail(invalid_field("targets", "must name an account to publish on"));
    }
    const Time seen = draft->post.updated_at;
    set_schedule(*draft, std::nullopt);
    draft->due_at = parts_.clock.now();
    co_return co_await replace(scope, std::move(*draft), seen);
}

}  // namespace rostrum::publishing
