#include "platforms/facebook/parse.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/meta/graph_answers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::facebook {
namespace {

/// The first of a post's attachments; null when it has none.
const json::value* find_attachment(const json::value& item) {
    const auto* attachments = find_field(item, "attachments");
    const auto* list = attachments != nullptr ? find_list(*attachments, "data") : nullptr;
    return list != nullptr && !list->empty() ? &list->front() : nullptr;
}

/// A reel is a video like others; only its address says that it is one.
MediaType parse_media_type(const json::value& item) {
    struct Row {
        std::string_view name;
        MediaType type;
    };
    constexpr std::array rows{
        Row{"album", MediaType::carousel}, Row{"photo", MediaType::image},
        Row{"video", MediaType::video},    Row{"link", MediaType::link},
        Row{"share", MediaType::link},
    };
    if (text_of(item, "permalink_url").contains("/reel/")) return MediaType::reel;
    const auto* attachment = find_attachment(item);
    const auto name = attachment != nullptr ? text_of(*attachment, "media_type") : std::string();
    const auto row = std::ranges::find(rows, name, &Row::name);
    if (row != rows.end()) return row->type;
    return text_of(item, "full_picture").empty() ? MediaType::text : MediaType::image;
}

/// "reactions":{"data":[],"summary":{"total_count":7}}
std::optional<std::int64_t> parse_summary(const json::value& item, std::string_view edge) {
    const auto* list = find_field(item, edge);
    const auto* summary = list != nullptr ? find_field(*list, "summary") : nullptr;
    return summary != nullptr ? whole_number_of(*summary, "total_count") : std::nullopt;
}

std::optional<PlatformPost> parse_post(const json::value& item) {
    const auto posted_at = parse_time(text_of(item, "created_time"));
    PlatformPost post;
    post.external_id = text_of(item, "id");
    if (post.external_id.empty() || !posted_at) return std::nullopt;
    post.posted_at = *posted_at;
    post.caption = text_of(item, "message");
    post.media_type = parse_media_type(item);
    post.permalink = text_of(item, "permalink_url");
    post.thumbnail_url = text_of(item, "full_picture");
    if (post.media_type == MediaType::image || post.media_type == MediaType::carousel) {
        post.media_url = post.thumbnail_url;
    }
    post.metrics.likes = parse_summary(item, "reactions");
    post.metrics.comments = parse_summary(item, "comments");
    if (const auto* shares = find_field(item, "shares")) {
        post.metrics.shares = whole_number_of(*shares, "count");
    }
    return post;
}

}  // namespace

std::optional<Profile> parse_profile(const json::value& body) {
    Profile profile;
    profile.external_id = text_of(body, "id");
    if (profile.external_id.empty()) return std::nullopt;
    profile.handle = text_of(body, "username");
    profile.display_name = text_of(body, "name");
    if (profile.handle.empty()) profile.handle = profile.display_name;
    if (profile.display_name.empty()) profile.display_name = profile.handle;
    if (const auto* picture = find_field(body, "picture")) {
        const auto* data = find_field(*picture, "data");
        profile.profile_image_url = text_of(data != nullptr ? *data : *picture, "url");
    }
    profile.account_type = text_of(body, "category");
    profile.follower_count = whole_number_of(body, "followers_count");
    // Who likes a page follows it, unless they say otherwise.
    if (!profile.follower_count) profile.follower_count = whole_number_of(body, "fan_count");
    return profile;
}

std::optional<PostPage> parse_posts(const json::value& body) {
    const auto* list = find_list(body, "data");
    if (list == nullptr) return std::nullopt;
    PostPage page;
    for (const auto& item : *list) {
        if (auto post = parse_post(item)) page.posts.push_back(*std::move(post));
    }
    page.next_cursor = meta::parse_next_cursor(body);
    return page;
}

}  // namespace rostrum::platforms::facebook
