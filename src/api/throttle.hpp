#pragma once

#include "accounts/authenticator.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "limits/rate_limiter.hpp"

#include <string>

namespace rostrum::api {

/// Which allowance a route has beside the general one.
enum class RateClass : std::uint8_t {
    general,
    sign_in,      ///< per address, or per member: passwords are guessed here
    sync,         ///< per member
    connections,  ///< per member
    upload,       ///< per member: files that are begun
    unlimited,    ///< for whoever watches over the server
};

/// The allowances. Requests without a valid sign-in are counted by address, all others by the user
/// or API key that makes them.
struct RatePolicies {
    limits::RatePolicy general;    ///< per address, without a valid sign-in
    limits::RatePolicy signed_in;  ///< per user or API key
    limits::RatePolicy sign_in;
    limits::RatePolicy sync;
    limits::RatePolicy connections;
    limits::RatePolicy upload;
};

/// The allowances that one request used, for its answer.
class RateTally {
public:
    void add(const limits::RatePolicy& policy, const limits::RateDecision& decision);
    /// Adds `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10).
    void write(http::Headers& headers) const;

private:
    std::string policies_;
    std::string limits_;
};

/// Keeps clients within their allowances. Errors of all: `rate_limit_exceeded`, with the time after
/// which the request would pass.
class Throttle {
public:
    /// `limiter` outlives it.
    Throttle(limits::RateLimiter& limiter, RatePolicies policies)
        : limiter_(limiter), policies_(std::move(policies)) {}

    /// A request that nobody is known to have made.
    Task<Result<>> admit_address(const http::Request& request, RateClass rate, RateTally& tally);
    Task<Result<>> admit_member(const accounts::Principal& principal, RateClass rate,
                                RateTally& tally);
    /// Whether a request of this address could still be admitted. Takes nothing: it is asked before
    /// work is done to find out who makes a request.
    Task<Result<>> check_address(const http::Request& request);

private:
    static Result<> judge(const limits::RatePolicy& policy, const limits::RateDecision& decision);
    Task<Result<>> take(const limits::RatePolicy& policy, std::string who, RateTally& tally);

    limits::RateLimiter& limiter_;
    RatePolicies policies_;
};

}  // namespace rostrum::api
