#include "platforms/x/parse.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <unordered_map>
#include <utility>

namespace rostrum::platforms::x {
namespace {

using MediaByKey = std::unordered_map<std::string, const json::value*>;

/// More links than a post can have; each costs a search.
constexpr std::size_t links_max = 100;

const json::value* find_either(const json::value& in, std::string_view now,
                               std::string_view before) {
    const auto* field = find_field(in, now);
    return field != nullptr ? field : find_field(in, before);
}

const json::value* find_path(const json::value& in, std::string_view outer,
                             std::string_view inner) {
    const auto* field = find_field(in, outer);
    return field != nullptr ? find_field(*field, inner) : nullptr;
}

const json::array* find_list_in(const json::value& in, std::string_view outer,
                                std::string_view inner) {
    const auto* field = find_path(in, outer, inner);
    return field != nullptr ? field->if_array() : nullptr;
}

/// Undoes what the platform does to these three characters in every text.
std::string unescape(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 3> escapes{
        std::pair{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto escape = std::ranges::find_if(
            escapes, [&](const auto& each) { return text.starts_with(each.first); });
        out += escape == escapes.end() ? text.front() : escape->second;
        text.remove_prefix(escape == escapes.end() ? 1 : escape->first.size());
    }
    return out;
}

/// Puts the true addresses in the place of shortened ones. Those that stand for the post's own
/// media go.
std::string with_true_links(std::string text, const json::array& links) {
    for (const auto& link : links | std::views::take(links_max)) {
        const auto shortened = text_of(link, "url");
        const auto at = shortened.empty() ? std::string::npos : text.find(shortened);
        if (at == std::string::npos) continue;
        if (find_field(link, "media_key") != nullptr) {
            text.erase(at, shortened.size());
        } else if (const auto target = text_of(link, "expanded_url"); !target.empty()) {
            text.replace(at, shortened.size(), target);
        }
    }
    const auto end = text.find_last_not_of(" \n");
    text.resize(end == std::string::npos ? 0 : end + 1);
    return text;
}

const json::array& links_of(const json::value& text_holder) {
    static const json::array none;
    const auto* links = find_list_in(text_holder, "entities", "urls");
    return links != nullptr ? *links : none;
}

MediaByKey media_of(const json::value& body) {
    MediaByKey media;
    const auto* included = find_list_in(body, "includes", "media");
    if (included == nullptr) return media;
    for (const auto& item : *included) media.emplace(text_of(item, "media_key"), &item);
    return media;
}

void read_first_media(PlatformPost& post, const json::value& item) {
    post.media_type = text_of(item, "type") == "photo" ? MediaType::image : MediaType::video;
    post.media_url = text_of(item, "url");
    post.thumbnail_url = text_of(item, "preview_image_url");
    if (post.thumbnail_url.empty()) post.thumbnail_url = post.media_url;
}

void read_media(PlatformPost& post, const json::value& item, const MediaByKey& media) {
    const auto* keys = find_list_in(item, "attachments", "media_keys");
    if (keys == nullptr || keys->empty()) {
        const bool leads_elsewhere = std::ranges::any_of(links_of(item), [](const auto& link) {
            return find_field(link, "expanded_url") != nullptr;
        });
        post.media_type = leads_elsewhere ? MediaType::link : MediaType::text;
        return;
    }
    const auto first = media.find(text_of(keys->front()));
    if (first != media.end()) read_first_media(post, *first->second);
    if (keys->size() > 1) post.media_type = MediaType::carousel;
}

std::optional<std::int64_t> sum(std::optional<std::int64_t> one,
                                std::optional<std::int64_t> other) {
    if (!one || !other) return one ? one : other;
    std::int64_t out = 0;
    return __builtin_add_overflow(*one, *other, &out) ? one : std::optional(out);
}

PostMetrics parse_metrics(const json::value& in) {
    PostMetrics metrics;
    const auto* reposts = find_either(in, "repost_count", "retweet_count");
    metrics.views = whole_number_of(in, "impression_count");
    metrics.likes = whole_number_of(in, "like_count");
    metrics.comments = whole_number_of(in, "reply_count");
    metrics.shares = sum(reposts != nullptr ? whole_number_of(*reposts) : std::nullopt,
                         whole_number_of(in, "quote_count"));
    metrics.saves = whole_number_of(in, "bookmark_count");
    return metrics;
}

std::optional<PlatformPost> parse_post(const json::value& item, const MediaByKey& media) {
    const auto created = parse_time(text_of(item, "created_at"));
    PlatformPost post;
    post.external_id = text_of(item, "id");
    if (post.external_id.empty() || !created) return std::nullopt;
    post.posted_at = *created;
    // A long post has its whole text in a note.
    const auto* note = find_either(item, "note_post", "note_tweet");
    const auto& text_holder = note != nullptr && !text_of(*note, "text").empty() ? *note : item;
    post.caption = with_true_links(unescape(text_of(text_holder, "text")), links_of(text_holder));
    read_media(post, item, media);
    if (const auto* metrics = find_field(item, "public_metrics")) {
        post.metrics = parse_metrics(*metrics);
    }
    return post;
}

}  // namespace

std::optional<Account> parse_account(const json::value& body) {
    const auto* user = find_field(body, "data");
    if (user == nullptr) return std::nullopt;
    Account account{.external_id = text_of(*user, "id"),
                    .app_scoped_id = {},
                    .handle = text_of(*user, "username"),
                    .display_name = text_of(*user, "name"),
                    .avatar_url = text_of(*user, "profile_image_url")};
    if (account.external_id.empty()) return std::nullopt;
    if (account.handle.empty()) account.handle = account.external_id;
    if (account.display_name.empty()) account.display_name = account.handle;
    return account;
}

std::optional<Profile> parse_profile(const json::value& body) {
    auto account = parse_account(body);
    if (!account) return std::nullopt;
    const auto& user = *find_field(body, "data");
    Profile profile;
    profile.external_id = std::move(account->external_id);
    profile.handle = std::move(account->handle);
    profile.display_name = std::move(account->display_name);
    profile.profile_image_url = std::move(account->avatar_url);
    profile.bio = text_of(user, "description");
    profile.account_type = text_of(user, "subscription_type");
    if (profile.account_type == "None") profile.account_type.clear();
    profile.is_verified = flag_of(user, "verified");
    if (const auto* metrics = find_field(user, "public_metrics")) {
        profile.follower_count = whole_number_of(*metrics, "followers_count");
        profile.following_count = whole_number_of(*metrics, "following_count");
        const auto* posts = find_either(*metrics, "post_count", "tweet_count");
        if (posts != nullptr) profile.post_count = whole_number_of(*posts);
    }
    return profile;
}

std::optional<PostPage> parse_posts(const json::value& body) {
    const auto* items = find_list(body, "data");
    const auto* meta = find_field(body, "meta");
    const bool says_empty = meta != nullptr && whole_number_of(*meta, "result_count") == 0;
    if (items == nullptr && !says_empty) return std::nullopt;
    PostPage page;
    if (meta != nullptr) page.next_cursor = text_of(*meta, "next_token");
    if (items == nullptr) return page;
    const auto media = media_of(body);
    for (const auto& item : *items) {
        if (auto post = parse_post(item, media)) page.posts.push_back(*std::move(post));
    }
    return page;
}

}  // namespace rostrum::platforms::x
