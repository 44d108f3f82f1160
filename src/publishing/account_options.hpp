#pragma once

#include "accounts/types.hpp"
#include "connections/connection_store.hpp"
#include "connections/refresher.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "platforms/registry.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <unordered_map>

namespace rostrum::publishing {

/// What accounts may do now, as their platforms tell: the privacy levels to choose from, what is
/// left of a day's quota. What was asked is known to the check of posts for a while, on this node.
/// Safe to use from every loop.
class AccountOptions {
public:
    /// How long an answer counts.
    static constexpr std::chrono::minutes keep_for{10};
    /// Accounts that are remembered; the check of others goes by the rules that are data.
    static constexpr std::size_t remembered_max = 10'000;

    /// All of them outlive it.
    AccountOptions(connections::ConnectionStore& connections, connections::Refresher& refresher,
                   const platforms::Registry& platforms, const Clock& clock)
        : connections_(connections), refresher_(refresher), platforms_(platforms), clock_(clock) {}

    /// Asks the platform. Empty where it has nothing of the kind. Errors: `not_found`;
    /// `needs_reauth` and the platform's own.
    Task<Result<json::object>> ask(accounts::Scope scope, ConnectionId id);

    /// What was told not long ago, or nothing.
    json::object known(ConnectionId id) const;

private:
    struct Told {
        json::object options;
        Time at;
    };
    void remember(ConnectionId id, json::object options);

    connections::ConnectionStore& connections_;
    connections::Refresher& refresher_;
    const platforms::Registry& platforms_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::unordered_map<ConnectionId, Told> told_;
};

}  // namespace rostrum::publishing
