#pragma once

#include "core/clock.hpp"
#include "core/json_writer.hpp"
#include "core/random.hpp"
#include "sandbox/instagram/accounts.hpp"
#include "sandbox/instagram/errors.hpp"
#include "sandbox/instagram/scopes.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox::instagram {

enum class TokenKind : std::uint8_t { short_lived, long_lived };

/// What a user allowed at a login. It stays the same while tokens are exchanged and refreshed.
struct Grant {
    const Account* account = nullptr;
    ScopeSet scopes;
    Time granted_at{};
};

struct Token {
    TokenKind kind = TokenKind::short_lived;
    Grant grant;
    Time issued_at{};
    Time expires_at{};
    std::uint32_t generation = 0;  ///< the number of resets before it was issued
};

inline constexpr std::chrono::seconds short_token_life{3'600};
inline constexpr std::chrono::seconds long_token_life{5'183'944};  ///< about 60 days
inline constexpr std::chrono::hours refresh_age_min{24};
inline constexpr std::size_t issued_tokens_max = 100'000;

/// The platform's tokens. A token says by itself what it stands for, under a seal: after a restart
/// with the same seed the old ones still work, as they would at the platform. Safe to use from any
/// thread.
class Tokens {
public:
    Tokens(Random& random, std::uint64_t seed);

    /// Issues a token for a login or, by exchange and refresh, another one for the same grant.
    std::string issue(TokenKind kind, const Grant& grant, Time now);
    /// A grant that begins now. Grants have different times, so that each can be told from the
    /// next.
    Grant grant(const Account& account, ScopeSet scopes, Time now);

    /// The token that a text is, dead or alive.
    std::optional<Token> read(std::string_view text) const;
    /// The token if it works now, else what the platform says about it.
    GraphResult<Token> check(std::string_view text, Time now) const;

    /// Ends what was granted until now, by one account or (null) by all. `subcode` says why.
    void revoke(const Account* account, int subcode, Time now);
    /// Ends everything; forgets what was issued.
    void reset();
    /// Elements of an array: `{"token","kind","account","scopes","issuedAt","expiresAt"}`.
    void write_all(JsonWriter& out) const;

private:
    struct Revocation {
        Time until{};
        int subcode = 0;
    };

    std::string seal(std::string_view content) const;
    std::optional<int> revoked(const Token& token, Time now) const;

    Random& random_;
    std::string key_;
    mutable std::mutex mutex_;
    std::uint32_t generation_ = 0;
    Time last_grant_{};
    std::map<const Account*, Revocation> revocations_;
    std::deque<std::string> issued_;
};

}  // namespace rostrum::sandbox::instagram
