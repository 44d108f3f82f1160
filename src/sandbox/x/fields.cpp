#include "sandbox/x/fields.hpp"

#include "sandbox/web.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <string>

namespace rostrum::sandbox::x {
namespace {

// As in the specification 2.167 of August 2026.
constexpr std::array<std::string_view, 23> user_fields{"confirmed_email",
                                                       "connection_status",
                                                       "created_at",
                                                       "description",
                                                       "entities",
                                                       "id",
                                                       "is_identity_verified",
                                                       "location",
                                                       "name",
                                                       "parody",
                                                       "profile_banner_url",
                                                       "profile_image_url",
                                                       "protected",
                                                       "public_metrics",
                                                       "receives_your_dm",
                                                       "subscribes_to_you",
                                                       "subscription",
                                                       "subscription_type",
                                                       "url",
                                                       "username",
                                                       "verified",
                                                       "verified_followers_count",
                                                       "verified_type"};
constexpr std::array<std::string_view, 20> post_fields{"attachments",
                                                       "card_uri",
                                                       "community_id",
                                                       "context_annotations",
                                                       "conversation_id",
                                                       "created_at",
                                                       "edit_controls",
                                                       "edit_history_post_ids",
                                                       "entities",
                                                       "geo",
                                                       "id",
                                                       "lang",
                                                       "non_public_metrics",
                                                       "note_post",
                                                       "organic_metrics",
                                                       "possibly_sensitive",
                                                       "promoted_metrics",
                                                       "public_metrics",
                                                       "source",
                                                       "text"};
constexpr std::array<std::string_view, 23> old_post_fields{"attachments",
                                                           "author_id",
                                                           "card_uri",
                                                           "community_id",
                                                           "context_annotations",
                                                           "conversation_id",
                                                           "created_at",
                                                           "edit_controls",
                                                           "edit_history_tweet_ids",
                                                           "entities",
                                                           "geo",
                                                           "id",
                                                           "in_reply_to_user_id",
                                                           "lang",
                                                           "non_public_metrics",
                                                           "note_tweet",
                                                           "organic_metrics",
                                                           "possibly_sensitive",
                                                           "promoted_metrics",
                                                           "public_metrics",
                                                           "referenced_tweets",
                                                           "source",
                                                           "text"};
constexpr std::array<std::string_view, 12> media_fields{"alt_text",
                                                        "duration_ms",
                                                        "height",
                                                        "media_key",
                                                        "non_public_metrics",
                                                        "organic_metrics",
                                                        "preview_image_url",
                                                        "promoted_metrics",
                                                        "public_metrics",
                                                        "type",
                                                        "url",
                                                        "width"};
constexpr std::array<std::string_view, 6> expansions{
    "attachments.media_keys", "author_id",        "in_reply_to_user_id",
    "pinned_post_id",         "referenced_posts", "referenced_tweets.id"};
constexpr std::array<std::string_view, 2> kinds_to_exclude{"replies", "retweets"};

constexpr std::int64_t page_min = 5;
constexpr std::int64_t page_max = 100;
constexpr std::size_t ids_max = 100;
constexpr std::string_view token_prefix = "7140dibdnow9c7btw";

std::unexpected<BadParameter> bad(std::string_view name, std::string_view value,
                                  std::string message) {
    return std::unexpected(BadParameter{std::string(name), std::string(value), std::move(message)});
}

Read<Names> read_names(const http::Query& query, std::string_view parameter,
                       std::span<const std::string_view> known) {
    auto names = split(query.get(parameter).value_or(""), ',');
    for (const auto name : names) {
        if (std::ranges::find(known, name) != known.end()) continue;
        return bad(parameter, name,
                   fmt::format("The `{}` query parameter value [{}] is not one of [{}]", parameter,
                               name, fmt::join(known, ",")));
    }
    return names;
}

template <std::integral T>
std::optional<T> parse_whole(std::string_view text) {
    T number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

/// Reads a parameter that may be absent into `out`.
template <typename T, typename Parse>
Read<void> read_optional(const http::Query& query, std::string_view name, std::optional<T>& out,
                         Parse parse) {
    const auto text = query.get(name);
    if (!text) return {};
    out = parse(*text);
    if (out) return {};
    return bad(name, *text,
               fmt::format("The `{}` query parameter value [{}] is not valid", name, *text));
}

std::optional<std::int64_t> parse_token(std::string_view text) {
    if (!text.starts_with(token_prefix)) return std::nullopt;
    return parse_whole<std::int64_t>(text.substr(token_prefix.size()));
}

}  // namespace

bool has(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

std::optional<std::uint64_t> parse_id(std::string_view text) {
    return text.size() > 19 ? std::nullopt : parse_whole<std::uint64_t>(text);
}

std::string page_token(std::int64_t first_slot) {
    return fmt::format("{}{}", token_prefix, first_slot);
}

Read<void> check_names(const http::Query& query, std::span<const std::string_view> known) {
    for (const auto& [name, value] : query) {
        if (std::ranges::find(known, name) != known.end()) continue;
        return bad(name, value,
                   fmt::format("The query parameter [{}] is not one of [{}]", name,
                               fmt::join(known, ",")));
    }
    return {};
}

Read<Names> read_user_fields(const http::Query& query) {
    return read_names(query, "user.fields", user_fields);
}

Read<PostFields> read_post_fields(const http::Query& query) {
    PostFields fields;
    fields.old_names = query.get("tweet.fields").has_value();
    auto post = fields.old_names ? read_names(query, "tweet.fields", old_post_fields)
                                 : read_names(query, "post.fields", post_fields);
    if (!post) return std::unexpected(post.error());
    auto media = read_names(query, "media.fields", media_fields);
    if (!media) return std::unexpected(media.error());
    auto expanded = read_names(query, "expansions", expansions);
    if (!expanded) return std::unexpected(expanded.error());
    fields.post = *std::move(post);
    fields.media = *std::move(media);
    fields.expansions = *std::move(expanded);
    return fields;
}

Read<Names> read_ids(const http::Query& query) {
    const auto text = query.get("ids").value_or("");
    auto ids = split(text, ',');
    if (ids.empty() || ids.size() > ids_max) {
        return bad("ids", text,
                   fmt::format("The number of values in the `ids` query parameter list [{}] is not "
                               "between 1 and 100",
                               ids.size()));
    }
    for (const auto id : ids) {
        if (parse_id(id)) continue;
        return bad("ids", id,
                   fmt::format("The `ids` query parameter value [{}] does not match "
                               "^[0-9]{{1,19}}$",
                               id));
    }
    return ids;
}

Read<PageQuery> read_page_query(const http::Query& query) {
    PageQuery page;
    std::optional<std::int64_t> size;
    const auto in_range = [](std::string_view text) {
        auto number = parse_whole<std::int64_t>(text);
        return number && *number >= page_min && *number <= page_max ? number : std::nullopt;
    };
    if (auto read = read_optional(query, "max_results", size, in_range); !read) {
        read.error().message =
            fmt::format("The `max_results` query parameter value [{}] is not between {} and {}",
                        read.error().value, page_min, page_max);
        return std::unexpected(read.error());
    }
    page.max_results = size.value_or(page.max_results);
    const auto excluded = read_names(query, "exclude", kinds_to_exclude);
    if (!excluded) return std::unexpected(excluded.error());
    page.without_replies = has(*excluded, "replies");
    page.without_reposts = has(*excluded, "retweets");
    auto read = read_optional(query, "pagination_token", page.first_slot, parse_token);
    if (read) read = read_optional(query, "since_id", page.since_id, parse_id);
    if (read) read = read_optional(query, "until_id", page.until_id, parse_id);
    if (read) read = read_optional(query, "start_time", page.start_time, parse_time);
    if (read) read = read_optional(query, "end_time", page.end_time, parse_time);
    if (!read) return std::unexpected(read.error());
    return page;
}

}  // namespace rostrum::sandbox::x
