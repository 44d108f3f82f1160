#pragma once

#include "accounts/types.hpp"
#include "connections/types.hpp"
#include "connections/vault.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "platforms/platform.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::connections {

/// The job that starts the first sync of a connection; its payload is a `FirstSync`.
inline constexpr std::string_view first_sync_job = "sync.first";

struct FirstSync {
    int v = 1;
    WorkspaceId workspace_id;
    ConnectionId connection_id;
};
BOOST_DESCRIBE_STRUCT(FirstSync, (), (v, workspace_id, connection_id))

/// A connection with its sealed tokens: for the vault, never for an answer.
struct StoredTokens {
    ConnectionId id;
    WorkspaceId workspace_id;
    std::string platform;
    std::string external_id;
    Status status = Status::active;
    std::vector<std::string> scopes;
    std::optional<db::Bytes> access_token;
    std::optional<db::Bytes> refresh_token;
    std::int64_t token_version = 1;
    std::optional<Time> token_issued_at;
    std::optional<Time> token_expires_at;
};
BOOST_DESCRIBE_STRUCT(StoredTokens, (),
                      (id, workspace_id, platform, external_id, status, scopes, access_token,
                       refresh_token, token_version, token_issued_at, token_expires_at))

/// Where a pass over the expiring connections goes on.
struct ExpiringAfter {
    Time expires_at{};
    ConnectionId id{};
};

/// What a sync learned of the account.
struct ProfileFigures {
    std::string handle;
    std::string display_name;
    std::string avatar_url;
    std::optional<std::int64_t> follower_count;
    std::optional<std::int64_t> post_count;
    std::optional<double> engagement_rate;
};

/// A connection that is to be synced.
struct DueConnection {
    ConnectionId id;
    WorkspaceId workspace_id;
    std::optional<Time> next_sync_at;  ///< as it is planned now
};
BOOST_DESCRIBE_STRUCT(DueConnection, (), (id, workspace_id, next_sync_at))

/// What the end of a sync leaves behind.
struct SyncRecord {
    std::string status;                ///< success, partial, failed
    std::optional<Time> next_sync_at;  ///< empty: as it was planned
    std::int64_t failed_syncs = 0;     ///< in a row
};

/// The rows of connections. Every change appends its event in the same transaction.
class ConnectionStore {
public:
    ConnectionStore(db::Database& database, events::Outbox& outbox, const Clock& clock)
        : database_(database), outbox_(outbox), clock_(clock) {}

    Task<std::vector<Connection>> list(accounts::Scope scope, PageRequest page,
                                       std::optional<std::string> platform);
    Task<std::vector<Connection>> all(accounts::Scope scope);
    /// Errors: `not_found`, also for another workspace's connection.
    Task<Result<Connection>> find(accounts::Scope scope, ConnectionId id);

    /// Errors: `not_found`.
    Task<Result<StoredTokens>> tokens(ConnectionId id);

    /// The account has to be connected again. Only from `active`; `error` says why, in plain words.
    /// Answers false when the tokens have been replaced meanwhile: new ones are not blamed for
    /// that.
    Task<bool> mark_needs_reauth(StoredTokens connection, std::string code, std::string message);

    /// In the sync's own transaction.
    Task<> record_profile(db::Transaction& tx, ConnectionId id, ProfileFigures figures);
    Task<> record_sync(db::Transaction& tx, ConnectionId id, SyncRecord record);

    /// In the transaction that starts a run: until it ends, the connection is not due again.
    Task<> record_sync_start(db::Transaction& tx, ConnectionId id, Time until);

    /// The platforms with connections whose next sync is due.
    Task<std::vector<std::string>> due_platforms();

    /// Connections of a platform whose next sync is due, the longest waiting first.
    Task<std::vector<DueConnection>> due_for_sync(std::string platform, std::size_t limit);

    /// Active connections of a platform after this id, in the order of their ids.
    Task<std::vector<DueConnection>> active_of(std::string platform, ConnectionId after,
                                               std::size_t limit);

    /// Plans the next sync of connections for `until`, unless one has been planned anew meanwhile.
    Task<> postpone_sync(db::Transaction& tx, const std::vector<DueConnection>& due, Time until);

    /// Plans the next sync of an active connection.
    Task<> plan_sync(ConnectionId id, Time next_sync_at);
    Task<> plan_sync(db::Transaction& tx, ConnectionId id, Time next_sync_at);

    /// Active connections whose tokens expire before `before` and were issued before
    /// `issued_before`.
    Task<std::vector<StoredTokens>> expiring(std::string platform, Time before, Time issued_before,
                                             ExpiringAfter after, std::size_t limit);

private:
    db::Database& database_;
    events::Outbox& outbox_;
    const Clock& clock_;
};

}  // namespace rostrum::connections
