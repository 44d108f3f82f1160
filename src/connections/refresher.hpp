#pragma once

#include "connections/connection_store.hpp"
#include "connections/vault.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "core/semaphore.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "platforms/registry.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace rostrum::connections {

/// What calls are made with, and the row that it came from: a failure is blamed on these tokens
/// only.
struct GrantedAccess {
    platforms::Access access;
    StoredTokens stored;
};

/// What a pass over the expiring connections did.
struct RefreshPass {
    int refreshed = 0;
    int failed = 0;
};

/// Keeps tokens fresh. One refresh is in flight per connection, over all nodes: it holds a lease on
/// the row, and writes only where the token's version is still the one it read. What the platform
/// answered is stored before anything else happens, and an empty field never overwrites a token.
/// A process that dies between the platform's answer and the store takes a rotated token with it:
/// so few of those are exchanged at once that hardly one is under way at any moment.
class Refresher {
public:
    Refresher(db::Database& database, ConnectionStore& store, const platforms::Registry& platforms,
              const Vault& vault, events::Outbox& outbox, const Clock& clock, Metrics& metrics);

    /// Refreshes now, as a member asked. Errors: `needs_reauth`, `platform_unavailable`,
    /// `platform_rejected` (too young, for instance), `conflict` while another one is under way.
    Task<Result<>> refresh(ConnectionId id);

    /// The access of a connection for calls to its platform, refreshed first when the policy says
    /// so. A temporary failure to refresh is no error while the token is still valid. Errors:
    /// `needs_reauth`, `not_found`, `platform_unavailable`.
    Task<Result<GrantedAccess>> access(ConnectionId id);

    /// The access after the platform refused these tokens: refreshed, unless somebody else has done
    /// so or connected again meanwhile. Errors: as `access`, and `conflict`.
    Task<Result<GrantedAccess>> replace(StoredTokens refused);

    /// Refreshes every connection whose policy asks for it.
    Task<RefreshPass> refresh_due();

    /// Seals every token that an older key sealed with the active one, while the server runs.
    /// Answers how many rows were written.
    Task<std::int64_t> reseal_all();

private:
    Task<Result<>> refresh(ConnectionId id, platforms::Platform& platform,
                           std::optional<std::int64_t> seen);
    Task<Result<>> refresh_in_turn(ConnectionId id, platforms::Platform& platform,
                                   std::optional<std::int64_t> seen);
    Task<Result<StoredTokens>> lease(ConnectionId id);
    Task<Result<>> store(const StoredTokens& stored, const platforms::Tokens& fresh);
    Task<Result<>> refresh_leased(StoredTokens stored, platforms::Platform& platform);
    Task<Result<>> refresh_uncancelled(StoredTokens stored, platforms::Platform& platform);
    Task<Result<platforms::Tokens>> open(const StoredTokens& stored) const;
    bool can_wait(const StoredTokens& stored, platforms::Platform& platform);
    bool is_due(const StoredTokens& stored, const platforms::RefreshPolicy& policy) const;

    db::Database& database_;
    ConnectionStore& store_;
    const platforms::Registry& platforms_;
    const Vault& vault_;
    events::Outbox& outbox_;
    const Clock& clock_;
    prometheus::Counter& refreshed_;
    prometheus::Counter& failed_;
    Semaphore rotating_;
};

}  // namespace rostrum::connections
