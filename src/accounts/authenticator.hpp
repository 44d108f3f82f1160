#pragma once

#include "accounts/types.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "db/database.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rostrum::accounts {

/// The channel on which nodes hear that a session, a key or a role has changed.
inline constexpr std::string_view sessions_channel = "sessions";

/// How a session ends by itself.
inline constexpr std::chrono::hours session_life{24 * 30};
inline constexpr std::chrono::minutes access_token_life{15};

/// Who makes a request.
struct Principal {
    Scope scope;
    std::optional<SessionId> session;  ///< empty for an API key
    std::optional<ApiKeyId> api_key;   ///< empty for a session
    bool instance_admin = false;       ///< looks after the whole server
    std::string key;                   ///< names the principal: for idempotency and rate limits
};

/// Finds out who makes a request. What was found is remembered for a few seconds; a revocation is
/// told to all nodes and empties their memory. Safe to use from any loop.
class Authenticator {
public:
    Authenticator(db::Database& database, const Clock& clock, Secret signing_key);

    /// Asked before the database is searched for a secret that may be a guess; its error is the
    /// answer then.
    using Gate = std::function<Task<Result<>>()>;

    /// An access token, or an API key ("rk_..."). Errors: `unauthenticated`.
    Task<Result<Principal>> by_bearer(std::string_view token, Gate gate = open_gate);

    /// The token of the session cookie. Errors: `unauthenticated`.
    Task<Result<Principal>> by_cookie(std::string_view token, Gate gate = open_gate);

    /// Whether somebody who was let in still may: asked again by what lives longer than a request.
    Task<bool> still_admits(const Principal& principal);

    /// Forgets everybody at once, on this node.
    void forget();

private:
    struct Known {
        Principal principal;
        Time until;
    };
    static Task<Result<>> open_gate() { co_return Result<>{}; }

    std::optional<Principal> recall(const std::string& key) const;
    /// Counts how often everybody was forgotten.
    std::uint64_t generation() const;
    /// Not when everybody was forgotten since `generation`: what was found may be revoked.
    void remember(std::string key, const Principal& principal, std::uint64_t generation);
    Task<Result<Principal>> by_session(SessionId id, WorkspaceId workspace);
    Task<Result<Principal>> by_api_key(std::string_view token, Gate gate);

    db::Database& database_;
    const Clock& clock_;
    Secret signing_key_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Known> known_;
    std::uint64_t generation_ = 0;
};

}  // namespace rostrum::accounts
