#pragma once

#include "core/clock.hpp"
#include "core/json_writer.hpp"
#include "core/random.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace rostrum::sandbox {

enum class TokenUse : std::uint8_t { access, refresh };

/// What a user allowed at a login. It stays the same while its tokens are renewed.
struct UserGrant {
    std::size_t persona = 0;
    std::uint32_t scopes = 0;  ///< bits, in the order of the platform's list
    Time granted_at{};         ///< of no two grants the same
};

struct GrantToken {
    TokenUse use = TokenUse::access;
    UserGrant grant;
    Time issued_at{};
    Time expires_at{};
    std::uint32_t serial = 0;      ///< of a refresh token: how many were used up before it
    std::uint32_t generation = 0;  ///< the number of resets before it was issued
};

enum class TokenState : std::uint8_t { good, unknown, expired, revoked, used };

inline constexpr std::size_t issued_tokens_kept_max = 200'000;

/// The tokens of a simulated platform. A token says by itself what it stands for, under a seal:
/// after a restart with the same seed the old ones still work, as they would at the platform. Which
/// refresh tokens are used up is remembered only while it runs. Safe to use from any thread.
class Grants {
public:
    struct Format {
        std::string_view platform;
        std::string_view access_prefix;
        std::string_view refresh_prefix;
    };
    /// When a persona takes the access back by itself; the zero duration: never.
    using Ending = std::function<std::chrono::minutes(std::size_t persona)>;

    Grants(Format format, Random& random, std::uint64_t seed, Ending ending);

    UserGrant begin(std::size_t persona, std::uint32_t scopes, Time now);
    std::string issue_access(const UserGrant& grant, Time now, std::chrono::seconds life);
    std::string issue_refresh(const UserGrant& grant, Time now, std::chrono::seconds life);

    /// The token that a text is, dead or alive.
    std::optional<GrantToken> read(std::string_view text) const;
    TokenState check(const GrantToken& token, Time now) const;

    /// Uses a refresh token up, for platforms where each works once: only one that is issued from
    /// now on is good. False when somebody was faster.
    bool use_up(const GrantToken& refresh);
    /// How often a refresh token was presented after it had been used up.
    std::int64_t used_again() const;

    /// Ends one grant, of which a token was presented.
    void end(const UserGrant& grant);
    /// Ends what was granted until now, by one account or by all.
    void revoke(std::optional<std::size_t> persona, Time now);
    /// Ends everything; forgets what was issued.
    void reset();

    using Names = std::function<std::string(std::size_t persona)>;
    using Scopes = std::function<std::string(std::uint32_t scopes)>;
    /// Elements of an array: `{"token","kind","account","scopes","issuedAt","expiresAt"}`.
    void write_all(JsonWriter& out, const Names& names, const Scopes& scopes) const;

private:
    std::string issue(const GrantToken& token);
    std::string seal(std::string_view content) const;

    Format format_;
    Random& random_;
    std::string key_;
    Ending ending_;
    mutable std::mutex mutex_;
    std::uint32_t generation_ = 0;
    Time last_grant_{};
    std::optional<Time> all_revoked_until_;
    std::map<std::size_t, Time> revoked_until_;  // by persona
    std::map<Time, std::uint32_t> serials_;      // of the good refresh token, by the grant's time
    std::set<Time> ended_;                       // the grants' times
    mutable std::int64_t used_again_ = 0;
    std::deque<std::string> issued_;
};

}  // namespace rostrum::sandbox
