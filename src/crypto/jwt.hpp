#pragma once

#include "core/clock.hpp"
#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace rostrum::crypto {

/// What an access token says. Times have the resolution of one second.
struct AccessClaims {
    UserId user;
    SessionId session;
    WorkspaceId workspace;
    std::string role;
    Time issued_at;
    Time expires_at;
};

/// Longer tokens are refused unread.
inline constexpr std::size_t access_token_bytes_max = 4096;

/// How far in the future a token may have been issued: the clocks of two nodes differ.
inline constexpr std::chrono::seconds clock_skew_max{60};

/// A JSON Web Token signed with HS256: the one algorithm there is, so there is nothing to
/// negotiate.
Secret sign_access_token(const AccessClaims& claims, const Secret& key);

/// Accepts only what `sign_access_token` makes with the same key: its exact header, issuer
/// "rostrum", not expired at `now` and not issued later than `clock_skew_max` after it. Errors:
/// `unauthenticated`; the message says what is wrong and holds nothing of the token.
Result<AccessClaims> verify_access_token(std::string_view token, const Secret& key, Time now);

}  // namespace rostrum::crypto
