#pragma once

#include "core/describe.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

namespace rostrum::limits {

/// Whose calls a quota counts together.
enum class QuotaScope : std::uint8_t {
    app,      ///< all calls of our app
    account,  ///< the calls for one external account
};
BOOST_DESCRIBE_ENUM(QuotaScope, app, account)

/// What one call of an endpoint costs.
struct UnitCost {
    std::string_view endpoint;
    std::int64_t units;
};

/// What a platform allows in a stretch of time: a part of its descriptor.
struct Quota {
    std::string_view name;  ///< unique within the platform: "units", "video_list"
    QuotaScope scope;
    std::int64_t limit;  ///< units; a call costs one unless `costs` says otherwise
    /// Any stretch of that length counts, since nobody knows when the platform's own begin; at most
    /// 31 days.
    std::chrono::seconds window;
    /// Where it is set, the window is a day, which begins at midnight on the clocks of this IANA
    /// zone.
    std::string_view day_in_zone = {};
    /// The endpoints that it counts, by their logical names; empty: all.
    std::span<const std::string_view> endpoints = {};
    std::span<const UnitCost> costs = {};
    bool serves_publishing = false;  ///< a share of it is kept for that

    bool counts(std::string_view endpoint) const;
    std::int64_t cost_of(std::string_view endpoint) const;
};

/// Who wants to make a call, the most urgent first.
enum class Purpose : std::uint8_t {
    publish,    ///< may use everything
    user,       ///< somebody waits: may not use what is kept for publishing
    scheduled,  ///< nobody waits: leaves something to those who do
};
BOOST_DESCRIBE_ENUM(Purpose, publish, user, scheduled)

}  // namespace rostrum::limits
