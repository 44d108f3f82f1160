#include "connections/connection_store.hpp"

#include "connections/sql.hpp"

namespace rostrum::connections {
namespace {

Task<Result<bool>> mark_in(db::Transaction& tx, events::Outbox& outbox,
                           const StoredTokens& connection, const std::string& code,
                           const std::string& message, Time now) {
    const auto changed = co_await tx.execute(
        sql::mark_needs_reauth, {connection.id, connection.token_version, code, message, now});
    // Tokens that came in meanwhile are not blamed for what the old ones met.
    if (changed.affected() == 0) co_return false;
    co_await outbox.append(tx, {.workspace = connection.workspace_id,
                                .type = "connection.needs_reauth",
                                .subject = to_string(connection.id),
                                .data = {{"platform", connection.platform},
                                         {"errorCode", code},
                                         {"errorMessage", message}}});
    co_return true;
}

}  // namespace

Task<std::vector<Connection>> ConnectionStore::list(accounts::Scope scope, PageRequest page,
                                                    std::optional<std::string> platform) {
    const auto from = page_start(page);
    const auto rows = co_await database_.query(
        sql::list, {scope.workspace, from.before, from.id, page.limit, platform.value_or("")});
    co_return rows.all<Connection>();
}

Task<std::vector<Connection>> ConnectionStore::all(accounts::Scope scope) {
    const auto rows = co_await database_.query(sql::all, {scope.workspace});
    co_return rows.all<Connection>();
}

Task<Result<Connection>> ConnectionStore::find(accounts::Scope scope, ConnectionId id) {
    const auto rows = co_await database_.query(sql::find, {scope.workspace, id});
    auto connection = rows.one<Connection>();
    if (!connection) co_return fail(ErrorCode::not_found, "no such connection");
    co_return std::move(*connection);
}

Task<Result<StoredTokens>> ConnectionStore::tokens(ConnectionId id) {
    const auto rows = co_await database_.query(sql::find_tokens, {id});
    auto stored = rows.one<StoredTokens>();
    if (!stored) co_return fail(ErrorCode::not_found, "no such connection");
    co_return std::move(*stored);
}

Task<bool> ConnectionStore::mark_needs_reauth(StoredTokens connection, std::string code,
                                              std::string message) {
    const auto marked = co_await database_.transaction([&](db::Transaction& tx) {
        return mark_in(tx, outbox_, connection, code, message, clock_.now());
    });
    co_return marked.value_or(false);
}

Task<> ConnectionStore::record_sync_start(db::Transaction& tx, ConnectionId id, Time until) {
    co_await tx.execute(sql::sync_started, {id, until});
}

Task<> ConnectionStore::record_profile(db::Transaction& tx, ConnectionId id,
                                       ProfileFigures figures) {
    std::optional<std::string> avatar;
    if (!figures.avatar_url.empty()) avatar = std::move(figures.avatar_url);
    co_await tx.execute(sql::record_profile,
                        {id, figures.handle, figures.display_name, avatar, figures.follower_count,
                         figures.post_count, figures.engagement_rate, clock_.now()});
}

Task<> ConnectionStore::record_sync(db::Transaction& tx, ConnectionId id, SyncRecord record) {
    const Time now = clock_.now();
    const auto now_if = [now](bool so) { return so ? std::optional(now) : std::nullopt; };
    co_await tx.execute(sql::record_sync, {id, record.status, now_if(record.status != "failed"),
                                           now_if(record.status == "success"), record.failed_syncs,
                                           record.next_sync_at, now});
}

Task<std::vector<std::string>> ConnectionStore::due_platforms() {
    const auto rows = co_await database_.query(sql::due_platforms, {clock_.now()});
    std::vector<std::string> platforms;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        platforms.push_back(rows.get<std::string>(i, "platform"));
    }
    co_return platforms;
}

Task<std::vector<DueConnection>> ConnectionStore::due_for_sync(std::string platform,
                                                               std::size_t limit) {
    const auto rows = co_await database_.query(sql::due_for_sync, {platform, clock_.now(), limit});
    co_return rows.all<DueConnection>();
}

Task<std::vector<DueConnection>> ConnectionStore::active_of(std::string platform,
                                                            ConnectionId after, std::size_t limit) {
    const auto rows = co_await database_.query(sql::active_page, {platform, after, limit});
    co_return rows.all<DueConnection>();
}

Task<> ConnectionStore::postpone_sync(db::Transaction& tx, const std::vector<DueConnection>& due,
                                      Time until) {
    std::vector<db::Params> rows;
    rows.reserve(due.size());
    for (const auto& one : due) rows.push_back({one.id, one.next_sync_at, until});
    co_await tx.batch(sql::postpone_sync, std::move(rows));
}

Task<> ConnectionStore::plan_sync(ConnectionId id, Time next_sync_at) {
    co_await database_.execute(sql::plan_sync, {id, next_sync_at});
}

Task<> ConnectionStore::plan_sync(db::Transaction& tx, ConnectionId id, Time next_sync_at) {
    co_await tx.execute(sql::plan_sync, {id, next_sync_at});
}

Task<std::vector<StoredTokens>> ConnectionStore::expiring(std::string platform, Time before,
                                                          Time issued_before, ExpiringAfter after,
                                                          std::size_t limit) {
    const auto rows = co_await database_.query(
        sql::expiring,
        {platform, before, issued_before, limit, clock_.now(), after.expires_at, after.id});
    co_return rows.all<StoredTokens>();
}

}  // namespace rostrum::connections
