#include "publishing/account_options.hpp"

#include "connections/errors.hpp"
#include "core/deadline.hpp"
#include "core/log.hpp"

#include <utility>

namespace rostrum::publishing {
namespace {

/// An answer for `with_deadline`.
Task<bool> finished(Task<> task) {
    co_await std::move(task);
    co_return true;
}

}  // namespace

Task<Result<json::object>> AccountOptions::ask(accounts::Scope scope, ConnectionId id) {
    const auto connection = co_await connections_.find(scope, id);
    if (!connection) co_return std::unexpected(connection.error());
    auto* platform = platforms_.find(connection->platform);
    auto* publisher = platform != nullptr ? platform->publisher() : nullptr;
    if (publisher == nullptr) co_return json::object{};
    auto granted = co_await refresher_.access(id);
    if (!granted) co_return std::unexpected(std::move(granted.error()));
    auto answer = co_await publisher->account_options(std::move(granted->access));
    if (!answer) co_return std::unexpected(connections::to_error(answer.error()));
    remember(id, answer->data, keep_for);
    co_return std::move(answer->data);
}

Task<> AccountOptions::learn(accounts::Scope scope, std::vector<ConnectionId> ids) {
    // Of an account of somebody else nothing is asked, and nothing is remembered.
    std::vector<ConnectionId> unknown;
    for (const auto id : ids) {
        if (is_settled(id)) continue;
        const auto connection = co_await connections_.find(scope, id);
        const bool can_be_asked = connection && connection->status == connections::Status::active;
        if (can_be_asked) unknown.push_back(id);
    }
    if (unknown.empty()) co_return;
    const auto done = co_await with_deadline(finished(try_all(scope, unknown)), waits_for_);
    if (done) co_return;
    for (const auto id : unknown) {
        if (!is_settled(id)) remember(id, {}, pause);
    }
}

/// Halves the accounts until there is one, so that all are asked at the same time.
Task<> AccountOptions::try_all(accounts::Scope scope, std::span<const ConnectionId> ids) {
    using namespace asio::experimental::awaitable_operators;
    if (ids.size() == 1) co_return co_await try_one(scope, ids.front());
    const auto half = ids.size() / 2;
    co_await (try_all(scope, ids.first(half)) && try_all(scope, ids.subspan(half)));
}

Task<> AccountOptions::try_one(accounts::Scope scope, ConnectionId id) {
    const auto told = co_await ask(scope, id);
    if (!told) {
        log::debug("an account's options are not known",
                   {{"connection", to_string(id)}, {"error", describe(told.error())}});
    }
    // Also where there is nothing to ask, which `ask` does not remember.
    if (!is_settled(id)) remember(id, {}, told ? keep_for : pause);
}

bool AccountOptions::is_settled(ConnectionId id) const {
    const std::scoped_lock lock(mutex_);
    return find_told(id) != nullptr;
}

json::object AccountOptions::known(ConnectionId id) const {
    const std::scoped_lock lock(mutex_);
    const auto* told = find_told(id);
    return told != nullptr ? told->options : json::object{};
}

const AccountOptions::Told* AccountOptions::find_told(ConnectionId id) const {
    const auto found = told_.find(id);
    return found != told_.end() && clock_.now() <= found->second.until ? &found->second : nullptr;
}

void AccountOptions::remember(ConnectionId id, json::object options, std::chrono::minutes lasts) {
    const Time now = clock_.now();
    const std::scoped_lock lock(mutex_);
    if (told_.size() >= remembered_max) {
        std::erase_if(told_, [&](const auto& each) { return now > each.second.until; });
    }
    if (told_.size() < remembered_max || told_.contains(id)) {
        told_.insert_or_assign(id, Told{std::move(options), now + lasts});
    }
}

}  // namespace rostrum::publishing
