#include "connections/errors.hpp"
#include "publishing/post_writer.hpp"
#include "publishing/service.hpp"
#include "publishing/status.hpp"
#include "publishing/work_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::publishing {
namespace {

/// What the transactions below work with.
struct Hands {
    PostStore& posts;
    TargetStore& targets;
    AttemptStore& attempts;
    MediaSource& media;
    events::Outbox& outbox;
    Time now;
};

bool is_at_work(const TargetRow& target) {
    return target.status == TargetStatus::publishing || target.status == TargetStatus::processing;
}

/// A target that waits, and of which nothing is live.
bool can_be_cancelled(const TargetRow& target) {
    return target.status == TargetStatus::pending && !target.sent_step && target.effects == 0;
}

Task<> note(db::Transaction& tx, Hands hands, const TargetRow& target, Line line) {
    std::vector<Line> lines;
    lines.push_back(std::move(line));
    co_await hands.attempts.append(tx, target, std::move(lines));
}

Task<Result<>> cancel_in(db::Transaction& tx, Hands hands, WorkspaceId workspace, PostId id) {
    if (!co_await hands.posts.lock(tx, workspace, id)) co_return no_post();
    int cancelled = 0;
    for (auto& target : co_await hands.targets.of_post(tx, id)) {
        if (!can_be_cancelled(target)) continue;
        co_await hands.targets.withdraw(tx, target);
        target.status = TargetStatus::cancelled;
        target.parked_at.reset();
        co_await hands.targets.save(tx, target, target.version);
        co_await note(tx, hands, target, {.step = "cancel", .outcome = "done"});
        ++cancelled;
    }
    if (cancelled == 0) {
        co_return fail(ErrorCode::conflict, "nothing waits to be published",
                       "There is nothing left to cancel.");
    }
    co_await hands.posts.leave_slot(tx, workspace, id);
    const auto status = co_await hands.posts.settle(tx, workspace, id);
    co_await hands.outbox.append(tx, {.workspace = workspace,
                                      .type = "post.cancelled",
                                      .subject = to_string(id),
                                      .data = {{"status", enum_name(status)}}});
    co_return Result<>{};
}

/// Begins anew, but for steps that must not be done twice: from the last of them it goes on.
void begin_again(WorkedRow& target) {
    target.status = TargetStatus::pending;
    target.failures = 0;
    target.rescues = 0;
    target.limited_at.reset();
    target.sent_step.reset();
    target.sent_at.reset();
    target.look_at.reset();
    target.error_code.reset();
    target.error_message.reset();
    target.error_field.reset();
    target.started_at.reset();
    if (target.effects > 0) return;
    target.state.reset();
    target.step.reset();
}

void mark_published(WorkedRow& target, const RetryTarget& wanted, Time now) {
    target.status = TargetStatus::published;
    target.published_at = now;
    target.permalink = wanted.permalink;
    target.state.reset();
    target.sent_step.reset();
    target.sent_at.reset();
    target.look_at.reset();
    target.error_code.reset();
    target.error_message.reset();
}

Task<> retry_target(db::Transaction& tx, Hands hands, WorkedRow& target,
                    const RetryTarget& wanted) {
    const bool again = wanted.action.value_or(RetryAction::retry) == RetryAction::retry;
    const auto version = target.version++;
    if (again) {
        begin_again(target);
        co_await hands.targets.enqueue(tx, target, hands.now);
    } else {
        mark_published(target, wanted, hands.now);
    }
    co_await hands.targets.save(tx, target, version);
    co_await note(tx, hands, target,
                  {.step = again ? "retry" : "mark_published",
                   .outcome = "done",
                   .note = "asked for by a member"});
}

/// The targets that a request means, each with what is to become of it.
Result<std::vector<RetryTarget>> wanted_of(const RetryInput& input,
                                           const std::vector<WorkedRow>& targets) {
    std::vector<RetryTarget> wanted;
    if (!input.targets) {
        for (const auto& target : targets) {
            if (target.status != TargetStatus::failed) continue;
            wanted.push_back({target.id, RetryAction::retry, std::nullopt});
        }
        if (!wanted.empty()) return wanted;
        return fail(ErrorCode::conflict, "no target has failed", "There is nothing to try again.");
    }
    for (std::size_t i = 0; i < input.targets->size(); ++i) {
        const auto& one = (*input.targets)[i];
        const auto found = std::ranges::find(targets, one.target_id, &WorkedRow::id);
        if (found == targets.end() ||
            std::ranges::find(wanted, one.target_id, &RetryTarget::target_id) != wanted.end()) {
            return fail(invalid_field(fmt::format("targets[{}].targetId", i),
                                      "is no target of this post, or is there twice"));
        }
        const bool looks = found->status == TargetStatus::needs_attention;
        const bool marks = one.action == RetryAction::mark_published;
        if (looks && !one.action) {
            return fail(invalid_field(fmt::format("targets[{}].action", i),
                                      "must be said: retry or mark_published"));
        }
        if (!looks && (marks || found->status != TargetStatus::failed)) {
            return fail(ErrorCode::conflict, "the target is in no such state",
                        "This target is in no state in which that can be done.");
        }
        if (one.permalink && !marks) {
            return fail(invalid_field(fmt::format("targets[{}].permalink", i),
                                      "goes with mark_published only"));
        }
        if (one.permalink && !one.permalink->starts_with("https://")) {
            return fail(
                invalid_field(fmt::format("targets[{}].permalink", i), "must begin with https://"));
        }
        wanted.push_back(one);
    }
    return wanted;
}

Task<Result<>> retry_in(db::Transaction& tx, Hands hands, WorkspaceId workspace, PostId id,
                        const RetryInput& input) {
    if (!co_await hands.posts.lock(tx, workspace, id)) co_return no_post();
    auto targets = co_await hands.targets.of_post(tx, id);
    const auto wanted = wanted_of(input, targets);
    if (!wanted) co_return std::unexpected(wanted.error());
    std::vector<WorkedRow> marked;
    for (const auto& one : *wanted) {
        auto& target = *std::ranges::find(targets, one.target_id, &WorkedRow::id);
        co_await retry_target(tx, hands, target, one);
        if (target.status == TargetStatus::published) marked.push_back(target);
    }
    const auto status = co_await hands.posts.settle(tx, workspace, id);
    for (const auto& target : marked) co_await tell_end(tx, hands.outbox, target, status);
    co_return Result<>{};
}

/// Only what was written down can be deleted.
Result<> everything_is_known(const std::vector<TargetRow>& targets) {
    for (const auto& target : targets) {
        const bool is_published = target.status == TargetStatus::published;
        const bool is_nameless = is_published && !target.external_id;
        const bool may_be_live = target.status == TargetStatus::needs_attention ||
                                 (!is_published && (target.effects > 0 || target.sent_step));
        if (!is_nameless && !may_be_live) continue;
        return fail(ErrorCode::platform_rejected, "what is live is not known: " + target.platform,
                    fmt::format("It is not known what of this post is live on {}. Delete it there, "
                                "and then here alone.",
                                target.platform));
    }
    return {};
}

/// It is not live any more, and nobody tries to delete it again.
Task<Result<>> forget_live_in(db::Transaction& tx, Hands hands, TargetRow seen) {
    if (!co_await hands.posts.lock(tx, seen.workspace_id, seen.post_id)) co_return no_post();
    auto target = co_await hands.targets.lock(tx, seen.id);
    if (!target || target->status != TargetStatus::published) co_return Result<>{};
    target->status = TargetStatus::cancelled;
    target->effects = 0;
    target->published_at.reset();
    target->external_id.reset();
    target->further_ids.reset();
    target->permalink.reset();
    co_await hands.targets.save(tx, *target, target->version);
    co_await note(tx, hands, *target, {.step = "delete", .outcome = "done"});
    co_await hands.posts.settle(tx, seen.workspace_id, seen.post_id);
    co_return Result<>{};
}

Task<Result<>> remove_in(db::Transaction& tx, Hands hands, WorkspaceId workspace, PostId id) {
    const auto post = co_await hands.posts.lock(tx, workspace, id);
    if (!post) co_return no_post();
    const auto targets = co_await hands.targets.of_post(tx, id);
    if (std::ranges::any_of(targets, is_at_work)) {
        co_return fail(ErrorCode::conflict, "the post is being published",
                       "This post is being published. Wait until that has come to an end.");
    }
    co_await hands.targets.remove_all(tx, targets);
    co_await hands.posts.remove(tx, *post);
    co_await hands.media.release(tx, workspace, media_user(id));
    co_await hands.outbox.append(
        tx, {.workspace = workspace, .type = "post.deleted", .subject = to_string(id)});
    co_return Result<>{};
}

}  // namespace

Task<Result<Post>> Service::cancel(accounts::Scope scope, PostId id) {
    const Hands hands{parts_.posts, parts_.targets, parts_.attempts,
                      parts_.media, parts_.outbox,  parts_.clock.now()};
    const auto done = co_await parts_.database.transaction(
        [&](db::Transaction& tx) { return cancel_in(tx, hands, scope.workspace, id); });
    if (!done) co_return std::unexpected(done.error());
    co_return co_await find(scope, id);
}

Task<Result<Post>> Service::retry(accounts::Scope scope, PostId id, RetryInput input) {
    const Hands hands{parts_.posts, parts_.targets, parts_.attempts,
                      parts_.media, parts_.outbox,  parts_.clock.now()};
    const auto done = co_await parts_.database.transaction(
        [&](db::Transaction& tx) { return retry_in(tx, hands, scope.workspace, id, input); });
    if (!done) co_return std::unexpected(done.error());
    co_return co_await find(scope, id);
}

/// What can delete a target at its platform. Errors: `platform_rejected` where nothing can.
Task<Result<Service::Remover>> Service::remover_of(const TargetRow& target) {
    auto* platform = parts_.platforms.find(target.platform);
    auto* publisher = platform != nullptr ? platform->publisher() : nullptr;
    if (publisher == nullptr) {
        co_return fail(ErrorCode::platform_rejected, "the platform is not set up",
                       "Nothing can be deleted on this platform.");
    }
    auto granted = co_await parts_.refresher.access(target.connection_id);
    if (!granted) co_return std::unexpected(granted.error());
    if (const auto refusal = publisher->refuses_remove(granted->access)) {
        co_return std::unexpected(connections::to_error(*refusal));
    }
    co_return Remover{publisher, std::move(granted->access)};
}

/// A post that is gone already counts as deleted.
Task<Result<>> Service::remove_at_platform(const TargetRow& target, Remover remover) {
    auto ids = target.further_ids.value_or(std::vector<std::string>{});
    std::ranges::reverse(ids);
    if (target.external_id) ids.push_back(*target.external_id);
    for (const auto& id : ids) {
        const auto removed = co_await remover.publisher->remove(remover.access, id);
        if (removed || removed.error().next == platforms::Next::not_found) continue;
        co_return std::unexpected(connections::to_error(removed.error()));
    }
    co_return Result<>{};
}

Task<Result<>> Service::remove(accounts::Scope scope, PostId id, Where where) {
    const auto row = co_await parts_.posts.find(scope, id);
    if (!row) co_return std::unexpected(row.error());
    const Hands hands{parts_.posts, parts_.targets, parts_.attempts,
                      parts_.media, parts_.outbox,  parts_.clock.now()};
    const auto targets = co_await parts_.targets.of_posts({id});
    if (where == Where::everywhere && std::ranges::none_of(targets, is_at_work)) {
        if (auto known = everything_is_known(targets); !known) co_return known;
        for (const auto& target : targets) {
            if (target.status != TargetStatus::published) continue;
            const auto can = co_await remover_of(target);
            if (!can) co_return std::unexpected(can.error());
        }
        // What waits must not begin while the rest is deleted.
        if (std::ranges::any_of(targets, can_be_cancelled)) {
            auto cancelled = co_await cancel(scope, id);
            if (!cancelled) co_return std::unexpected(std::move(cancelled.error()));
        }
        for (const auto& target : targets) {
            if (target.status != TargetStatus::published) continue;
            auto remover = co_await remover_of(target);
            if (!remover) co_return std::unexpected(remover.error());
            auto done = co_await remove_at_platform(target, std::move(*remover));
            if (!done) co_return done;
            auto forgotten = co_await parts_.database.transaction(
                [&](db::Transaction& tx) { return forget_live_in(tx, hands, target); });
            if (!forgotten) co_return forgotten;
        }
    }
    co_return co_await parts_.database.transaction(
        [&](db::Transaction& tx) { return remove_in(tx, hands, scope.workspace, id); });
}

}  // namespace rostrum::publishing
