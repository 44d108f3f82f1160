#include "connections/connector.hpp"

#include "connections/connection_store.hpp"
#include "connections/sql.hpp"
#include "core/json.hpp"

#include <chrono>
#include <optional>

namespace rostrum::connections {
namespace {

/// When the job of the first sync came to nothing, the schedule makes up for it after this.
constexpr std::chrono::minutes first_sync_within{10};

json::value to_array(const std::vector<std::string>& texts) {
    return json::array(texts.begin(), texts.end());
}

}  // namespace

Task<ConnectionId> Connector::connect(db::Transaction& tx, const ConnectTo& to,
                                      const platforms::Tokens& grant,
                                      const platforms::Account& account) {
    const auto& tokens = account.tokens ? *account.tokens : grant;
    const auto& scopes = tokens.scopes.empty() ? grant.scopes : tokens.scopes;
    const auto rows =
        co_await tx.query(sql::find_account, {to.workspace, to.platform, account.external_id});
    const bool known = !rows.empty();
    // The id is part of what the tokens are sealed with, so it has to be known before.
    const ConnectionId id = known ? rows.get<ConnectionId>(0, "id") : ConnectionId{ids_.next()};
    const Time now = clock_.now();
    std::optional<std::string> avatar;
    if (!account.avatar_url.empty()) avatar = account.avatar_url;
    co_await tx.execute(
        sql::upsert,
        {id, to.workspace, to.platform, account.external_id, account.app_scoped_id, account.handle,
         account.display_name.empty() ? account.handle : account.display_name, avatar,
         to_array(scopes), vault_.seal(tokens.access, id, Vault::Column::access_token),
         vault_.seal_if_any(tokens.refresh, id, Vault::Column::refresh_token), now,
         tokens.expires_at, now, now + first_sync_within, tokens.refresh_expires_at});
    co_await outbox_.append(
        tx,
        {.workspace = to.workspace,
         .type = "connection.connected",
         .subject = to_string(id),
         .data = {{"platform", to.platform}, {"handle", account.handle}, {"reconnected", known}}});
    const FirstSync payload{1, to.workspace, id};
    co_await jobs_.enqueue(tx, {.kind = std::string(first_sync_job),
                                .queue = jobs::Queue::user_sync,
                                .payload = json::parse(to_json(payload)),
                                .unique_key = to_string(id),
                                .run_at = std::nullopt});
    co_return id;
}

}  // namespace rostrum::connections
