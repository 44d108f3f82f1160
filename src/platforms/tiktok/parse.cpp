#include "platforms/tiktok/parse.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/oauth_answer.hpp"
#include "platforms/tiktok/descriptor.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

struct FieldsOfScope {
    std::string_view scope;
    std::string_view fields;
};
constexpr std::array fields_of_scopes{
    FieldsOfScope{scope_basic, "open_id,union_id,avatar_url,display_name"},
    FieldsOfScope{scope_profile, "bio_description,is_verified,username"},
    FieldsOfScope{scope_stats, "follower_count,following_count,video_count"},
};

const json::value* find_data(const json::value& body, std::string_view name) {
    const auto* data = find_field(body, "data");
    return data != nullptr ? find_field(*data, name) : nullptr;
}

std::optional<PlatformPost> parse_video(const json::value& item) {
    const auto created = whole_number_of(item, "create_time");
    PlatformPost post;
    post.external_id = text_of(item, "id");
    if (post.external_id.empty() || !created) return std::nullopt;
    const auto posted_at = time_of_unix(*created);
    if (!posted_at) return std::nullopt;
    post.posted_at = *posted_at;
    post.caption = text_of(item, "video_description");
    if (post.caption.empty()) post.caption = text_of(item, "title");
    post.media_type = MediaType::video;
    post.thumbnail_url = text_of(item, "cover_image_url");
    post.permalink = text_of(item, "share_url");
    post.metrics.views = whole_number_of(item, "view_count");
    post.metrics.likes = whole_number_of(item, "like_count");
    post.metrics.comments = whole_number_of(item, "comment_count");
    post.metrics.shares = whole_number_of(item, "share_count");
    return post;
}

}  // namespace

std::string user_fields(const std::vector<std::string>& scopes) {
    std::string fields;
    for (const auto& row : fields_of_scopes) {
        if (!has_scope(scopes, row.scope)) continue;
        if (!fields.empty()) fields += ',';
        fields += row.fields;
    }
    return fields.empty() ? std::string(fields_of_scopes.front().fields) : fields;
}

std::optional<Account> parse_account(const json::value& body) {
    const auto* user = find_data(body, "user");
    if (user == nullptr) return std::nullopt;
    Account account{.external_id = text_of(*user, "open_id"),
                    .app_scoped_id = {},
                    .handle = text_of(*user, "username"),
                    .display_name = text_of(*user, "display_name"),
                    .avatar_url = text_of(*user, "avatar_url")};
    if (account.external_id.empty()) return std::nullopt;
    if (account.handle.empty()) account.handle = account.display_name;
    if (account.display_name.empty()) account.display_name = account.handle;
    return account;
}

std::optional<Profile> parse_profile(const json::value& body) {
    auto account = parse_account(body);
    if (!account) return std::nullopt;
    const auto& user = *find_data(body, "user");
    Profile profile;
    profile.external_id = std::move(account->external_id);
    profile.handle = std::move(account->handle);
    profile.display_name = std::move(account->display_name);
    profile.profile_image_url = std::move(account->avatar_url);
    profile.bio = text_of(user, "bio_description");
    profile.follower_count = whole_number_of(user, "follower_count");
    profile.following_count = whole_number_of(user, "following_count");
    profile.post_count = whole_number_of(user, "video_count");
    profile.is_verified = flag_of(user, "is_verified");
    return profile;
}

std::optional<PostPage> parse_videos(const json::value& body) {
    const auto* data = find_field(body, "data");
    const auto* videos = data != nullptr ? find_list(*data, "videos") : nullptr;
    if (videos == nullptr) return std::nullopt;
    PostPage page;
    for (const auto& item : *videos) {
        if (auto post = parse_video(item)) page.posts.push_back(*std::move(post));
    }
    if (flag_of(*data, "has_more")) page.next_cursor = text_of(*data, "cursor");
    return page;
}

}  // namespace rostrum::platforms::tiktok
