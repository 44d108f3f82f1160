#pragma once

#include "core/clock.hpp"
#include "limits/rate_limiter.hpp"

namespace rostrum::limits {

/// By how much a request moves the arrival time on. The policy is not off.
std::chrono::microseconds cell_interval(const RatePolicy& policy);

/// One step of the generic cell rate algorithm. `arrival` is the key's theoretical arrival time,
/// anything in the past for a new key; it moves on when the request is allowed. The policy is not
/// off.
RateDecision take_cell(const RatePolicy& policy, Time& arrival, Time now);

}  // namespace rostrum::limits
