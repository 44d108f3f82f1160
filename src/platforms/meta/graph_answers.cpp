#include "platforms/meta/graph_answers.hpp"

#include "http/query.hpp"
#include "platforms/json_fields.hpp"

#include <algorithm>

namespace rostrum::platforms::meta {
namespace {

using std::chrono::days;

/// The value of an insight: in `values[0]`, or in `total_value` for metrics with a breakdown.
const json::value* find_value(const json::value& insight) {
    if (const auto* total = find_field(insight, "total_value")) return find_field(*total, "value");
    const auto* values = find_list(insight, "values");
    return values != nullptr && !values->empty() ? find_field(values->front(), "value") : nullptr;
}

/// Calls `f(name, insight)` for each insight in the answer.
template <typename F>
void for_each_insight(const json::value& body, F&& f) {
    const auto* list = find_list(body, "data");
    if (list == nullptr) return;
    for (const auto& insight : *list) f(text_of(insight, "name"), insight);
}

}  // namespace

std::string parse_next_cursor(const json::value& body) {
    const auto* paging = find_field(body, "paging");
    if (paging == nullptr) return {};
    const auto next = text_of(*paging, "next");
    if (next.empty()) return {};
    if (const auto* cursors = find_field(*paging, "cursors")) {
        if (auto after = text_of(*cursors, "after"); !after.empty()) return after;
    }
    const auto query = http::parse_query(next.substr(std::min(next.find('?') + 1, next.size())));
    return query ? std::string(query->get("after").value_or("")) : std::string();
}

PostMetrics parse_figures(const json::value& body, std::span<const FigureName> names) {
    PostMetrics metrics;
    for_each_insight(body, [&](const std::string& name, const json::value& insight) {
        const auto* value = find_value(insight);
        const auto row = std::ranges::find(names, name, &FigureName::name);
        if (value != nullptr && row != names.end()) metrics.*row->member = whole_number_of(*value);
    });
    return metrics;
}

std::vector<DailyMetric> parse_series(const json::value& body, std::span<const SeriesName> names,
                                      Time from, Time to, Time now) {
    std::vector<DailyMetric> series;
    const auto add = [&](std::string_view metric_type, const json::value& in) {
        const auto end = parse_time(text_of(in, "end_time"));
        const auto* field = find_field(in, "value");
        const auto value = field != nullptr ? number_of(*field) : std::nullopt;
        if (!end || !value || *end > now) return;
        const Time day = start_of_day(*end - days{1});
        if (day < from || day >= to) return;
        series.push_back({std::string(metric_type), to_date(day), *value});
    };
    for_each_insight(body, [&](const std::string& name, const json::value& insight) {
        const auto row = std::ranges::find(names, name, &SeriesName::name);
        const auto* values = find_list(insight, "values");
        if (row == names.end() || values == nullptr) return;
        for (const auto& value : *values) add(row->metric_type, value);
    });
    return series;
}

std::vector<DailyMetric> parse_totals(const json::value& body, std::string_view date) {
    std::vector<DailyMetric> totals;
    for_each_insight(body, [&](const std::string& name, const json::value& insight) {
        const auto* field = find_value(insight);
        const auto value = field != nullptr ? number_of(*field) : std::nullopt;
        if (value && !name.empty()) totals.push_back({name, std::string(date), *value});
    });
    return totals;
}

std::string to_unix(Time time) {
    return std::to_string(
        std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count());
}

Time next_midnight(Time time) {
    const Time start = start_of_day(time);
    return start == time ? start : start + days{1};
}

}  // namespace rostrum::platforms::meta
