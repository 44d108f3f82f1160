#include "connections/refresher.hpp"

#include "connections/errors.hpp"
#include "connections/sql.hpp"
#include "core/deadline.hpp"
#include "core/log.hpp"

namespace rostrum::connections {
namespace {

/// Longer than a refresh may take with all its tries.
constexpr std::chrono::seconds lease_life{120};
constexpr std::size_t pass_size = 200;
/// A minute of a database that is away, which is less than the lease.
constexpr int store_tries_max = 60;
constexpr std::chrono::seconds store_pause{1};
constexpr int reseal_page = 200;
/// Exchanges under way in this process that end the refresh token they are made with.
constexpr std::size_t rotating_max = 2;
/// Longer than the work with an access takes.
constexpr std::chrono::minutes lives_on_for{10};

struct SealedRow {
    ConnectionId id;
    std::optional<db::Bytes> access_token;
    std::optional<db::Bytes> refresh_token;
    std::int64_t token_version = 0;
};
BOOST_DESCRIBE_STRUCT(SealedRow, (), (id, access_token, refresh_token, token_version))

/// Writes the new tokens where the version is still the one that was read.
Task<Result<>> store_in(db::Transaction& tx, const Vault& vault, events::Outbox& outbox,
                        const StoredTokens& old, const platforms::Tokens& fresh, Time now) {
    const auto written = co_await tx.execute(
        sql::store_refreshed,
        {old.id, old.token_version, vault.seal(fresh.access, old.id, Vault::Column::access_token),
         vault.seal_if_any(fresh.refresh, old.id, Vault::Column::refresh_token), now,
         fresh.expires_at, fresh.refresh_expires_at});
    if (written.affected() == 0) co_return Result<>{};  // reconnected or disconnected meanwhile
    co_await outbox.append(tx,
                           {.workspace = old.workspace_id,
                            .type = "connection.updated",
                            .subject = to_string(old.id),
                            .data = {{"platform", old.platform}, {"reason", "token_refreshed"}}});
    co_return Result<>{};
}

std::unexpected<Error> reconnect_first() {
    return fail(ErrorCode::needs_reauth, "the connection has no valid tokens");
}

}  // namespace

Refresher::Refresher(db::Database& database, ConnectionStore& store,
                     const platforms::Registry& platforms, const Vault& vault,
                     events::Outbox& outbox, const Clock& clock, Metrics& metrics)
    : database_(database),
      store_(store),
      platforms_(platforms),
      vault_(vault),
      outbox_(outbox),
      clock_(clock),
      refreshed_(metrics.counter("token_refreshes_total", "Token refreshes by outcome.",
                                 {{"outcome", "refreshed"}})),
      failed_(metrics.counter("token_refreshes_total", "Token refreshes by outcome.",
                              {{"outcome", "failed"}})),
      rotating_(rotating_max) {}

bool Refresher::is_due(const StoredTokens& stored, const platforms::RefreshPolicy& policy) const {
    if (!stored.token_expires_at || !stored.token_issued_at) return false;
    if (policy.needs_refresh_token && !stored.refresh_token) return false;
    const Time now = clock_.now();
    return *stored.token_expires_at - now <= policy.when_left &&
           now - *stored.token_issued_at >= policy.not_before;
}

/// A token that lives on serves for now when others are being refreshed: the work of one account
/// does not wait for the tokens of others.
bool Refresher::can_wait(const StoredTokens& stored, platforms::Platform& platform) {
    const bool lives_on =
        stored.token_expires_at && *stored.token_expires_at - clock_.now() > lives_on_for;
    return lives_on && platform.descriptor().refresh.rotates && !rotating_.has_room();
}

Task<Result<platforms::Tokens>> Refresher::open(const StoredTokens& stored) const {
    if (!stored.access_token) co_return reconnect_first();
    auto access = vault_.open(*stored.access_token, stored.id, Vault::Column::access_token);
    if (!access) co_return std::unexpected(access.error());
    platforms::Tokens tokens{.access = std::move(*access),
                             .refresh = Secret(),
                             .expires_at = stored.token_expires_at,
                             .scopes = stored.scopes};
    if (stored.refresh_token) {
        auto refresh = vault_.open(*stored.refresh_token, stored.id, Vault::Column::refresh_token);
        if (!refresh) co_return std::unexpected(refresh.error());
        tokens.refresh = std::move(*refresh);
    }
    co_return tokens;
}

/// Takes the right to refresh; the tokens are read again under it.
Task<Result<StoredTokens>> Refresher::lease(ConnectionId id) {
    const Time now = clock_.now();
    const auto rows = co_await database_.execute(sql::lease_refresh, {id, now, now + lease_life});
    auto stored = rows.one<StoredTokens>();
    if (stored) co_return std::move(*stored);
    auto current = co_await store_.tokens(id);
    if (!current) co_return current;
    if (current->status != Status::active) co_return reconnect_first();
    co_return fail(ErrorCode::conflict, "a refresh is under way",
                   "The token is being refreshed already.");
}

Task<Result<>> Refresher::refresh(ConnectionId id) {
    const auto stored = co_await store_.tokens(id);
    if (!stored) co_return std::unexpected(stored.error());
    auto* platform = platforms_.find(stored->platform);
    if (platform == nullptr) {
        co_return fail(ErrorCode::platform_rejected, "the platform is not set up");
    }
    co_return co_await refresh(id, *platform, std::nullopt);
}

/// Refreshes, unless the tokens that were `seen` have been replaced meanwhile.
Task<Result<>> Refresher::refresh(ConnectionId id, platforms::Platform& platform,
                                  std::optional<std::int64_t> seen) {
    if (!platform.descriptor().refresh.rotates) {
        co_return co_await refresh_in_turn(id, platform, seen);
    }
    // Before the lease, which would run out in a long queue.
    const auto permit = co_await rotating_.acquire();
    co_return co_await refresh_in_turn(id, platform, seen);
}

Task<Result<>> Refresher::refresh_in_turn(ConnectionId id, platforms::Platform& platform,
                                          std::optional<std::int64_t> seen) {
    auto stored = co_await lease(id);
    if (!stored) co_return std::unexpected(stored.error());
    if (seen && stored->token_version != *seen) {
        co_await database_.execute(sql::release_refresh, {id, stored->token_version});
        co_return Result<>{};
    }
    co_return co_await refresh_leased(std::move(*stored), platform);
}

/// What the platform answered must not be lost: it is tried again while the database is away.
Task<Result<>> Refresher::store(const StoredTokens& stored, const platforms::Tokens& fresh) {
    for (int attempt = 1;; ++attempt) {
        std::exception_ptr failure;
        try {
            co_return co_await database_.transaction([&](db::Transaction& tx) {
                return store_in(tx, vault_, outbox_, stored, fresh, clock_.now());
            });
        } catch (const db::DatabaseError& error) {
            log::error("new tokens are not stored yet",
                       {{"connection", to_string(stored.id)}, {"what", error.what()}});
            failure = std::current_exception();
        }
        if (attempt == store_tries_max) std::rethrow_exception(failure);
        co_await sleep_for(store_pause);
    }
}

Task<Result<>> Refresher::refresh_leased(StoredTokens stored, platforms::Platform& platform) {
    // From the call on, a stop waits: a refresh token may be used up, and its successor is on the
    // way.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    auto refreshed = co_await refresh_uncancelled(std::move(stored), platform);
    co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
    co_return refreshed;
}

Task<Result<>> Refresher::refresh_uncancelled(StoredTokens stored, platforms::Platform& platform) {
    auto tokens = co_await open(stored);
    if (!tokens) {
        co_await database_.execute(sql::release_refresh, {stored.id, stored.token_version});
        co_return std::unexpected(tokens.error());
    }
    auto answer = co_await platform.authorizer().refresh(std::move(*tokens));
    if (answer) {
        refreshed_.Increment();
        co_return co_await store(stored, answer->data);
    }
    failed_.Increment();
    const auto& error = answer.error();
    log::warn("a token was not refreshed", {{"connection", to_string(stored.id)},
                                            {"platform", stored.platform},
                                            {"code", error.code},
                                            {"what", error.message}});
    if (error.next == platforms::Next::reauthorize) {
        co_await store_.mark_needs_reauth(stored, error.code, error.user_message);
    } else {
        co_await database_.execute(sql::release_refresh, {stored.id, stored.token_version});
    }
    co_return std::unexpected(to_error(error));
}

Task<Result<GrantedAccess>> Refresher::access(ConnectionId id) {
    auto stored = co_await store_.tokens(id);
    if (!stored) co_return std::unexpected(stored.error());
    auto* platform = platforms_.find(stored->platform);
    if (platform == nullptr) co_return fail(ErrorCode::platform_rejected, "not set up");
    if (stored->status != Status::active) co_return reconnect_first();
    if (is_due(*stored, platform->descriptor().refresh) && !can_wait(*stored, *platform)) {
        const auto refreshed = co_await refresh(id, *platform, stored->token_version);
        if (!refreshed && refreshed.error().code == ErrorCode::needs_reauth) {
            co_return std::unexpected(refreshed.error());
        }
        stored = co_await store_.tokens(id);
        if (!stored) co_return std::unexpected(stored.error());
    }
    auto tokens = co_await open(*stored);
    if (!tokens) co_return std::unexpected(tokens.error());
    platforms::Access access{.token = std::move(tokens->access),
                             .external_id = stored->external_id,
                             .scopes = stored->scopes};
    co_return GrantedAccess{std::move(access), std::move(*stored)};
}

Task<Result<GrantedAccess>> Refresher::replace(StoredTokens refused) {
    auto stored = co_await store_.tokens(refused.id);
    if (!stored) co_return std::unexpected(stored.error());
    auto* platform = platforms_.find(stored->platform);
    if (platform == nullptr) {
        co_return fail(ErrorCode::platform_rejected, "the platform is not set up");
    }
    if (stored->token_version == refused.token_version) {
        const auto done = co_await refresh(refused.id, *platform, refused.token_version);
        if (!done) co_return std::unexpected(done.error());
    }
    co_return co_await access(refused.id);
}

Task<RefreshPass> Refresher::refresh_due() {
    RefreshPass pass;
    for (const auto& platform : platforms_.all()) {
        const auto& descriptor = platform->descriptor();
        if (descriptor.refresh.on_demand) continue;
        const Time now = clock_.now();
        ExpiringAfter after;
        for (;;) {
            const auto due = co_await store_.expiring(
                std::string(descriptor.id), now + descriptor.refresh.when_left,
                now - descriptor.refresh.not_before, after, pass_size);
            for (const auto& stored : due) {
                if (descriptor.refresh.needs_refresh_token && !stored.refresh_token) continue;
                const auto refreshed = co_await refresh(stored.id, *platform, stored.token_version);
                ++(refreshed ? pass.refreshed : pass.failed);
            }
            if (due.size() < pass_size) break;
            after = {due.back().token_expires_at.value_or(now), due.back().id};
        }
    }
    co_return pass;
}

Task<std::int64_t> Refresher::reseal_all() {
    std::int64_t written = 0;
    ConnectionId after;
    for (;;) {
        const auto rows = co_await database_.query(sql::sealed_page, {after, reseal_page});
        const auto page = rows.all<SealedRow>();
        if (page.empty()) co_return written;
        after = page.back().id;
        for (const auto& row : page) {
            const auto again = [&](const std::optional<db::Bytes>& sealed,
                                   Vault::Column column) -> std::optional<db::Bytes> {
                if (!sealed || !vault_.is_stale(*sealed)) return std::nullopt;
                const auto token = vault_.open(*sealed, row.id, column);
                if (!token) {
                    log::error("a token cannot be opened",
                               {{"connection", to_string(row.id)}, {"why", token.error().message}});
                    return std::nullopt;
                }
                return vault_.seal(*token, row.id, column);
            };
            const auto access = again(row.access_token, Vault::Column::access_token);
            const auto refresh = again(row.refresh_token, Vault::Column::refresh_token);
            if (!access && !refresh) continue;
            const auto updated = co_await database_.execute(
                sql::reseal, {row.id, row.token_version, access, refresh});
            written += updated.affected();
        }
    }
}

}  // namespace rostrum::connections
