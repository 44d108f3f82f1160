#include "platforms/meta/instagram_answers.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/meta/graph_answers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

/// The professional account's id, which paths and webhooks use. Where there are two, `id` belongs
/// to the app.
std::string account_id(const json::value& me) {
    auto id = text_of(me, "user_id");
    return id.empty() ? text_of(me, "id") : id;
}

/// A reel's `media_type` is VIDEO: the product type knows better, where it is told.
MediaType parse_media_type(const json::value& item) {
    struct Row {
        std::string_view field;
        std::string_view value;
        MediaType type;
    };
    constexpr std::array rows{
        Row{"media_product_type", "REELS", MediaType::reel},
        Row{"media_product_type", "STORY", MediaType::story},
        Row{"media_type", "CAROUSEL_ALBUM", MediaType::carousel},
        Row{"media_type", "VIDEO", MediaType::video},
    };
    const auto row = std::ranges::find_if(
        rows, [&](const Row& row) { return text_of(item, row.field) == row.value; });
    return row == rows.end() ? MediaType::image : row->type;
}

std::optional<PlatformPost> parse_post(const json::value& item) {
    const auto posted_at = parse_time(text_of(item, "timestamp"));
    PlatformPost post;
    post.external_id = text_of(item, "id");
    if (post.external_id.empty() || !posted_at) return std::nullopt;
    post.caption = text_of(item, "caption");
    post.media_type = parse_media_type(item);
    post.media_url = text_of(item, "media_url");
    post.thumbnail_url = text_of(item, "thumbnail_url");
    post.permalink = text_of(item, "permalink");
    post.posted_at = *posted_at;
    post.metrics.likes = whole_number_of(item, "like_count");
    post.metrics.comments = whole_number_of(item, "comments_count");
    return post;
}

}  // namespace

const json::value& unwrapped(const json::value& body) {
    const auto* list = find_list(body, "data");
    return list != nullptr && !list->empty() && list->front().is_object() ? list->front() : body;
}

std::optional<Account> parse_instagram_account(const json::value& body) {
    const auto& me = unwrapped(body);
    Account account{.external_id = account_id(me),
                    .app_scoped_id = text_of(me, "id"),
                    .handle = text_of(me, "username"),
                    .display_name = text_of(me, "name"),
                    .avatar_url = text_of(me, "profile_picture_url"),
                    .tokens = {}};
    if (account.external_id.empty()) return std::nullopt;
    if (account.display_name.empty()) account.display_name = account.handle;
    return account;
}

std::optional<Profile> parse_instagram_profile(const json::value& body) {
    auto account = parse_instagram_account(body);
    if (!account) return std::nullopt;
    const auto& me = unwrapped(body);
    Profile profile;
    profile.external_id = std::move(account->external_id);
    profile.handle = std::move(account->handle);
    profile.display_name = std::move(account->display_name);
    profile.bio = text_of(me, "biography");
    profile.profile_image_url = std::move(account->avatar_url);
    profile.account_type = text_of(me, "account_type");
    profile.follower_count = whole_number_of(me, "followers_count");
    profile.following_count = whole_number_of(me, "follows_count");
    profile.post_count = whole_number_of(me, "media_count");
    return profile;
}

std::optional<PostPage> parse_media_page(const json::value& body) {
    const auto* list = find_list(body, "data");
    if (list == nullptr) return std::nullopt;
    PostPage page;
    for (const auto& item : *list) {
        if (auto post = parse_post(item)) page.posts.push_back(*std::move(post));
    }
    page.next_cursor = parse_next_cursor(body);
    return page;
}

PostMetrics parse_post_metrics(const json::value& body) {
    constexpr std::array names{
        FigureName{"views", &PostMetrics::views},   FigureName{"reach", &PostMetrics::reach},
        FigureName{"likes", &PostMetrics::likes},   FigureName{"comments", &PostMetrics::comments},
        FigureName{"shares", &PostMetrics::shares}, FigureName{"saved", &PostMetrics::saves},
    };
    return parse_figures(body, names);
}

}  // namespace rostrum::platforms::meta
