#include "accounts/api_keys.hpp"

#include "accounts/authenticator.hpp"
#include "accounts/sql.hpp"
#include "crypto/token.hpp"

namespace rostrum::accounts {
namespace {

constexpr std::size_t prefix_length = 10;

Task<Result<>> remove_in(db::Transaction& tx, WorkspaceId workspace, ApiKeyId id) {
    const auto deleted = co_await tx.execute(sql::delete_api_key, {workspace, id});
    if (deleted.affected() == 0) co_return fail(ErrorCode::not_found, "no such API key");
    co_await tx.notify(sessions_channel);
    co_return Result<>{};
}

}  // namespace

Task<std::vector<ApiKey>> ApiKeys::list(Scope scope, PageRequest page) {
    const auto from = page_start(page);
    const auto rows = co_await database_.query(sql::list_api_keys,
                                               {scope.workspace, from.before, from.id, page.limit});
    co_return rows.all<ApiKey>();
}

Task<Result<MadeApiKey>> ApiKeys::create(Scope scope, NewApiKey key) {
    if (!at_least(scope.role, key.role)) {
        co_return fail(ErrorCode::forbidden, "a key cannot do more than its maker");
    }
    Secret text = crypto::random_token(random_, "rk_");
    ApiKey made{.id = ApiKeyId{ids_.next()},
                .name = std::move(key.name),
                .role = key.role,
                .prefix = std::string(text.reveal().substr(0, prefix_length)),
                .created_at = clock_.now(),
                .last_used_at = std::nullopt};
    co_await database_.execute(sql::insert_api_key,
                               {made.id, scope.workspace, scope.user, made.name, made.role,
                                made.prefix, crypto::token_hash(text), made.created_at});
    co_return MadeApiKey{std::move(made), std::move(text)};
}

Task<Result<>> ApiKeys::remove(Scope scope, ApiKeyId id) {
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return remove_in(tx, scope.workspace, id); });
}

}  // namespace rostrum::accounts
