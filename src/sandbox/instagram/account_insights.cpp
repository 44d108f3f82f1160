#include "sandbox/instagram/account_insights.hpp"

#include "sandbox/instagram/account_metrics.hpp"
#include "sandbox/instagram/account_query.hpp"
#include "sandbox/instagram/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace rostrum::sandbox::instagram {
namespace {

namespace chrono = std::chrono;

constexpr std::int64_t day_seconds = 86'400;

/// The days of insights that end inside a range, as far as they are over and still kept.
std::vector<InsightDay> whole_days(const GraphCall& call, const AccountQuery& query) {
    std::vector<InsightDay> days;
    for (auto day = insight_day(query.since); start_of(day + 1) <= query.until; ++day) {
        const auto end = start_of(day + 1);
        if (end > query.since && end <= call.now && end > call.now - account_insights_life) {
            days.push_back(day);
        }
    }
    return days;
}

/// The part of a range about which there is something to tell; empty when `since` is not before
/// `until`.
struct Span {
    Time since;
    Time until;
};

Span known_part(const GraphCall& call, const AccountQuery& query) {
    return {std::max(query.since, call.now - account_insights_life),
            std::min(query.until, call.now)};
}

/// Adds up a figure over the days of a span, with the shares of days that it cuts.
template <typename OfDay>
std::int64_t sum_over(const Span& span, bool counts_people, OfDay of_day) {
    std::int64_t sum = 0;
    std::int64_t largest = 0;
    for (auto day = insight_day(span.since); start_of(day) < span.until; ++day) {
        const auto from = std::max(span.since, start_of(day));
        const auto to = std::min(span.until, start_of(day + 1));
        const auto value = of_day(day) * ((to - from) / chrono::seconds{1}) / day_seconds;
        sum += value;
        largest = std::max(largest, value);
    }
    // About a third of the people of the other days are new ones.
    return counts_people ? largest + (sum - largest) * 35 / 100 : sum;
}

std::int64_t value_of_day(const GraphCall& call, const AccountMetric& metric, InsightDay day) {
    if (metric.source == MetricSource::follower_count) {
        return call.world.follower_change(call.account(), day).gained;
    }
    return metric.of_day(daily_activity(call.world, call.account(), day));
}

void write_result(JsonWriter& out, std::initializer_list<std::string_view> dimensions,
                  std::int64_t value) {
    out.begin_object().key("dimension_values").begin_array();
    for (const auto dimension : dimensions) out.value(dimension);
    out.end_array().key("value").value(value).end_object();
}

void write_online_hours(JsonWriter& out, const GraphCall& call, InsightDay day) {
    const Dice dice = call.world.dice(call.account()).of("online").of(day);
    const auto followers = call.world.followers(call.account(), start_of(day));
    out.begin_object();
    for (int hour = 0; hour < 24; ++hour) {
        const std::int64_t low = hour >= 7 && hour <= 22 ? 180 : 20;
        out.key(std::to_string(hour))
            .value(followers * dice.of(hour).between(low, low * 2) / 1'000);
    }
    out.end_object();
}

void write_series(JsonWriter& out, const GraphCall& call, const AccountQuery& query,
                  const AccountMetric& metric) {
    out.key("values").begin_array();
    for (const auto day : whole_days(call, query)) {
        out.begin_object().key("value");
        if (metric.source == MetricSource::online_followers) {
            write_online_hours(out, call, day);
        } else {
            out.value(value_of_day(call, metric, day));
        }
        out.key("end_time").value(graph_time(start_of(day + 1))).end_object();
    }
    out.end_array();
}

void write_demographics(JsonWriter& out, const GraphCall& call, const AccountQuery& query,
                        const AccountMetric& metric) {
    auto people = call.world.followers(call.account(), call.now);
    if (metric.name == "engaged_audience_demographics") people /= 12;
    out.begin_object().key("breakdowns").begin_array().begin_object();
    out.key("dimension_keys").begin_array().value("timeframe").value(query.breakdown).end_array();
    out.key("results").begin_array();
    for (const auto& share : shares_of(query.breakdown)) {
        write_result(out, {query.timeframe, share.value}, people * share.percent / 100);
    }
    out.end_array().end_object().end_array().end_object();
}

void write_follower_changes(JsonWriter& out, const GraphCall& call, const Span& span) {
    const auto sum = [&](std::int64_t FollowerChange::* part) {
        return sum_over(span, false, [&](InsightDay day) {
            return call.world.follower_change(call.account(), day).*part;
        });
    };
    out.begin_object().key("breakdowns").begin_array().begin_object();
    out.key("dimension_keys").begin_array().value("follow_type").end_array();
    out.key("results").begin_array();
    write_result(out, {"FOLLOWER"}, sum(&FollowerChange::gained));
    write_result(out, {"NON_FOLLOWER"}, sum(&FollowerChange::lost));
    out.end_array().end_object().end_array().end_object();
}

void write_activity_total(JsonWriter& out, const GraphCall& call, const AccountQuery& query,
                          const AccountMetric& metric, const Span& span) {
    const auto total = sum_over(span, metric.counts_people,
                                [&](InsightDay day) { return value_of_day(call, metric, day); });
    out.begin_object().key("value").value(total);
    if (!query.breakdown.empty()) {
        out.key("breakdowns").begin_array().begin_object();
        out.key("dimension_keys").begin_array().value(query.breakdown).end_array();
        out.key("results").begin_array();
        for (const auto& share : shares_of(query.breakdown)) {
            write_result(out, {share.value}, total * share.percent / 100);
        }
        out.end_array().end_object().end_array();
    }
    out.end_object();
}

void write_total(JsonWriter& out, const GraphCall& call, const AccountQuery& query,
                 const AccountMetric& metric) {
    const auto span = known_part(call, query);
    switch (metric.source) {
        case MetricSource::demographics:
            out.key("total_value");
            return write_demographics(out, call, query, metric);
        case MetricSource::follower_changes:
            // Without its breakdown the platform sends this metric without any value.
            if (query.breakdown.empty()) return;
            out.key("total_value");
            return write_follower_changes(out, call, span);
        default:
            out.key("total_value");
            return write_activity_total(out, call, query, metric, span);
    }
}

/// False: there is no data, and the metric is absent from the answer.
bool has_data(const GraphCall& call, const AccountQuery& query, const AccountMetric& metric) {
    if (call.account().quirks.no_insights) return false;
    const auto followers = call.world.followers(call.account(), call.now);
    if (metric.needs_followers && followers < follower_figures_min) return false;
    if (metric.name == "engaged_audience_demographics" && followers / 12 < follower_figures_min) {
        return false;
    }
    if (!query.total) return !whole_days(call, query).empty();
    const auto span = known_part(call, query);
    return span.since < span.until;
}

void write_metric(JsonWriter& out, const GraphCall& call, const AccountQuery& query,
                  const AccountMetric& metric) {
    const std::string_view period = metric.lifetime ? "lifetime" : "day";
    out.begin_object().key("name").value(metric.name).key("period").value(period);
    if (!query.total) write_series(out, call, query, metric);
    out.key("title").value(metric.title);
    out.key("description").value(fmt::format("{} of this account.", metric.title));
    if (query.total) write_total(out, call, query, metric);
    out.key("id").value(
        fmt::format("{}/insights/{}/{}", ig_id(call.account()), metric.name, period));
    out.end_object();
}

void write_paging(JsonWriter& out, const GraphCall& call, const AccountQuery& query) {
    const auto shifted = [&](chrono::microseconds by) {
        const auto seconds = [&](Time time) {
            return std::to_string((time + by).time_since_epoch() / chrono::seconds{1});
        };
        return same_call_with(call,
                              {{"since", seconds(query.since)}, {"until", seconds(query.until)}});
    };
    const auto length = query.until - query.since;
    out.key("paging").begin_object();
    out.key("previous").value(shifted(-length)).key("next").value(shifted(length)).end_object();
}

}  // namespace

GraphResult<http::Response> account_insights(const GraphCall& call) {
    const auto query = read_account_query(call);
    if (!query) return std::unexpected(query.error());
    std::string body;
    JsonWriter out(body);
    bool any = false;
    out.begin_object().key("data").begin_array();
    for (const auto* metric : query->metrics) {
        if (!has_data(call, *query, *metric)) continue;
        write_metric(out, call, *query, *metric);
        any = true;
    }
    out.end_array();
    if (any && !query->total) write_paging(out, call, *query);
    out.end_object();
    return graph_json(200, body);
}

}  // namespace rostrum::sandbox::instagram
