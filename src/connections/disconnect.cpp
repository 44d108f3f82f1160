#include "connections/disconnect.hpp"

#include "connections/sql.hpp"
#include "core/log.hpp"

#include <exception>
#include <string_view>

namespace rostrum::connections {
namespace {

constexpr int tries_max = 5;

Task<Result<>> erase_in(db::Transaction& tx, events::Outbox& outbox, accounts::Scope scope,
                        StoredTokens stored, Purge purge, Time now,
                        const Disconnect::BeforePurge& before_purge) {
    if (purge == Purge::yes && before_purge) {
        auto ready = co_await before_purge(tx, scope.workspace, stored.id);
        if (!ready) co_return ready;
    }
    const auto& statement = purge == Purge::yes ? sql::remove : sql::disconnect;
    db::Params params{scope.workspace, stored.id};
    if (purge == Purge::no) params.emplace_back(now);
    const auto changed = co_await tx.execute(statement, std::move(params));
    if (changed.affected() == 0) co_return fail(ErrorCode::not_found, "no such connection");
    co_await outbox.append(
        tx, {.workspace = scope.workspace,
             .type = "connection.disconnected",
             .subject = to_string(stored.id),
             .data = {{"platform", stored.platform}, {"purged", purge == Purge::yes}}});
    co_return Result<>{};
}

}  // namespace

Task<Result<>> Disconnect::run(accounts::Scope scope, ConnectionId id, Purge purge) {
    auto stored = co_await store_.tokens(id);
    if (!stored) co_return std::unexpected(stored.error());
    if (stored->workspace_id != scope.workspace) {
        co_return fail(ErrorCode::not_found, "no such connection");
    }
    auto done = co_await erase(scope, *stored, purge);
    if (!done) co_return done;
    // Not before: who is refused keeps a connection that works.
    try {
        co_await revoke_at_platform(*stored);
    } catch (const std::exception& error) {
        log::warn("a grant was not revoked",
                  {{"connection", to_string(id)}, {"what", std::string_view(error.what())}});
    }
    co_return done;
}

/// Again when others held in another order what this locks.
Task<Result<>> Disconnect::erase(accounts::Scope scope, const StoredTokens& stored, Purge purge) {
    for (int tries = 1;; ++tries) {
        try {
            co_return co_await database_.transaction([&](db::Transaction& tx) {
                return erase_in(tx, outbox_, scope, stored, purge, clock_.now(), before_purge_);
            });
        } catch (const db::DatabaseError& error) {
            if (error.failure() != db::Failure::conflict || tries == tries_max) throw;
        }
    }
}

/// Whether other workspaces have connected the same account, and would lose it.
Task<bool> Disconnect::is_shared(const StoredTokens& stored) {
    const auto rows = co_await database_.query(sql::count_others,
                                               {stored.platform, stored.external_id, stored.id});
    co_return rows.get<std::int64_t>(0, "number") > 0;
}

Task<> Disconnect::revoke_at_platform(const StoredTokens& stored) {
    auto* platform = platforms_.find(stored.platform);
    if (platform == nullptr || !stored.access_token) co_return;
    if (platform->descriptor().revokes_all_grants && co_await is_shared(stored)) co_return;
    auto access = vault_.open(*stored.access_token, stored.id, Vault::Column::access_token);
    if (!access) co_return;
    platforms::Tokens tokens{.access = std::move(*access),
                             .refresh = Secret(),
                             .expires_at = stored.token_expires_at,
                             .scopes = stored.scopes};
    if (stored.refresh_token) {
        auto refresh = vault_.open(*stored.refresh_token, stored.id, Vault::Column::refresh_token);
        if (refresh) tokens.refresh = std::move(*refresh);
    }
    const auto revoked = co_await platform->authorizer().revoke(std::move(tokens));
    if (!revoked) {
        log::warn("the platform did not revoke a grant",
                  {{"connection", to_string(stored.id)}, {"what", revoked.error().message}});
    }
}

}  // namespace rostrum::connections
