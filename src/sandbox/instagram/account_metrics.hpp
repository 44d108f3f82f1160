#pragma once

#include "core/json_writer.hpp"
#include "sandbox/instagram/engagement.hpp"
#include "sandbox/instagram/world.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::instagram {

/// Where a metric's numbers come from.
enum class MetricSource : std::uint8_t {
    activity,          ///< a figure of each day, see `daily_activity`
    follower_count,    ///< the followers won each day
    follower_changes,  ///< followers won and lost
    online_followers,  ///< by the hour
    demographics,
};

/// A metric of an account, as the platform's table has it.
struct AccountMetric {
    std::string_view name;
    MetricSource source = MetricSource::activity;
    std::string_view title;
    std::int64_t (*of_day)(const DailyActivity&) = nullptr;
    bool has_series = false;
    bool has_total = true;
    bool lifetime = false;  ///< `period` is lifetime, else day
    bool needs_followers = false;
    bool counts_people = false;  ///< the same person on two days counts once
    std::span<const std::string_view> breakdowns = {};
};

std::span<const AccountMetric> account_metrics() noexcept;
const AccountMetric* find_account_metric(std::string_view name) noexcept;

/// How a total is spread over the values of a dimension, in percent that add up to 100.
struct Share {
    std::string_view value;
    std::int64_t percent = 0;
};

/// Empty for a dimension that nothing is broken down by.
std::span<const Share> shares_of(std::string_view breakdown) noexcept;

}  // namespace rostrum::sandbox::instagram
