#include "accounts/authenticator.hpp"

#include "accounts/sql.hpp"
#include "crypto/jwt.hpp"
#include "crypto/token.hpp"

#include <algorithm>

namespace rostrum::accounts {
namespace {

constexpr std::chrono::seconds memory{10};
constexpr std::size_t known_max = 20'000;
/// A session that is used is extended this often at most.
constexpr std::chrono::hours touch_interval{1};

struct SessionRow {
    SessionId id;
    UserId user_id;
    WorkspaceId workspace_id;
    Role role = Role::viewer;
    Time last_seen_at;
    bool instance_admin = false;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (),
                      (id, user_id, workspace_id, role, last_seen_at, instance_admin))

struct KeyRow {
    ApiKeyId id;
    UserId created_by;
    WorkspaceId workspace_id;
    Role role = Role::viewer;
    Role maker_role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(KeyRow, (), (id, created_by, workspace_id, role, maker_role))

std::unexpected<Error> not_signed_in(std::string why) {
    return fail(ErrorCode::unauthenticated, std::move(why));
}

Principal principal_of(const SessionRow& row) {
    return Principal{.scope = {row.workspace_id, row.user_id, row.role},
                     .session = row.id,
                     .api_key = std::nullopt,
                     .instance_admin = row.instance_admin,
                     .key = "user:" + to_string(row.user_id)};
}

}  // namespace

Authenticator::Authenticator(db::Database& database, const Clock& clock, Secret signing_key)
    : database_(database), clock_(clock), signing_key_(std::move(signing_key)) {
    database.listen(std::string(sessions_channel), [this](std::string_view) { forget(); });
}

void Authenticator::forget() {
    const std::scoped_lock lock(mutex_);
    known_.clear();
    ++generation_;
}

std::uint64_t Authenticator::generation() const {
    const std::scoped_lock lock(mutex_);
    return generation_;
}

std::optional<Principal> Authenticator::recall(const std::string& key) const {
    const std::scoped_lock lock(mutex_);
    const auto it = known_.find(key);
    if (it == known_.end() || it->second.until <= clock_.now()) return std::nullopt;
    return it->second.principal;
}

void Authenticator::remember(std::string key, const Principal& principal,
                             std::uint64_t generation) {
    const std::scoped_lock lock(mutex_);
    if (generation != generation_) return;
    if (known_.size() >= known_max) known_.clear();
    known_.insert_or_assign(std::move(key), Known{principal, clock_.now() + memory});
}

Task<Result<Principal>> Authenticator::by_bearer(std::string_view token, Gate gate) {
    if (token.starts_with("rk_")) co_return co_await by_api_key(token, std::move(gate));
    const auto claims = crypto::verify_access_token(token, signing_key_, clock_.now());
    if (!claims) co_return std::unexpected(claims.error());
    co_return co_await by_session(claims->session, claims->workspace);
}

Task<Result<Principal>> Authenticator::by_session(SessionId id, WorkspaceId workspace) {
    const std::string key = "s" + to_string(id);
    auto principal = recall(key);
    if (!principal) {
        const Time now = clock_.now();
        const auto before = generation();
        const auto rows = co_await database_.query(sql::find_session, {id, now});
        const auto row = rows.one<SessionRow>();
        if (!row) co_return not_signed_in("the session has ended");
        principal = principal_of(*row);
        remember(key, *principal, before);
    }
    if (principal->scope.workspace != workspace) {
        co_return not_signed_in("the session is in another workspace now");
    }
    co_return std::move(*principal);
}

Task<bool> Authenticator::still_admits(const Principal& principal) {
    if (principal.session) {
        co_return (co_await by_session(*principal.session, principal.scope.workspace)).has_value();
    }
    if (!principal.api_key) co_return false;
    co_return !(co_await database_.query(sql::api_key_exists, {*principal.api_key})).empty();
}

Task<Result<Principal>> Authenticator::by_cookie(std::string_view token, Gate gate) {
    auto hash = crypto::token_hash(token);
    const std::string key =
        "c" + std::string(reinterpret_cast<const char*>(hash.data()), hash.size());
    if (auto known = recall(key)) co_return std::move(*known);
    if (auto may = co_await gate(); !may) co_return std::unexpected(std::move(may.error()));
    const auto before = generation();
    const Time now = clock_.now();
    const auto rows = co_await database_.query(sql::find_session_by_token, {std::move(hash), now});
    const auto row = rows.one<SessionRow>();
    if (!row) co_return not_signed_in("no session has this cookie");
    if (now - row->last_seen_at > touch_interval) {
        co_await database_.execute(sql::touch_session, {row->id, now, now + session_life});
    }
    auto principal = principal_of(*row);
    remember(key, principal, before);
    co_return principal;
}

Task<Result<Principal>> Authenticator::by_api_key(std::string_view token, Gate gate) {
    auto hash = crypto::token_hash(token);
    const std::string key =
        "k" + std::string(reinterpret_cast<const char*>(hash.data()), hash.size());
    if (auto known = recall(key)) co_return std::move(*known);
    if (auto may = co_await gate(); !may) co_return std::unexpected(std::move(may.error()));
    const auto before = generation();
    const auto rows = co_await database_.query(sql::find_api_key, {std::move(hash)});
    const auto row = rows.one<KeyRow>();
    if (!row) co_return not_signed_in("no such API key");
    co_await database_.execute(sql::touch_api_key, {row->id, clock_.now()});
    // A key cannot do more than who made it, also after they have been demoted.
    const Role role = std::min(row->role, row->maker_role);
    Principal principal{.scope = {row->workspace_id, row->created_by, role},
                        .session = std::nullopt,
                        .api_key = row->id,
                        .instance_admin = false,
                        .key = "key:" + to_string(row->id)};
    remember(key, principal, before);
    co_return principal;
}

}  // namespace rostrum::accounts
