#include "sandbox/instagram/insights.hpp"

#include "sandbox/instagram/engagement.hpp"
#include "sandbox/instagram/media_fields.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::uint8_t feed = 1;
constexpr std::uint8_t reels = 2;
constexpr std::uint8_t story = 4;
constexpr std::uint8_t every = feed | reels | story;

using Slice = std::pair<std::string_view, std::int64_t>;

struct MediaMetric {
    std::string_view name;
    std::uint8_t products;  ///< the product types that have it; 0: known by name, for none of them
    std::string_view title;
    std::int64_t (*value)(const Engagement&);
    std::string_view breakdown = {};  ///< the one dimension it can be broken down by
    std::vector<Slice> (*slices)(const Engagement&) = nullptr;
    bool on_facebook = false;  ///< an error unless the post was shared there
};

std::vector<Slice> navigation_slices(const Engagement& figures) {
    const auto& taps = figures.navigation;
    return {{"TAP_FORWARD", taps.tap_forward},
            {"TAP_BACK", taps.tap_back},
            {"TAP_EXIT", taps.tap_exit},
            {"SWIPE_FORWARD", taps.swipe_forward}};
}

std::vector<Slice> activity_slices(const Engagement& figures) {
    return {{"BIO_LINK_CLICKED", figures.bio_link_taps}, {"OTHER", 0}};
}

constexpr std::int64_t nothing(const Engagement&) { return 0; }

/// Every name that the platform accepts, in the order of its message about names it does not.
constexpr std::array media_metrics{
    MediaMetric{"impressions", 0, "Impressions", nothing},
    MediaMetric{"reach", every, "Accounts reached", [](const Engagement& f) { return f.reach; }},
    MediaMetric{"replies", story, "Replies", [](const Engagement& f) { return f.replies; }},
    MediaMetric{"saved", feed | reels, "Saved", [](const Engagement& f) { return f.saved; }},
    MediaMetric{"likes", feed | reels, "Likes", [](const Engagement& f) { return f.likes; }},
    MediaMetric{"comments", feed | reels, "Comments",
                [](const Engagement& f) { return f.comments; }},
    MediaMetric{"shares", every, "Shares", [](const Engagement& f) { return f.shares; }},
    MediaMetric{"total_interactions", every, "Total interactions",
                [](const Engagement& f) { return f.total_interactions(); }},
    MediaMetric{"follows", feed | story, "Follows", [](const Engagement& f) { return f.follows; }},
    MediaMetric{"profile_visits", feed | story, "Profile visits",
                [](const Engagement& f) { return f.profile_visits; }},
    MediaMetric{"profile_activity", feed | story, "Profile activity",
                [](const Engagement& f) { return f.bio_link_taps; }, "action_type",
                activity_slices},
    MediaMetric{"navigation", story, "Navigation",
                [](const Engagement& f) { return f.navigation.total(); },
                "story_navigation_action_type", navigation_slices},
    MediaMetric{"ig_reels_video_view_total_time", reels, "Watch time",
                [](const Engagement& f) { return f.watch_ms; }},
    MediaMetric{"ig_reels_avg_watch_time", reels, "Average watch time",
                [](const Engagement& f) { return f.average_watch_ms; }},
    MediaMetric{"views", every, "Views", [](const Engagement& f) { return f.views; }},
    MediaMetric{"reels_skip_rate", reels, "Skip rate",
                [](const Engagement& f) { return f.skip_percent; }},
    MediaMetric{"reposts", every, "Reposts", [](const Engagement& f) { return f.reposts; }},
    MediaMetric{"facebook_views",
                every,
                "Facebook views",
                [](const Engagement& f) { return f.facebook_views; },
                {},
                nullptr,
                true},
    MediaMetric{"crossposted_views",
                reels,
                "Crossposted views",
                [](const Engagement& f) { return f.views + f.facebook_views; },
                {},
                nullptr,
                true},
    MediaMetric{"total_views", 0, "Total views", nothing},
    MediaMetric{"total_likes", 0, "Total likes", nothing},
    MediaMetric{"total_comments", 0, "Total comments", nothing},
    MediaMetric{"link_clicks", 0, "Link clicks", nothing},
};

const MediaMetric* find_metric(std::string_view name) {
    const auto found = std::ranges::find(media_metrics, name, &MediaMetric::name);
    return found == media_metrics.end() ? nullptr : &*found;
}

std::vector<std::string_view> metric_names() {
    std::vector<std::string_view> names;
    names.reserve(media_metrics.size());
    for (const auto& metric : media_metrics) names.push_back(metric.name);
    return names;
}

std::uint8_t product_of(PostKind kind) {
    if (is_story(kind)) return story;
    return kind == PostKind::reel ? reels : feed;
}

/// What is wrong with asking for this metric of this post.
GraphResult<> check_metric(const MediaMetric& metric, const Post& post) {
    const auto product = product_of(post.kind);
    if (metric.name == "impressions" && product == feed) {
        return std::unexpected(
            bad_parameter("(#100) Starting from version v22.0 and above, the impressions metric is "
                          "no longer supported for the queried media."));
    }
    if ((metric.products & product) == 0) {
        return std::unexpected(bad_parameter(
            fmt::format("(#100) The Media Insights API does not support the {} metric for this "
                        "media product type.",
                        metric.name)));
    }
    if (metric.on_facebook && !post.account->quirks.shares_to_facebook) {
        return std::unexpected(bad_parameter(fmt::format(
            "(#100) The {} metric is only available for media that was shared to Facebook.",
            metric.name)));
    }
    return {};
}

GraphResult<std::vector<const MediaMetric*>> checked_metrics(const GraphCall& call,
                                                             const Post& post) {
    const auto names = requested_metrics(call);
    if (!names) return std::unexpected(names.error());
    std::vector<const MediaMetric*> metrics;
    for (std::size_t i = 0; i < names->size(); ++i) {
        const auto* metric = find_metric((*names)[i]);
        if (metric == nullptr) return std::unexpected(unknown_metric(i, metric_names()));
        if (const auto checked = check_metric(*metric, post); !checked) {
            return std::unexpected(checked.error());
        }
        metrics.push_back(metric);
    }
    const auto breakdown = call.param("breakdown");
    for (const auto* metric : metrics) {
        // The platform has no better answer than its unknown error.
        if (!breakdown.empty() && metric->breakdown != breakdown) {
            return std::unexpected(error_of_status(500, 1));
        }
    }
    return metrics;
}

void write_slices(JsonWriter& out, const MediaMetric& metric, const Engagement& figures) {
    out.key("total_value").begin_object().key("value").value(metric.value(figures));
    out.key("breakdowns").begin_array().begin_object();
    out.key("dimension_keys").begin_array().value(metric.breakdown).end_array();
    out.key("results").begin_array();
    for (const auto& [name, value] : metric.slices(figures)) {
        if (value == 0) continue;
        out.begin_object().key("dimension_values").begin_array().value(name).end_array();
        out.key("value").value(value).end_object();
    }
    out.end_array().end_object().end_array().end_object();
}

void write_metric(JsonWriter& out, const MediaMetric& metric, const Engagement& figures,
                  std::uint64_t media_id, bool broken_down) {
    out.begin_object().key("name").value(metric.name).key("period").value("lifetime");
    if (broken_down) {
        write_slices(out, metric, figures);
    } else {
        out.key("values").begin_array().begin_object().key("value").value(metric.value(figures));
        out.end_object().end_array();
    }
    out.key("title").value(metric.title);
    out.key("description").value(fmt::format("{} of this media object.", metric.title));
    out.key("id").value(fmt::format("{}/insights/{}/lifetime", media_id, metric.name));
    out.end_object();
}

bool has_figures(const GraphCall& call, const Found& found) {
    const auto age = call.now - found.post.posted_at;
    return found.child == 0 && !found.post.account->quirks.no_insights && age >= insights_delay &&
           age < media_insights_life;
}

}  // namespace

GraphResult<std::vector<std::string_view>> requested_metrics(const GraphCall& call) {
    if (!call.may(Scope::manage_insights)) return std::unexpected(missing_permission());
    auto names = list_of(call.param("metric"));
    if (names.empty()) {
        return std::unexpected(GraphError{.message = "(#3001) You must specify a metric.",
                                          .code = 3'001,
                                          .subcode = 1'504'028,
                                          .user_title = "No Metric Specified",
                                          .user_message = "Specify a metric and try again."});
    }
    return names;
}

GraphError unknown_metric(std::size_t index, const std::vector<std::string_view>& known) {
    return bad_parameter(fmt::format("(#100) metric[{}] must be one of the following values: {}",
                                     index, fmt::join(known, ", ")));
}

GraphResult<http::Response> media_insights(const GraphCall& call, const Found& found) {
    const auto metrics = checked_metrics(call, found.post);
    if (!metrics) return std::unexpected(metrics.error());
    const auto figures = engagement(found.post, call.now);
    const bool shown = has_figures(call, found);
    if (shown && is_story(found.post.kind) && figures.reach < 5) {
        return std::unexpected(
            GraphError{.message = "(#10) Not enough viewers for the media to show insights",
                       .code = 10,
                       .type = "OAuthException"});
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    if (shown) {
        const bool broken_down = !call.param("breakdown").empty();
        for (const auto* metric : *metrics) {
            write_metric(out, *metric, figures, found.post.id, broken_down);
        }
    }
    out.end_array().end_object();
    return graph_json(200, body);
}

}  // namespace rostrum::sandbox::instagram
