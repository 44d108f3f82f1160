#include "platforms/youtube/reader.hpp"

#include "platforms/oauth_answer.hpp"
#include "platforms/youtube/descriptor.hpp"
#include "platforms/youtube/parse.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::platforms::youtube {
namespace {

using std::chrono::days;

/// With a limit of either side, the player tells its shape; no figure depends on the number.
constexpr std::string_view player_height = "720";

/// The first midnight that is not before `time`.
Time first_midnight(Time time) {
    const Time start = start_of_day(time);
    return start == time ? start : start + days{1};
}

/// Whether an account has no report for a reason that asking again does not change. Reports are an
/// extra: the Analytics API may not be enabled for the app, while the Data API is.
bool is_without_reports(const PlatformError& error) {
    return error.next == Next::rejected || error.next == Next::not_found ||
           error.next == Next::misconfigured || error.code == "insufficientPermissions";
}

}  // namespace

/// What several calls cost together.
struct YouTubeReader::Cost {
    int calls = 0;
    LimitsSeen limits;

    template <typename T>
    void add(const Answered<T>& answer) {
        calls += answer.calls;
        limits.merge(answer.limits);
    }
};

/// A cursor: the playlist of the uploads, so that it is not asked for again, and the page in it.
struct YouTubeReader::Position {
    static constexpr char separator = ' ';

    std::string playlist;
    std::string page;

    static Position read(std::string_view cursor) {
        const auto end = std::min(cursor.find(separator), cursor.size());
        return {std::string(cursor.substr(0, end)),
                std::string(cursor.substr(std::min(end + 1, cursor.size())))};
    }
    std::string write() const { return page.empty() ? std::string() : playlist + separator + page; }
};

Task<Outcome<Profile>> YouTubeReader::profile(Access access) {
    auto answer = co_await api_.own_channels("id,snippet,statistics", access);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto profile = parse_profile(answer->data, access.external_id);
    if (!profile) co_return std::unexpected(api_.unusable("the channel has no id"));
    co_return Answered<Profile>{
        .data = *std::move(profile), .calls = answer->calls, .limits = answer->limits};
}

// ---- videos

Task<Outcome<std::string>> YouTubeReader::find_uploads(const Access& access) const {
    auto answer = co_await api_.own_channels("id,contentDetails", access);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto uploads = parse_uploads(answer->data, access.external_id);
    if (!uploads) co_return std::unexpected(api_.unusable("the channel names no uploads"));
    co_return Answered<std::string>{
        .data = *std::move(uploads), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<std::vector<PlatformPost>>> YouTubeReader::videos(
    const Access& access, const std::vector<std::string>& ids) const {
    auto answer = co_await api_.read("videos", videos_url, access,
                                     {{"part", std::string(video_parts)},
                                      {"id", join_scopes(ids, ',')},
                                      {"maxHeight", std::string(player_height)}});
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto posts = parse_videos(answer->data);
    if (!posts) co_return std::unexpected(api_.unusable("the answer is no list of videos"));
    for (auto& post : *posts) {
        post.permalink = api_.address(watch_url) + "?v=" + http::percent_encode(post.external_id);
    }
    co_return Answered<std::vector<PlatformPost>>{
        .data = *std::move(posts), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<PostPage>> YouTubeReader::posts(Access access, std::string cursor, std::size_t limit) {
    Cost cost;
    auto position = Position::read(cursor);
    if (position.playlist.empty()) {
        auto uploads = co_await find_uploads(access);
        if (!uploads) co_return std::unexpected(std::move(uploads.error()));
        position.playlist = std::move(uploads->data);
        cost.add(*uploads);
    }
    http::Query parameters{
        {"part", "contentDetails"},
        {"playlistId", position.playlist},
        {"maxResults", std::to_string(std::clamp<std::size_t>(limit, 1, page_size_max))}};
    if (!position.page.empty()) parameters.add("pageToken", position.page);
    auto answer =
        co_await api_.read("playlist_items", playlist_items_url, access, std::move(parameters));
    // The playlist of a channel that never uploaded anything need not exist.
    if (!answer && answer.error().code == "playlistNotFound" && position.page.empty()) {
        co_return Answered<PostPage>{.data = {}, .calls = cost.calls + 1, .limits = cost.limits};
    }
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    cost.add(*answer);
    auto listed = parse_playlist(answer->data);
    if (!listed) co_return std::unexpected(api_.unusable("the answer is no page of a playlist"));

    PostPage page;
    if (!listed->videos.empty()) {
        auto found = co_await videos(access, listed->videos);
        if (!found) co_return std::unexpected(std::move(found.error()));
        cost.add(*found);
        page.posts = std::move(found->data);
    }
    // A page that leads to itself would never end.
    if (listed->next != position.page) {
        position.page = std::move(listed->next);
        page.next_cursor = position.write();
    }
    co_return Answered<PostPage>{
        .data = std::move(page), .calls = cost.calls, .limits = cost.limits};
}

// ---- reports

Task<Outcome<std::vector<DailyMetric>>> YouTubeReader::daily(Access access, Time from, Time to) {
    Answered<std::vector<DailyMetric>> out{.data = {}, .calls = 0, .limits = {}};
    const bool allowed = has_scope(access.scopes, scope_analytics);
    from = first_midnight(from);
    to = start_of_day(std::min(to, clock_.now()));
    if (!allowed || from >= to) co_return out;
    const auto first = to_date(from);
    auto answer = co_await api_.read("reports", reports_url, access,
                                     {{"ids", "channel==MINE"},
                                      {"startDate", first},
                                      {"endDate", to_date(to - days{1})},
                                      {"metrics", std::string(report_metrics)},
                                      {"dimensions", "day"},
                                      {"sort", "day"}});
    if (!answer && is_without_reports(answer.error())) {
        out.calls = 1;
        co_return out;
    }
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    out.data = parse_report(answer->data, first, to_date(to));
    out.calls = answer->calls;
    out.limits = answer->limits;
    co_return out;
}

}  // namespace rostrum::platforms::youtube
