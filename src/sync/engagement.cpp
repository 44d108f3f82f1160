#include "sync/engagement.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

namespace rostrum::sync {
namespace {

/// Percent with two decimals, as it is stored and shown.
double percent(double part, double whole) {
    return static_cast<double>(static_cast<std::int64_t>(part / whole * 10'000.0 + 0.5)) / 100.0;
}

}  // namespace

std::int64_t engagement_of(const platforms::PostMetrics& metrics) {
    return metrics.likes.value_or(0) + metrics.comments.value_or(0) + metrics.shares.value_or(0) +
           metrics.saves.value_or(0);
}

std::optional<double> engagement_rate(const platforms::PostMetrics& metrics,
                                      std::optional<std::int64_t> followers) {
    for (const auto& audience : {metrics.reach, metrics.views, followers}) {
        if (audience.value_or(0) > 0) {
            return percent(static_cast<double>(engagement_of(metrics)),
                           static_cast<double>(*audience));
        }
    }
    return std::nullopt;
}

std::optional<double> account_engagement_rate(std::span<const std::int64_t> engagements,
                                              std::optional<std::int64_t> followers) {
    if (engagements.empty() || followers.value_or(0) <= 0) return std::nullopt;
    const auto sum = std::accumulate(engagements.begin(), engagements.end(), std::int64_t{0});
    const double mean = static_cast<double>(sum) / static_cast<double>(engagements.size());
    return percent(mean, static_cast<double>(*followers));
}

std::vector<std::pair<std::string, std::int64_t>> count_back(
    std::int64_t today, std::span<const platforms::DailyMetric> metrics) {
    std::map<std::string, std::int64_t, std::greater<>> gained;
    for (const auto& metric : metrics) {
        const auto count = static_cast<std::int64_t>(metric.value);
        if (metric.metric_type == "new_followers") gained[metric.date] += count;
        if (metric.metric_type == "lost_followers") gained[metric.date] -= count;
    }
    std::vector<std::pair<std::string, std::int64_t>> days;
    std::int64_t followers = today;
    for (const auto& [date, count] : gained) {
        // `followers` is what the day ended with; the day before ended with what it had not gained.
        days.emplace_back(date, followers);
        followers = std::max<std::int64_t>(0, followers - count);
    }
    return days;
}

}  // namespace rostrum::sync
