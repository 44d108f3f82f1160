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
#include <span>
#include <unordered_map>
#include <vector>

namespace rostrum::publishing {

/// What accounts may do now, as their platforms tell: the privacy levels to choose from, what is
/// left of a day's quota. What was told is known to the check of posts for a while, on this node;
/// what is not known is asked before a check, so that every node says the same of a post.
/// Safe to use from every loop.
class AccountOptions {
public:
    /// How long an answer counts.
    static constexpr std::chrono::minutes keep_for{10};
    /// How long a check waits for the platforms of all its accounts. What they do not tell is let
    /// through: they will say so when the post is published.
    static constexpr std::chrono::seconds patience{3};
    /// How long an account that was asked in vain is not asked by a check again.
    static constexpr std::chrono::minutes pause{1};
    /// Accounts that are remembered; the check of others goes by the rules that are data.
    static constexpr std::size_t remembered_max = 10'000;

    /// All of them outlive it.
    AccountOptions(connections::ConnectionStore& connections, connections::Refresher& refresher,
                   const platforms::Registry& platforms, const Clock& clock,
                   std::chrono::nanoseconds waits_for = patience)
        : connections_(connections),
          refresher_(refresher),
          platforms_(platforms),
          clock_(clock),
          waits_for_(waits_for) {}

    /// Asks the platform. Empty where it has nothing of the kind. Errors: `not_found`;
    /// `needs_reauth` and the platform's own.
    Task<Result<json::object>> ask(accounts::Scope scope, ConnectionId id);

    /// Asks for what is not known of these accounts, all at once, one call each. What goes wrong
    /// with that is no error. Not within a transaction.
    Task<> learn(accounts::Scope scope, std::vector<ConnectionId> ids);

    /// What was told not long ago, or nothing.
    json::object known(ConnectionId id) const;

private:
    struct Told {
        json::object options;  ///< empty, too, when it was asked in vain
        Time until;
    };
    bool is_settled(ConnectionId id) const;
    /// What still holds of what was told; the caller has locked.
    const Told* find_told(ConnectionId id) const;
    Task<> try_all(accounts::Scope scope, std::span<const ConnectionId> ids);
    Task<> try_one(accounts::Scope scope, ConnectionId id);
    void remember(ConnectionId id, json::object options, std::chrono::minutes lasts);

    connections::ConnectionStore& connections_;
    connections::Refresher& refresher_;
    const platforms::Registry& platforms_;
    const Clock& clock_;
    std::chrono::nanoseconds waits_for_;
    mutable std::mutex mutex_;
    std::unordered_map<ConnectionId, Told> told_;
};

}  // namespace rostrum::publishing
