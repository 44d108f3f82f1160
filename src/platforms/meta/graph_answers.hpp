#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What lists and insights look like at all of Meta's Graph hosts. Absent fields and such of a
/// wrong type are empty; nothing throws.
namespace rostrum::platforms::meta {

/// The cursor of the next page. There is one only when `paging.next` says so, which itself is not
/// kept: it holds the token.
std::string parse_next_cursor(const json::value& body);

/// A metric of a post, and the figure that it is here.
struct FigureName {
    std::string_view name;
    std::optional<std::int64_t> PostMetrics::* member;
};

/// Figures of one post. A figure that is absent stays empty.
PostMetrics parse_figures(const json::value& body, std::span<const FigureName> names);

/// A metric that is told day by day, and what it is called here.
struct SeriesName {
    std::string_view name;
    std::string_view metric_type;
};

/// Values by day: of the days that begin in [from, to) and have ended at `now`. Days end at
/// midnight in California; a value belongs to the date on which its day began.
std::vector<DailyMetric> parse_series(const json::value& body, std::span<const SeriesName> names,
                                      Time from, Time to, Time now);

/// One value per metric for the whole range asked for, which was the day `date`.
std::vector<DailyMetric> parse_totals(const json::value& body, std::string_view date);

/// A moment as `since` and `until` take it.
std::string to_unix(Time time);

/// The first midnight that is not before `time`.
Time next_midnight(Time time);

}  // namespace rostrum::platforms::meta
