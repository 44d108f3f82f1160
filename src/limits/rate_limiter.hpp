#pragma once

#include "core/task.hpp"
#include "limits/rate_policy.hpp"

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace rostrum::limits {

/// Whether a request may pass, and what is left.
struct RateDecision {
    bool allowed = true;
    std::int64_t remaining = 0;           ///< requests that would pass now
    std::chrono::seconds reset{0};        ///< until the whole allowance is back, rounded up
    std::chrono::seconds retry_after{0};  ///< until the next request passes, rounded up; 0 if now
};

/// Thrown by a limiter that counts elsewhere when there is no answer from there. The text is for
/// the log.
class LimiterUnavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Counts requests by key. A policy that is off allows everything and counts nothing.
class RateLimiter {
public:
    virtual ~RateLimiter() = default;

    /// Takes one request from the allowance that `policy` gives to `who`. A refused request takes
    /// nothing.
    virtual Task<RateDecision> take(const RatePolicy& policy, std::string who) = 0;

    /// What `take` would answer now. Nothing is taken.
    virtual Task<RateDecision> look(const RatePolicy& policy, std::string who) = 0;
};

}  // namespace rostrum::limits
