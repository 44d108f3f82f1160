#include "publishing/work_store.hpp"

#include "publishing/sql.hpp"
#include "publishing/status.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace rostrum::publishing {
namespace {

Secret to_secret(const platforms::PublishState& state) {
    return Secret(json::serialize(json::object{{"step", state.step}, {"data", state.data}}));
}

Result<platforms::PublishState> to_state(const connections::Vault& vault, const WorkedRow& target) {
    platforms::PublishState state;
    if (!target.state) return state;
    const auto opened = vault.open_publish_state(*target.state, target.id);
    if (!opened) return std::unexpected(opened.error());
    const auto read = json::parse(opened->reveal()).as_object();
    state.step = std::string(read.at("step").as_string());
    state.data = read.at("data").as_object();
    return state;
}

/// What `take` needs, in one place: a coroutine's parameters.
struct Stores {
    PostStore& posts;
    TargetStore& targets;
    AttemptStore& attempts;
    events::Outbox& outbox;
    Time now;
};

Task<Result<Taken>> take_in(db::Transaction& tx, Stores stores, const connections::Vault& vault,
                            PublishPayload payload) {
    co_await stores.targets.lock_turn(tx, payload.connection_id);
    auto post = co_await stores.posts.lock(tx, payload.workspace_id, payload.post_id);
    if (!post) {
        co_await stores.targets.wake_if_idle(tx, payload.connection_id);
        co_return Taken(NothingToDo{});
    }
    auto found = co_await stores.targets.lock(tx, payload.target_id);
    if (!found || found->generation != payload.generation || is_final(found->status) ||
        !found->due_at) {
        // It may have been given the turn.
        co_await stores.targets.wake_if_idle(tx, payload.connection_id);
        co_return Taken(NothingToDo{});
    }
    auto& target = *found;
    if (*target.due_at > stores.now) co_return Taken(DueLater{*target.due_at});
    if (co_await stores.targets.is_taken(tx, target)) {
        co_await stores.targets.queue(tx, target);
        co_return Taken(NothingToDo{});
    }
    auto state = to_state(vault, target);
    if (!state) co_return std::unexpected(state.error());
    const auto version = target.version++;
    const bool begins = target.status == TargetStatus::pending;
    target.running = true;
    if (begins) {
        target.status = TargetStatus::publishing;
        ++target.attempts;
        if (!target.started_at) target.started_at = stores.now;
    }
    if (!co_await stores.targets.save(tx, target, version)) co_return Taken(NothingToDo{});
    if (begins) co_await stores.posts.settle(tx, payload.workspace_id, payload.post_id);
    co_return Taken(Work{std::move(*post), std::move(target), std::move(*state)});
}

Task<Result<>> save_in(db::Transaction& tx, Stores stores, const WorkedRow& target,
                       const std::vector<Line>& lines) {
    if (!co_await stores.targets.save(tx, target, target.version)) {
        co_return fail(ErrorCode::conflict, "another worker has taken the target over");
    }
    co_await stores.attempts.append(tx, target, lines);
    co_await stores.outbox.hint(tx, {.workspace = target.workspace_id,
                                     .type = "post.updated",
                                     .subject = to_string(target.post_id),
                                     .data = {{"targetId", to_string(target.id)},
                                              {"targetStatus", enum_name(target.status)}}});
    co_return Result<>{};
}

Task<Result<>> put_down_in(db::Transaction& tx, Stores stores, const WorkedRow& target,
                           const std::vector<Line>& lines) {
    co_await stores.targets.lock_turn(tx, target.connection_id);
    const auto post = co_await stores.posts.lock(tx, target.workspace_id, target.post_id);
    if (!post) co_return fail(ErrorCode::conflict, "the post is gone");
    auto saved = co_await save_in(tx, stores, target, lines);
    if (!saved) co_return saved;
    co_await stores.targets.wake_next(tx, target.connection_id);
    const auto status = co_await stores.posts.settle(tx, target.workspace_id, target.post_id);
    co_await tell_end(tx, stores.outbox, target, status);
    co_return Result<>{};
}

Task<Result<>> wake_turn_in(db::Transaction& tx, TargetStore& targets, ConnectionId connection) {
    co_await targets.lock_turn(tx, connection);
    co_await targets.wake_if_idle(tx, connection);
    co_return Result<>{};
}

Task<Result<bool>> settle_idle_in(db::Transaction& tx, Stores stores, const TargetRow& seen,
                                  void (*change)(WorkedRow&), Line line) {
    co_await stores.targets.lock_turn(tx, seen.connection_id);
    if (!co_await stores.posts.lock(tx, seen.workspace_id, seen.post_id)) co_return false;
    auto target = co_await stores.targets.lock(tx, seen.id);
    if (!target || target->generation != seen.generation || is_final(target->status) ||
        target->due_at != seen.due_at || target->parked_at != seen.parked_at ||
        target->queued_at != seen.queued_at) {
        co_return false;
    }
    const auto version = target->version++;
    target->running = false;
    target->parked_at.reset();
    change(*target);
    if (is_final(target->status)) {
        co_await stores.targets.withdraw(tx, *target);
    } else {
        co_await stores.targets.enqueue(tx, *target, stores.now);
    }
    if (!co_await stores.targets.save(tx, *target, version)) co_return false;
    std::vector<Line> lines;
    lines.push_back(std::move(line));
    co_await stores.attempts.append(tx, *target, std::move(lines));
    const auto status = co_await stores.posts.settle(tx, seen.workspace_id, seen.post_id);
    co_await tell_end(tx, stores.outbox, *target, status);
    co_return true;
}

}  // namespace

Task<> tell_end(db::Transaction& tx, events::Outbox& outbox, const TargetRow& target,
                PostStatus post) {
    std::string type;
    if (target.status == TargetStatus::published) type = "post.published";
    if (target.status == TargetStatus::failed) type = "post.failed";
    if (target.status == TargetStatus::needs_attention) type = "post.needs_attention";
    if (type.empty()) co_return;
    json::object data{{"targetId", to_string(target.id)},
                      {"connectionId", to_string(target.connection_id)},
                      {"platform", target.platform},
                      {"status", enum_name(post)}};
    if (target.external_id) data["externalId"] = *target.external_id;
    if (target.permalink) data["permalink"] = *target.permalink;
    if (target.error_code) {
        data["error"] = {{"code", *target.error_code},
                         {"message", target.error_message.value_or("")}};
    }
    co_await outbox.append(tx, {.workspace = target.workspace_id,
                                .type = std::move(type),
                                .subject = to_string(target.post_id),
                                .data = std::move(data)});
}

Task<Result<Taken>> WorkStore::take(PublishPayload payload) {
    const Stores stores{posts_, targets_, attempts_, outbox_, clock_.now()};
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return take_in(tx, stores, vault_, payload); });
}

Task<bool> WorkStore::save(Work& work, std::vector<Line> lines) {
    auto& target = work.target;
    target.state = vault_.seal_publish_state(to_secret(work.state), target.id);
    const Stores stores{posts_, targets_, attempts_, outbox_, clock_.now()};
    const auto saved = co_await database_.transaction(
        [&](db::Transaction& tx) { return save_in(tx, stores, target, lines); });
    co_return saved.has_value();
}

Task<bool> WorkStore::put_down(Work& work, std::vector<Line> lines) {
    auto& target = work.target;
    target.running = false;
    target.state = vault_.seal_publish_state(to_secret(work.state), target.id);
    // What is live, or has to begin anew, needs no state any more.
    if (target.status == TargetStatus::published ||
        (target.status == TargetStatus::failed && target.effects == 0)) {
        target.state.reset();
    }
    const Stores stores{posts_, targets_, attempts_, outbox_, clock_.now()};
    const auto saved = co_await database_.transaction(
        [&](db::Transaction& tx) { return put_down_in(tx, stores, target, lines); });
    co_return saved.has_value();
}

Task<> WorkStore::wake_turn(ConnectionId connection) {
    co_await database_.transaction([&](db::Transaction& tx) -> Task<Result<>> {
        return wake_turn_in(tx, targets_, connection);
    });
}

Task<bool> WorkStore::is_of_another(const TargetRow& target, std::string external_id) {
    const auto found = co_await database_.query(
        sql::find_live, {target.connection_id, std::move(external_id), target.id});
    co_return !found.empty();
}

Task<bool> WorkStore::settle_idle(const TargetRow& seen, void (*change)(WorkedRow& target),
                                  Line line) {
    const Stores stores{posts_, targets_, attempts_, outbox_, clock_.now()};
    const auto changed = co_await database_.transaction(
        [&](db::Transaction& tx) { return settle_idle_in(tx, stores, seen, change, line); });
    co_return changed.value_or(false);
}

}  // namespace rostrum::publishing
