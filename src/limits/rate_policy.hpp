#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace rostrum::limits {

/// How many requests are allowed in how long a time.
struct RatePolicy {
    std::string name;           ///< "sign-in"; in keys and headers: lower-case letters and hyphens
    std::int64_t requests = 0;  ///< 0: there is no limit
    std::chrono::seconds window{0};

    bool is_off() const { return requests == 0; }

    friend bool operator==(const RatePolicy&, const RatePolicy&) = default;
};

/// Reads "5/15m": a number of requests, a slash, and a time in s, m, h or d; or "off". At most
/// 1,000,000,000 requests, and a time from 1 s to 30 d. Errors: `validation_failed`.
Result<RatePolicy> parse_rate_policy(std::string name, std::string_view text);

}  // namespace rostrum::limits
