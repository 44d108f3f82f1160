#include "platforms/youtube/parse.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <span>
#include <utility>

namespace rostrum::platforms::youtube {
namespace {

/// The members of objects within objects: "statistics", "viewCount".
const json::value* find_in(const json::value& in, std::string_view first, std::string_view second) {
    const auto* outer = find_field(in, first);
    return outer != nullptr ? find_field(*outer, second) : nullptr;
}

std::string text_in(const json::value& in, std::string_view first, std::string_view second) {
    const auto* found = find_in(in, first, second);
    return found != nullptr ? text_of(*found) : std::string();
}

std::optional<std::int64_t> count_in(const json::value& in, std::string_view first,
                                     std::string_view second) {
    const auto* found = find_in(in, first, second);
    return found != nullptr ? whole_number_of(*found) : std::nullopt;
}

const json::value* find_channel(const json::value& body, std::string_view external_id) {
    const auto* items = find_list(body, "items");
    if (items == nullptr || items->empty()) return nullptr;
    const auto found = std::ranges::find_if(
        *items, [&](const auto& item) { return text_of(item, "id") == external_id; });
    return found != items->end() ? found : &items->front();
}

std::string largest_thumbnail(const json::value& item) {
    const auto* thumbnails = find_in(item, "snippet", "thumbnails");
    if (thumbnails == nullptr) return {};
    for (const std::string_view size : {"maxres", "standard", "high", "medium", "default"}) {
        if (auto url = text_in(*thumbnails, size, "url"); !url.empty()) return url;
    }
    return {};
}

std::optional<Account> parse_account(const json::value& item) {
    Account account;
    account.external_id = text_of(item, "id");
    if (account.external_id.empty()) return std::nullopt;
    account.handle = text_in(item, "snippet", "customUrl");
    if (account.handle.starts_with('@')) account.handle.erase(0, 1);
    account.display_name = text_in(item, "snippet", "title");
    account.avatar_url = largest_thumbnail(item);
    // A channel without a handle is called by its title, and one without either by its id.
    if (account.display_name.empty()) account.display_name = account.handle;
    if (account.display_name.empty()) account.display_name = account.external_id;
    if (account.handle.empty()) account.handle = account.display_name;
    return account;
}

// ---- videos

/// Nothing tells a Short. It is square or upright, and no longer than the limit of its time, which
/// was raised from one minute to three.
bool is_short(const json::value& item, Time posted_at) {
    constexpr Time raised_at{
        std::chrono::sys_days{std::chrono::year{2024} / std::chrono::October / 15}};
    const auto length = parse_duration(text_in(item, "contentDetails", "duration"));
    const auto width = count_in(item, "player", "embedWidth").value_or(0);
    const auto height = count_in(item, "player", "embedHeight").value_or(0);
    const auto limit = std::chrono::minutes{posted_at < raised_at ? 1 : 3};
    return length && *length > std::chrono::seconds{0} && *length <= limit && width > 0 &&
           width <= height;
}

bool is_published(const json::value& item) {
    const auto state = text_in(item, "status", "uploadStatus");
    return text_in(item, "status", "privacyStatus") != "private" && state != "failed" &&
           state != "rejected" && state != "deleted";
}

std::string caption_of(const json::value& item) {
    auto caption = text_in(item, "snippet", "title");
    const auto description = text_in(item, "snippet", "description");
    if (!caption.empty() && !description.empty()) caption += "\n\n";
    return caption + description;
}

std::optional<PlatformPost> parse_video(const json::value& item) {
    const auto posted_at = parse_time(text_in(item, "snippet", "publishedAt"));
    PlatformPost post;
    post.external_id = text_of(item, "id");
    if (post.external_id.empty() || !posted_at || !is_published(item)) return std::nullopt;
    post.posted_at = *posted_at;
    post.caption = caption_of(item);
    post.media_type = is_short(item, *posted_at) ? MediaType::reel : MediaType::video;
    post.thumbnail_url = largest_thumbnail(item);
    post.metrics.views = count_in(item, "statistics", "viewCount");
    post.metrics.likes = count_in(item, "statistics", "likeCount");
    post.metrics.comments = count_in(item, "statistics", "commentCount");
    return post;
}

// ---- reports

/// A metric of the Analytics API, and what it is called here.
struct ReportMetric {
    std::string_view name;
    std::string_view metric_type;
};
constexpr std::array metrics_of_report{
    ReportMetric{"views", "views"},
    ReportMetric{"estimatedMinutesWatched", "watch_minutes"},
    ReportMetric{"likes", "likes"},
    ReportMetric{"comments", "comments"},
    ReportMetric{"shares", "shares"},
    ReportMetric{"subscribersGained", "new_followers"},
    ReportMetric{"subscribersLost", "lost_followers"},
};

std::string_view metric_type_of(std::string_view name) {
    const auto* const found = std::ranges::find(metrics_of_report, name, &ReportMetric::name);
    return found == metrics_of_report.end() ? std::string_view{} : found->metric_type;
}

}  // namespace

std::vector<Account> parse_accounts(const json::value& body) {
    std::vector<Account> accounts;
    const auto* items = find_list(body, "items");
    if (items == nullptr) return accounts;
    for (const auto& item : *items) {
        if (auto account = parse_account(item)) accounts.push_back(*std::move(account));
    }
    return accounts;
}

std::optional<Profile> parse_profile(const json::value& body, std::string_view external_id) {
    const auto* channel = find_channel(body, external_id);
    auto account = channel != nullptr ? parse_account(*channel) : std::nullopt;
    if (!account) return std::nullopt;
    Profile profile;
    profile.external_id = std::move(account->external_id);
    profile.handle = std::move(account->handle);
    profile.display_name = std::move(account->display_name);
    profile.profile_image_url = std::move(account->avatar_url);
    profile.bio = text_in(*channel, "snippet", "description");
    profile.post_count = count_in(*channel, "statistics", "videoCount");
    const auto* statistics = find_field(*channel, "statistics");
    const bool hidden = statistics != nullptr && flag_of(*statistics, "hiddenSubscriberCount");
    if (!hidden) profile.follower_count = count_in(*channel, "statistics", "subscriberCount");
    return profile;
}

std::optional<std::string> parse_uploads(const json::value& body, std::string_view external_id) {
    const auto* channel = find_channel(body, external_id);
    const auto* playlists =
        channel != nullptr ? find_in(*channel, "contentDetails", "relatedPlaylists") : nullptr;
    auto uploads = playlists != nullptr ? text_of(*playlists, "uploads") : std::string();
    if (uploads.empty()) return std::nullopt;
    return uploads;
}

std::optional<PlaylistPage> parse_playlist(const json::value& body) {
    const auto* items = find_list(body, "items");
    // An empty list may be left out altogether.
    if (items == nullptr && find_field(body, "pageInfo") == nullptr) return std::nullopt;
    PlaylistPage page{.videos = {}, .next = text_of(body, "nextPageToken")};
    if (items == nullptr) return page;
    for (const auto& item : *items) {
        auto video = text_in(item, "contentDetails", "videoId");
        if (!video.empty()) page.videos.push_back(std::move(video));
    }
    return page;
}

std::optional<std::vector<PlatformPost>> parse_videos(const json::value& body) {
    const auto* items = find_list(body, "items");
    if (items == nullptr && find_field(body, "pageInfo") == nullptr) return std::nullopt;
    std::vector<PlatformPost> posts;
    if (items == nullptr) return posts;
    for (const auto& item : *items) {
        if (auto post = parse_video(item)) posts.push_back(*std::move(post));
    }
    // The list follows no order that is promised.
    std::ranges::sort(posts, std::ranges::greater{}, &PlatformPost::posted_at);
    return posts;
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    struct Unit {
        char letter;
        std::int64_t seconds;
    };
    constexpr std::array date_units{Unit{'W', 604'800}, Unit{'D', 86'400}};
    constexpr std::array time_units{Unit{'H', 3'600}, Unit{'M', 60}, Unit{'S', 1}};
    constexpr std::int64_t number_max = 1'000'000;
    if (!text.starts_with('P')) return std::nullopt;
    text.remove_prefix(1);
    std::int64_t total = 0;
    bool any = false;
    std::span<const Unit> units = date_units;
    while (!text.empty()) {
        if (text.front() == 'T') {
            units = time_units;
            text.remove_prefix(1);
            continue;
        }
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (error != std::errc{} || number < 0 || number > number_max || text.empty()) {
            return std::nullopt;
        }
        const auto unit = std::ranges::find(units, text.front(), &Unit::letter);
        if (unit == units.end()) return std::nullopt;
        total += number * unit->seconds;
        any = true;
        text.remove_prefix(1);
    }
    if (!any) return std::nullopt;
    return std::chrono::seconds{total};
}

std::vector<DailyMetric> parse_report(const json::value& body, std::string_view from,
                                      std::string_view to) {
    std::vector<DailyMetric> out;
    const auto* headers = find_list(body, "columnHeaders");
    const auto* rows = find_list(body, "rows");
    if (headers == nullptr || rows == nullptr) return out;
    std::vector<std::string> names;
    for (const auto& header : *headers) names.push_back(text_of(header, "name"));
    const auto day = static_cast<std::size_t>(std::ranges::find(names, "day") - names.begin());
    for (const auto& row : *rows) {
        const auto* values = row.if_array();
        if (values == nullptr || day >= values->size()) continue;
        const auto date = text_of((*values)[day]);
        if (date.size() != from.size() || date < from || date >= to) continue;
        for (std::size_t i = 0; i < std::min(names.size(), values->size()); ++i) {
            const auto type = metric_type_of(names[i]);
            const auto value = number_of((*values)[i]);
            if (type.empty() || !value) continue;
            out.push_back({.metric_type = std::string(type), .date = date, .value = *value});
        }
    }
    return out;
}

}  // namespace rostrum::platforms::youtube
