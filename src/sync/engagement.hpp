#pragma once

#include "platforms/platform.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rostrum::sync {

/// Likes, comments, shares and saves together; what is not told counts as none.
std::int64_t engagement_of(const platforms::PostMetrics& metrics);

/// The engagement rate of a post in percent: its engagement by the people it reached; where the
/// platform tells no reach, by its views; where it tells neither, by the account's followers. Empty
/// when there is nothing to divide by. See docs/analytics.md.
std::optional<double> engagement_rate(const platforms::PostMetrics& metrics,
                                      std::optional<std::int64_t> followers);

/// The engagement rate of an account in percent: the mean engagement of its newest posts by its
/// followers. Empty without posts or followers.
std::optional<double> account_engagement_rate(std::span<const std::int64_t> engagements,
                                              std::optional<std::int64_t> followers);

/// Followers at the end of each day in `metrics`, counted back from `today` by the
/// values of "new_followers" and "lost_followers"; the newest day first.
std::vector<std::pair<std::string, std::int64_t>> count_back(
    std::int64_t today, std::span<const platforms::DailyMetric> metrics);

}  // namespace rostrum::sync
