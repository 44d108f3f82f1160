#include "platforms/meta/instagram_reader.hpp"

#include "platforms/meta/errors.hpp"
#include "platforms/meta/graph_answers.hpp"
#include "platforms/meta/instagram_answers.hpp"
#include "platforms/oauth_answer.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

using std::chrono::days;

constexpr std::string_view media_fields =
    "id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,"
    "like_count,comments_count";

/// What is asked of a post. A name that does not fit the kind of post fails the whole call.
constexpr std::string_view post_metrics = "views,reach,likes,comments,shares,saved";
constexpr std::string_view story_metrics = "views,reach,shares";
/// What every kind of post has, for one that is not of the kind it seemed.
constexpr std::string_view common_metrics = "views,reach";

constexpr std::string_view account_totals = "views,accounts_engaged,total_interactions";

/// A longer range is refused.
constexpr days range_max{30};

std::string_view metrics_of(MediaType type) {
    return type == MediaType::story ? story_metrics : post_metrics;
}

}  // namespace

/// A metric that the platform tells day by day.
struct InstagramReader::Series {
    SeriesName metric;
    days kept;  ///< how far back it can be asked for
};

/// What was gathered so far.
struct InstagramReader::Gathered {
    Answered<std::vector<DailyMetric>> out{.data = {}, .calls = 0, .limits = {}};

    void add(std::vector<DailyMetric> more) {
        std::ranges::move(more, std::back_inserter(out.data));
    }
    void add_cost(int calls, const LimitsSeen& limits = {}) {
        out.calls += calls;
        out.limits.merge(limits);
    }
};

InstagramReader::InstagramReader(Graph graph, const Clock& clock, InstagramDoor door)
    : graph_(std::move(graph)), clock_(clock), door_(door) {}

Task<Outcome<Profile>> InstagramReader::profile(Access access) {
    const auto path = door_.profile_path.empty() ? '/' + http::percent_encode(access.external_id)
                                                 : std::string(door_.profile_path);
    auto answer = co_await graph_.call().send(graph_.get(
        door_.profile_endpoint, access, path, {{"fields", std::string(door_.profile_fields)}}));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto profile = parse_instagram_profile(answer->data);
    if (!profile) {
        co_return std::unexpected(graph_.call().unusable(Effect::none, "the profile has no id"));
    }
    co_return Answered<Profile>{
        .data = *std::move(profile), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<PostPage>> InstagramReader::posts(Access access, std::string cursor,
                                               std::size_t limit) {
    const auto size = std::clamp<std::size_t>(limit, 1, page_size_max);
    http::Query parameters{{"fields", std::string(media_fields)}, {"limit", std::to_string(size)}};
    if (!cursor.empty()) parameters.add("after", cursor);
    const auto path = '/' + http::percent_encode(access.external_id) + "/media";
    auto answer =
        co_await graph_.call().send(graph_.get("media", access, path, std::move(parameters)));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto page = parse_media_page(answer->data);
    if (!page) {
        co_return std::unexpected(graph_.call().unusable(Effect::none, "the media has no list"));
    }
    if (page->next_cursor == cursor) page->next_cursor.clear();  // or it would never end
    co_return Answered<PostPage>{
        .data = *std::move(page), .calls = answer->calls, .limits = answer->limits};
}

// --- Insights ------------------------------------------------------------------------------------

/// Unknown permissions are tried.
bool InstagramReader::may_read_insights(const Access& access) const {
    return access.scopes.empty() || has_scope(access.scopes, door_.scope_insights);
}

Task<Outcome<json::value>> InstagramReader::insights(const Access& access, std::string_view id,
                                                     http::Query parameters) const {
    const auto path = '/' + http::percent_encode(id) + "/insights";
    co_return co_await graph_.call().send(
        graph_.get("insights", access, path, std::move(parameters)));
}

Task<Outcome<PostMetrics>> InstagramReader::metrics(Access access, PlatformPost post) {
    Answered<PostMetrics> out{.data = {}, .calls = 0, .limits = {}};
    if (!may_read_insights(access)) co_return out;
    const std::array attempts{metrics_of(post.media_type), common_metrics};
    for (const auto names : attempts) {
        auto answer = co_await insights(access, post.external_id, {{"metric", std::string(names)}});
        if (answer) {
            out.data = parse_post_metrics(answer->data);
            out.calls += answer->calls;
            out.limits.merge(answer->limits);
            break;
        }
        if (!is_without_insights(answer.error())) co_return std::unexpected(answer.error());
        ++out.calls;
        if (answer.error().next != Next::rejected) break;  // other metrics would fare no better
    }
    co_return out;
}

Task<std::expected<void, PlatformError>> InstagramReader::add_series(const Access& access,
                                                                     const Series& series,
                                                                     Time from, Time to,
                                                                     Gathered& gathered) const {
    // One day beyond the range is asked for, since the last value ends some hours after it.
    constexpr auto step = range_max - days{1};
    const Time now = clock_.now();
    for (Time start = std::max(from, start_of_day(now) - series.kept); start < to; start += step) {
        const Time end = std::min(start + step, to);
        auto answer = co_await insights(access, access.external_id,
                                        {{"metric", std::string(series.metric.name)},
                                         {"period", "day"},
                                         {"metric_type", "time_series"},
                                         {"since", to_unix(start)},
                                         {"until", to_unix(std::min(end + days{1}, now))}});
        if (answer) {
            gathered.add(parse_series(answer->data, std::span(&series.metric, 1), start, end, now));
            gathered.add_cost(answer->calls, answer->limits);
            continue;
        }
        if (!is_without_insights(answer.error())) co_return std::unexpected(answer.error());
        gathered.add_cost(1);
        break;
    }
    co_return std::expected<void, PlatformError>{};
}

Task<std::expected<void, PlatformError>> InstagramReader::add_totals(const Access& access, Time day,
                                                                     Gathered& gathered) const {
    auto answer = co_await insights(access, access.external_id,
                                    {{"metric", std::string(account_totals)},
                                     {"period", "day"},
                                     {"metric_type", "total_value"},
                                     {"since", to_unix(day)},
                                     {"until", to_unix(day + days{1})}});
    if (answer) {
        gathered.add(parse_totals(answer->data, to_date(day)));
        gathered.add_cost(answer->calls, answer->limits);
    } else if (is_without_insights(answer.error())) {
        gathered.add_cost(1);
    } else {
        co_return std::unexpected(answer.error());
    }
    co_return std::expected<void, PlatformError>{};
}

Task<Outcome<std::vector<DailyMetric>>> InstagramReader::daily(Access access, Time from, Time to) {
    constexpr std::array all_series{
        Series{.metric = {"follower_count", "new_followers"}, .kept = days{29}},
        Series{.metric = {"reach", "reach"}, .kept = days{89}},
    };
    Gathered gathered;
    from = next_midnight(from);
    to = start_of_day(std::min(to, clock_.now()));
    if (from >= to || !may_read_insights(access)) co_return gathered.out;
    for (const auto& series : all_series) {
        auto added = co_await add_series(access, series, from, to, gathered);
        if (!added) co_return std::unexpected(std::move(added.error()));
    }
    auto added = co_await add_totals(access, to - days{1}, gathered);
    if (!added) co_return std::unexpected(std::move(added.error()));
    co_return std::move(gathered.out);
}

}  // namespace rostrum::platforms::meta
