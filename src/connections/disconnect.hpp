#pragma once

#include "connections/connection_store.hpp"
#include "connections/vault.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "platforms/registry.hpp"

#include <functional>

namespace rostrum::connections {

enum class Purge : std::uint8_t { no, yes };

/// Ends connections: revokes the grant at the platform where it can, erases the tokens here in any
/// case. The data stays, unless it is purged with everything that hangs on the connection.
class Disconnect {
public:
    Disconnect(db::Database& database, ConnectionStore& store, const platforms::Registry& platforms,
               const Vault& vault, events::Outbox& outbox, const Clock& clock)
        : database_(database),
          store_(store),
          platforms_(platforms),
          vault_(vault),
          outbox_(outbox),
          clock_(clock) {}

    /// What others have to do in the transaction of a purge, or why it must not be.
    using BeforePurge =
        std::function<Task<Result<>>(db::Transaction& tx, WorkspaceId, ConnectionId)>;
    void before_purge(BeforePurge hook) { before_purge_ = std::move(hook); }

    /// Errors: `not_found`; `conflict` while something is done in the account's name. A platform
    /// that does not answer does not keep the connection alive.
    Task<Result<>> run(accounts::Scope scope, ConnectionId id, Purge purge);

private:
    Task<Result<>> erase(accounts::Scope scope, const StoredTokens& stored, Purge purge);
    Task<bool> is_shared(const StoredTokens& stored);
    Task<> revoke_at_platform(const StoredTokens& stored);

    db::Database& database_;
    ConnectionStore& store_;
    const platforms::Registry& platforms_;
    const Vault& vault_;
    events::Outbox& outbox_;
    const Clock& clock_;
    BeforePurge before_purge_;
};

}  // namespace rostrum::connections
