#include "core/json_writer.hpp"
#include "sandbox/facebook/simulator.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::facebook {
namespace {

namespace chrono = std::chrono;
using instagram::bad_parameter;
using instagram::graph_json;
using instagram::graph_time;

/// Days end at midnight in California, with winter time all the year.
constexpr chrono::hours day_offset{8};
constexpr chrono::days range_max{90};
constexpr chrono::days kept{730};
/// Pages with fewer followers have no insights.
constexpr std::int64_t followers_min = 100;

using Day = std::int64_t;

Day day_of(Time time) {
    return chrono::floor<chrono::days>(time - day_offset).time_since_epoch().count();
}
Time end_of(Day day) { return Time{chrono::days{day + 1} + day_offset}; }

/// What happened on a page on one day.
struct DayFigures {
    std::int64_t views = 0;
    std::int64_t reach = 0;
    std::int64_t engagements = 0;
    std::int64_t actions = 0;
    std::int64_t video_views = 0;
    std::int64_t followers = 0;
    std::int64_t follows = 0;
    std::int64_t unfollows = 0;
};

DayFigures figures_of(const Cast& cast, std::size_t page, Day day) {
    const Dice dice = cast.dice(page).of("insights").of(day);
    DayFigures figures;
    figures.followers = cast.followers(page, end_of(day));
    figures.views = figures.followers * dice.of("views").between(60, 320) / 1'000;
    figures.reach = figures.views * dice.of("reach").between(520, 780) / 1'000;
    figures.engagements = figures.reach * dice.of("engagements").between(20, 80) / 1'000;
    figures.actions = figures.reach * dice.of("actions").between(1, 9) / 1'000;
    figures.video_views = figures.views * dice.of("videos").between(100, 400) / 1'000;
    const auto change = cast.followers_gained(page, day);
    figures.unfollows = figures.followers * dice.of("unfollows").between(0, 6) / 10'000 +
                        std::max<std::int64_t>(-change, 0);
    figures.follows = change + figures.unfollows;
    return figures;
}

struct PageMetric {
    std::string_view name;
    std::string_view title;
    std::int64_t DayFigures::* value;
};
constexpr std::array page_metrics{
    PageMetric{"page_media_view", "Views", &DayFigures::views},
    PageMetric{"page_total_media_view_unique", "Viewers", &DayFigures::reach},
    PageMetric{"page_follows", "Followers", &DayFigures::followers},
    PageMetric{"page_daily_follows", "New followers", &DayFigures::follows},
    PageMetric{"page_daily_unfollows_unique", "Unfollows", &DayFigures::unfollows},
    PageMetric{"page_post_engagements", "Post engagements", &DayFigures::engagements},
    PageMetric{"page_total_actions", "Total actions", &DayFigures::actions},
    PageMetric{"page_video_views", "Video views", &DayFigures::video_views},
};

struct PostMetric {
    std::string_view name;
    std::string_view title;
    std::int64_t PostFigures::* value;
};
constexpr std::array post_metrics{
    PostMetric{"post_media_view", "Views", &PostFigures::views},
    PostMetric{"post_total_media_view_unique", "Viewers", &PostFigures::reach},
    PostMetric{"post_clicks", "Clicks", &PostFigures::clicks},
    PostMetric{"post_reactions_by_type_total", "Reactions by type", &PostFigures::likes},
};

/// Names that have died, such as page_impressions, answer as if they had never been.
template <typename Metric, std::size_t Size>
GraphResult<std::vector<const Metric*>> metrics_of(const PageCall& call,
                                                   const std::array<Metric, Size>& known) {
    if (!call.caller.may(Scope::read_insights)) {
        return std::unexpected(instagram::missing_permission());
    }
    const auto names = instagram::list_of(call.param("metric"));
    if (names.empty()) {
        return std::unexpected(GraphError{
            .message = "(#3001) You must specify a metric.", .code = 3'001, .subcode = 1'504'028});
    }
    std::vector<const Metric*> metrics;
    for (const auto name : names) {
        const auto found = std::ranges::find(known, name, &Metric::name);
        if (found == known.end()) {
            return std::unexpected(
                bad_parameter("(#100) The value must be a valid insights metric"));
        }
        metrics.push_back(&*found);
    }
    return metrics;
}

struct Range {
    Time since;
    Time until;
};

GraphResult<Range> range_of(const PageCall& call) {
    const auto read = [&](std::string_view name, Time otherwise) -> std::optional<Time> {
        const auto text = call.param(name);
        return text.empty() ? otherwise : instagram::parse_unix_time(text);
    };
    const auto until = read("until", call.now);
    const auto since = until ? read("since", *until - chrono::days{2}) : std::nullopt;
    if (!until || !since) {
        return std::unexpected(bad_parameter("(#100) since and until must be unix timestamps"));
    }
    if (*since >= *until) {
        return std::unexpected(bad_parameter("(#100) since must be before until"));
    }
    if (*until - *since > range_max) {
        return std::unexpected(bad_parameter(
            "(#100) There cannot be more than 90 days (7776000 s) between since and until"));
    }
    return Range{*since, *until};
}

void write_names(JsonWriter& out, std::string_view name, std::string_view title,
                 std::string_view period, std::string_view node) {
    out.key("title").value(title).key("description").value(title);
    out.key("id").value(fmt::format("{}/insights/{}/{}", node, name, period));
}

}  // namespace

GraphResult<http::Response> Facebook::page_insights(const PageCall& call, std::size_t page) const {
    const auto metrics = metrics_of(call, page_metrics);
    if (!metrics) return std::unexpected(metrics.error());
    if (call.param("period") != "day") {
        return std::unexpected(
            bad_parameter("(#100) period must be one of the following values: day"));
    }
    const auto range = range_of(call);
    if (!range) return std::unexpected(range.error());
    const bool any = cast().followers(page, call.now) >= followers_min;
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (const auto* metric : *metrics) {
        if (!any) break;
        out.begin_object().key("name").value(metric->name).key("period").value("day");
        out.key("values").begin_array();
        for (auto day = day_of(range->since); end_of(day) <= range->until; ++day) {
            const auto end = end_of(day);
            if (end <= range->since || end > call.now || end < call.now - kept) continue;
            out.begin_object().key("value").value(figures_of(cast(), page, day).*metric->value);
            out.key("end_time").value(graph_time(end)).end_object();
        }
        out.end_array();
        write_names(out, metric->name, metric->title, "day", call.path.node);
        out.end_object();
    }
    out.end_array().end_object();
    return graph_json(200, body);
}

GraphResult<http::Response> Facebook::post_insights(const PageCall& call,
                                                    const CastPost& post) const {
    const auto metrics = metrics_of(call, post_metrics);
    if (!metrics) return std::unexpected(metrics.error());
    const auto figures = cast().figures(post, call.now);
    const bool any = cast().followers(post.persona, call.now) >= followers_min;
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (const auto* metric : *metrics) {
        if (!any) break;
        const auto value = figures.*metric->value;
        out.begin_object().key("name").value(metric->name).key("period").value("lifetime");
        out.key("values").begin_array().begin_object().key("value");
        if (metric->name == "post_reactions_by_type_total") {
            out.begin_object().key("like").value(value - value / 5);
            out.key("love").value(value / 5).end_object();
        } else {
            out.value(value);
        }
        out.end_object().end_array();
        write_names(out, metric->name, metric->title, "lifetime", call.path.node);
        out.end_object();
    }
    out.end_array().end_object();
    return graph_json(200, body);
}

}  // namespace rostrum::sandbox::facebook
