#include "sandbox/instagram/account_query.hpp"

#include "sandbox/instagram/insights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

namespace rostrum::sandbox::instagram {
namespace {

std::vector<std::string_view> names_of(std::span<const AccountMetric> metrics) {
    std::vector<std::string_view> names;
    names.reserve(metrics.size());
    for (const auto& metric : metrics) names.push_back(metric.name);
    return names;
}

std::string joined_names(const std::vector<const AccountMetric*>& metrics) {
    std::string list;
    for (const auto* metric : metrics) {
        if (!list.empty()) list += ',';
        list += metric->name;
    }
    return list;
}

GraphResult<std::vector<const AccountMetric*>> checked_metrics(const GraphCall& call) {
    const auto names = requested_metrics(call);
    if (!names) return std::unexpected(names.error());
    std::vector<const AccountMetric*> metrics;
    for (std::size_t i = 0; i < names->size(); ++i) {
        const auto* metric = find_account_metric((*names)[i]);
        if (metric == nullptr) {
            return std::unexpected(unknown_metric(i, names_of(account_metrics())));
        }
        metrics.push_back(metric);
    }
    return metrics;
}

/// The metrics for which `predicate` is true.
template <typename Predicate>
std::vector<const AccountMetric*> those(const std::vector<const AccountMetric*>& metrics,
                                        Predicate predicate) {
    std::vector<const AccountMetric*> found;
    std::ranges::copy_if(metrics, std::back_inserter(found),
                         [&](const AccountMetric* metric) { return predicate(*metric); });
    return found;
}

GraphResult<> check_period(const GraphCall& call, const AccountQuery& query) {
    const auto period = call.param("period");
    if (period != "day" && period != "lifetime") {
        return std::unexpected(bad_parameter(
            "(#100) period must be one of the following values: day, lifetime for these metrics"));
    }
    const auto others = those(query.metrics, [&](const AccountMetric& metric) {
        return metric.lifetime != (period == "lifetime");
    });
    if (others.empty()) return {};
    return std::unexpected(bad_parameter(
        fmt::format("(#100) The following metrics ({}) are incompatible with the period ({})",
                    joined_names(others), period)));
}

/// Reads `metric_type` into `query.total`.
GraphResult<> read_metric_type(const GraphCall& call, AccountQuery& query) {
    const auto type = call.param("metric_type");
    if (!type.empty() && type != "total_value" && type != "time_series") {
        return std::unexpected(bad_parameter(
            "(#100) metric_type must be one of the following values: time_series, total_value"));
    }
    query.total = type == "total_value";
    const auto others = those(query.metrics, [&](const AccountMetric& metric) {
        return query.total ? !metric.has_total : !metric.has_series;
    });
    if (others.empty()) return {};
    return std::unexpected(bad_parameter(
        query.total
            ? fmt::format("(#100) The following metrics ({}) are incompatible with the metric type "
                          "(total_value)",
                          joined_names(others))
            : fmt::format("(#100) The following metrics ({}) should be specified with parameter "
                          "metric_type=total_value",
                          joined_names(others))));
}

GraphResult<> read_breakdown(const GraphCall& call, AccountQuery& query) {
    query.breakdown = call.param("breakdown");
    const auto timeframe = call.param("timeframe");
    for (const auto* metric : query.metrics) {
        const bool fits =
            std::ranges::find(metric->breakdowns, query.breakdown) != metric->breakdowns.end();
        if (!query.breakdown.empty() && (!fits || !query.total)) {
            return std::unexpected(bad_parameter(
                fmt::format("(#100) breakdown ({}) is incompatible with the metric ({})",
                            query.breakdown, metric->name)));
        }
        if (metric->source != MetricSource::demographics) continue;
        if (query.breakdown.empty()) {
            return std::unexpected(
                bad_parameter("(#100) breakdown is required: age, city, country or gender"));
        }
        if (timeframe != "this_week" && timeframe != "this_month") {
            return std::unexpected(bad_parameter(
                "(#100) timeframe must be one of the following values: this_week, this_month"));
        }
    }
    query.timeframe = timeframe == "this_week" ? "THIS_WEEK" : "THIS_MONTH";
    return {};
}

GraphResult<> read_range(const GraphCall& call, AccountQuery& query) {
    const auto read = [&](std::string_view name, Time otherwise) -> GraphResult<Time> {
        const auto text = call.param(name);
        if (text.empty()) return otherwise;
        if (const auto time = parse_unix_time(text)) return *time;
        return std::unexpected(
            bad_parameter(fmt::format("(#100) param {} must be a valid unix timestamp", name)));
    };
    const auto until = read("until", call.now);
    if (!until) return std::unexpected(until.error());
    const auto since = read("since", *until - std::chrono::days{1});
    if (!since) return std::unexpected(since.error());
    if (*since >= *until) {
        return std::unexpected(bad_parameter("(#100) since must be before until"));
    }
    if (*until - *since > insights_range_max) {
        return std::unexpected(bad_parameter(
            "(#100) There cannot be more than 30 days (2592000 s) between since and until"));
    }
    query.since = *since;
    query.until = *until;
    return {};
}

GraphResult<> check_follower_history(const GraphCall& call, const AccountQuery& query) {
    const bool asks = !those(query.metrics, [](const AccountMetric& metric) {
                           return metric.source == MetricSource::follower_count;
                       }).empty();
    const bool is_short = call.account().quirks.short_follower_history;
    if (!asks || !is_short || query.since >= call.now - std::chrono::days{31}) return {};
    return std::unexpected(
        bad_parameter("(#100) (follower_count) metric only supports querying data for the last 30 "
                      "days excluding the current day"));
}

}  // namespace

GraphResult<AccountQuery> read_account_query(const GraphCall& call) {
    auto metrics = checked_metrics(call);
    if (!metrics) return std::unexpected(metrics.error());
    AccountQuery query;
    query.metrics = std::move(*metrics);
    if (auto step = check_period(call, query); !step) return std::unexpected(step.error());
    if (auto step = read_metric_type(call, query); !step) return std::unexpected(step.error());
    if (auto step = read_breakdown(call, query); !step) return std::unexpected(step.error());
    if (auto step = read_range(call, query); !step) return std::unexpected(step.error());
    if (auto step = check_follower_history(call, query); !step) {
        return std::unexpected(step.error());
    }
    return query;
}

}  // namespace rostrum::sandbox::instagram
