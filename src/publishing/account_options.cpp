#include "publishing/account_options.hpp"

#include "connections/errors.hpp"

#include <utility>

namespace rostrum::publishing {

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
    remember(id, answer->data);
    co_return std::move(answer->data);
}

json::object AccountOptions::known(ConnectionId id) const {
    const std::scoped_lock lock(mutex_);
    const auto found = told_.find(id);
    if (found == told_.end() || clock_.now() - found->second.at > keep_for) return {};
    return found->second.options;
}

void AccountOptions::remember(ConnectionId id, json::object options) {
    const Time now = clock_.now();
    const std::scoped_lock lock(mutex_);
    if (told_.size() >= remembered_max) {
        std::erase_if(told_, [&](const auto& each) { return now - each.second.at > keep_for; });
    }
    if (told_.size() < remembered_max) told_.insert_or_assign(id, Told{std::move(options), now});
}

}  // namespace rostrum::publishing
