#include "platforms/facebook/reader.hpp"

#include "platforms/facebook/descriptor.hpp"
#include "platforms/facebook/parse.hpp"
#include "platforms/meta/errors.hpp"
#include "platforms/meta/graph_answers.hpp"
#include "platforms/oauth_answer.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace rostrum::platforms::facebook {
namespace {

using std::chrono::days;

constexpr std::string_view profile_fields =
    "id,name,username,picture{url},category,fan_count,followers_count";

constexpr std::string_view post_fields =
    "id,message,created_time,permalink_url,full_picture,attachments{media_type,url},shares,"
    "reactions.summary(true).limit(0),comments.summary(true).limit(0)";

constexpr std::array post_figures{
    meta::FigureName{"post_media_view", &PostMetrics::views},
    meta::FigureName{"post_total_media_view_unique", &PostMetrics::reach},
};

/// One name that has died fails a whole call, so each of them may have to be asked by itself.
constexpr std::array series_names{
    meta::SeriesName{"page_media_view", "views"},
    meta::SeriesName{"page_total_media_view_unique", "reach"},
    meta::SeriesName{"page_daily_follows", "new_followers"},
    meta::SeriesName{"page_daily_unfollows_unique", "lost_followers"},
    meta::SeriesName{"page_post_engagements", "total_interactions"},
};

/// A longer range is refused.
constexpr days range_max{90};
/// What is older is gone.
constexpr days kept{730};

/// Whether insights may be asked for. Unknown permissions are tried.
bool may_read_insights(const Access& access) {
    return access.scopes.empty() || has_scope(access.scopes, scope_insights);
}

template <typename Rows>
std::string joined_names(const Rows& rows) {
    std::string names;
    for (const auto& row : rows) {
        if (!names.empty()) names += ',';
        names += row.name;
    }
    return names;
}

}  // namespace

/// What came of a call for insights.
enum class PageReader::Told : std::uint8_t {
    these,      ///< what was asked for
    not_these,  ///< a name is refused; others may not be
    nothing,    ///< there are no insights for this token
};

/// Whole days.
struct PageReader::Range {
    Time from;
    Time to;
};

/// What was gathered so far.
struct PageReader::Gathered {
    Answered<std::vector<DailyMetric>> out{.data = {}, .calls = 0, .limits = {}};
    /// All names were asked for at once and refused: from now on each is asked by itself.
    bool one_by_one = false;
    /// Those that were refused by themselves.
    std::vector<std::string> dead;
};

PageReader::PageReader(meta::Graph graph, const Clock& clock)
    : graph_(std::move(graph)), clock_(clock) {}

Task<Outcome<Profile>> PageReader::profile(Access access) {
    auto answer = co_await graph_.call().send(
        graph_.get("page", access, '/' + http::percent_encode(access.external_id),
                   {{"fields", std::string(profile_fields)}}));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto profile = parse_profile(answer->data);
    if (!profile) {
        co_return std::unexpected(graph_.call().unusable(Effect::none, "the page has no id"));
    }
    co_return Answered<Profile>{
        .data = *std::move(profile), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<PostPage>> PageReader::posts(Access access, std::string cursor, std::size_t limit) {
    const auto size = std::clamp<std::size_t>(limit, 1, page_size_max);
    http::Query parameters{{"fields", std::string(post_fields)}, {"limit", std::to_string(size)}};
    if (!cursor.empty()) parameters.add("after", cursor);
    const auto path = '/' + http::percent_encode(access.external_id) + "/published_posts";
    auto answer =
        co_await graph_.call().send(graph_.get("posts", access, path, std::move(parameters)));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto page = parse_posts(answer->data);
    if (!page) {
        co_return std::unexpected(graph_.call().unusable(Effect::none, "there is no list"));
    }
    if (page->next_cursor == cursor) page->next_cursor.clear();  // or it would never end
    co_return Answered<PostPage>{
        .data = *std::move(page), .calls = answer->calls, .limits = answer->limits};
}

// --- Insights ------------------------------------------------------------------------------------

Task<Outcome<json::value>> PageReader::insights(const Access& access, std::string_view id,
                                                http::Query parameters) const {
    const auto path = '/' + http::percent_encode(id) + "/insights";
    co_return co_await graph_.call().send(
        graph_.get("insights", access, path, std::move(parameters)));
}

Task<Outcome<PostMetrics>> PageReader::metrics(Access access, PlatformPost post) {
    Answered<PostMetrics> out{.data = {}, .calls = 0, .limits = {}};
    if (!may_read_insights(access)) co_return out;
    const std::array attempts{joined_names(post_figures), std::string(post_figures[0].name)};
    for (const auto& names : attempts) {
        auto answer = co_await insights(access, post.external_id, {{"metric", names}});
        if (answer) {
            out.data = meta::parse_figures(answer->data, post_figures);
            out.calls += answer->calls;
            out.limits.merge(answer->limits);
            break;
        }
        if (!meta::is_without_insights(answer.error())) co_return std::unexpected(answer.error());
        ++out.calls;
        if (answer.error().next != Next::rejected) break;  // other metrics would fare no better
    }
    co_return out;
}

Task<std::expected<PageReader::Told, PlatformError>> PageReader::add_series(
    const Access& access, std::string names, Range range, Gathered& gathered) const {
    const Time now = clock_.now();
    // One day beyond the range is asked for, since the last value ends some hours after it.
    auto answer = co_await insights(access, access.external_id,
                                    {{"metric", std::move(names)},
                                     {"period", "day"},
                                     {"since", meta::to_unix(range.from)},
                                     {"until", meta::to_unix(std::min(range.to + days{1}, now))}});
    auto& out = gathered.out;
    if (answer) {
        out.calls += answer->calls;
        out.limits.merge(answer->limits);
        std::ranges::move(meta::parse_series(answer->data, series_names, range.from, range.to, now),
                          std::back_inserter(out.data));
        co_return Told::these;
    }
    if (!meta::is_without_insights(answer.error())) co_return std::unexpected(answer.error());
    ++out.calls;
    co_return answer.error().next == Next::rejected ? Told::not_these : Told::nothing;
}

Task<Outcome<std::vector<DailyMetric>>> PageReader::daily(Access access, Time from, Time to) {
    constexpr auto step = range_max - days{1};
    Gathered gathered;
    const Time today = start_of_day(clock_.now());
    from = std::max(meta::next_midnight(from), today - kept);
    to = std::min(start_of_day(to), today);
    if (from >= to || !may_read_insights(access)) co_return gathered.out;
    for (Time start = from; start < to; start += step) {
        const Range range{start, std::min(start + step, to)};
        if (!gathered.one_by_one) {
            auto added = co_await add_series(access, joined_names(series_names), range, gathered);
            if (!added) co_return std::unexpected(std::move(added.error()));
            if (*added == Told::nothing) co_return std::move(gathered.out);
            gathered.one_by_one = *added == Told::not_these;
            if (!gathered.one_by_one) continue;
        }
        for (const auto& [name, metric_type] : series_names) {
            if (std::ranges::find(gathered.dead, name) != gathered.dead.end()) continue;
            auto added = co_await add_series(access, std::string(name), range, gathered);
            if (!added) co_return std::unexpected(std::move(added.error()));
            if (*added != Told::these) gathered.dead.emplace_back(name);
        }
    }
    co_return std::move(gathered.out);
}

}  // namespace rostrum::platforms::facebook
