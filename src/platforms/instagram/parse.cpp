#include "platforms/instagram/parse.hpp"

#include "http/query.hpp"
#include "platforms/instagram/descriptor.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/oauth_answer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::instagram {
namespace {

/// The object that some answers wrap in a list of one.
const json::value& unwrapped(const json::value& body) {
    const auto* list = find_list(body, "data");
    return list != nullptr && !list->empty() && list->front().is_object() ? list->front() : body;
}

/// The names in a list, or in text with commas or spaces between them.
std::vector<std::string> parse_scopes(const json::value* in) {
    if (in == nullptr) return {};
    const auto* list = in->if_array();
    if (list == nullptr) return split_scopes(text_of(*in));
    std::vector<std::string> scopes;
    for (const auto& scope : *list) {
        if (auto name = text_of(scope); !name.empty()) scopes.push_back(std::move(name));
    }
    return scopes;
}

/// The professional account's id, which paths and webhooks use; `id` belongs to the app.
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

/// The cursor of the next page, from its address if need be.
std::string parse_next_cursor(const json::value& body) {
    const auto* paging = find_field(body, "paging");
    if (paging == nullptr) return {};
    const auto next = text_of(*paging, "next");
    if (next.empty()) return {};
    if (const auto* cursors = find_field(*paging, "cursors")) {
        if (auto after = text_of(*cursors, "after"); !after.empty()) return after;
    }
    const auto query = http::parse_query(next.substr(std::min(next.find('?') + 1, next.size())));
    return query ? std::string(query->get("after").value_or("")) : std::string();
}

/// The value of an insight: in `values[0]`, or in `total_value` for metrics with a breakdown.
const json::value* find_value(const json::value& insight) {
    if (const auto* total = find_field(insight, "total_value")) return find_field(*total, "value");
    const auto* values = find_list(insight, "values");
    return values != nullptr && !values->empty() ? find_field(values->front(), "value") : nullptr;
}

/// Calls `f(name, insight)` for each insight in the answer.
template <typename F>
void for_each_insight(const json::value& body, F&& f) {
    const auto* list = find_list(body, "data");
    if (list == nullptr) return;
    for (const auto& insight : *list) f(text_of(insight, "name"), insight);
}

}  // namespace

std::optional<ShortGrant> parse_short_grant(const json::value& body) {
    const auto& in = unwrapped(body);
    ShortGrant grant{.token = Secret(text_of(in, "access_token")),
                     .scopes = parse_scopes(find_field(in, "permissions"))};
    if (grant.token.empty()) return std::nullopt;
    return grant;
}

std::optional<Tokens> parse_long_token(const json::value& body, Time asked_at) {
    const auto& in = unwrapped(body);
    Tokens tokens;
    tokens.access = Secret(text_of(in, "access_token"));
    tokens.expires_at = asked_at + life_of(in, "expires_in", token_life);
    tokens.scopes = parse_scopes(find_field(in, "permissions"));
    if (tokens.access.empty()) return std::nullopt;
    return tokens;
}

std::optional<Account> parse_account(const json::value& body) {
    const auto& me = unwrapped(body);
    Account account{.external_id = account_id(me),
                    .app_scoped_id = text_of(me, "id"),
                    .handle = text_of(me, "username"),
                    .display_name = text_of(me, "name"),
                    .avatar_url = text_of(me, "profile_picture_url")};
    if (account.external_id.empty()) return std::nullopt;
    if (account.display_name.empty()) account.display_name = account.handle;
    return account;
}

std::optional<Profile> parse_profile(const json::value& body) {
    auto account = parse_account(body);
    if (!account) return std::nullopt;
    const auto& me = unwrapped(body);
    Profile profile;
    profile.external_id = std::move(account->external_id);
    profile.handle = std::move(account->handle);
    profile.display_name = std::move(account->display_name);
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
    struct Row {
        std::string_view name;
        std::optional<std::int64_t> PostMetrics::* member;
    };
    constexpr std::array rows{
        Row{"views", &PostMetrics::views},   Row{"reach", &PostMetrics::reach},
        Row{"likes", &PostMetrics::likes},   Row{"comments", &PostMetrics::comments},
        Row{"shares", &PostMetrics::shares}, Row{"saved", &PostMetrics::saves},
    };
    PostMetrics metrics;
    for_each_insight(body, [&](const std::string& name, const json::value& insight) {
        const auto* value = find_value(insight);
        const auto row = std::ranges::find(rows, name, &Row::name);
        if (value != nullptr && row != rows.end()) metrics.*row->member = whole_number_of(*value);
    });
    return metrics;
}

std::vector<DailyMetric> parse_time_series(const json::value& body, std::string_view metric_type,
                                           Time from, Time to, Time now) {
    std::vector<DailyMetric> days;
    const auto add = [&](const json::value& in) {
        const auto end = parse_time(text_of(in, "end_time"));
        const auto* field = find_field(in, "value");
        const auto value = field != nullptr ? number_of(*field) : std::nullopt;
        if (!end || !value || *end > now) return;
        const Time day = start_of_day(*end - std::chrono::days{1});
        if (day >= from && day < to)
            days.push_back({std::string(metric_type), to_date(day), *value});
    };
    for_each_insight(body, [&](const std::string&, const json::value& insight) {
        const auto* values = find_list(insight, "values");
        if (values != nullptr) std::ranges::for_each(*values, add);
    });
    return days;
}

std::vector<DailyMetric> parse_totals(const json::value& body, std::string_view date) {
    std::vector<DailyMetric> totals;
    for_each_insight(body, [&](const std::string& name, const json::value& insight) {
        const auto* field = find_value(insight);
        const auto value = field != nullptr ? number_of(*field) : std::nullopt;
        if (value && !name.empty()) totals.push_back({name, std::string(date), *value});
    });
    return totals;
}

}  // namespace rostrum::platforms::instagram
