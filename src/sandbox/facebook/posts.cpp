#include "core/json_writer.hpp"
#include "crypto/encoding.hpp"
#include "sandbox/facebook/simulator.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rostrum::sandbox::facebook {
namespace {

using instagram::bad_parameter;
using instagram::graph_json;
using instagram::graph_time;

constexpr std::int64_t page_size_default = 25;
constexpr std::int64_t page_size_max = 100;
constexpr std::string_view cursor_prefix = "QVFI";

constexpr std::array<std::string_view, 14> post_fields{
    "id",           "message",     "created_time", "updated_time", "permalink_url",
    "full_picture", "status_type", "is_published", "attachments",  "shares",
    "reactions",    "comments",    "from",         "story"};

struct KindNames {
    std::string_view status_type;
    std::string_view media_type;  ///< of the attachment; empty: there is none
};

PostKind kind_of(const CastPost& post) {
    const auto roll = post.dice.of("kind").below(100);
    if (roll < 10) return PostKind::text;
    if (roll < 50) return PostKind::photo;
    if (roll < 65) return PostKind::album;
    if (roll < 78) return PostKind::video;
    return roll < 90 ? PostKind::reel : PostKind::link;
}

KindNames names_of(PostKind kind) {
    switch (kind) {
        case PostKind::photo_story:
        case PostKind::video_story:
        case PostKind::text: return {"mobile_status_update", ""};
        case PostKind::photo: return {"added_photos", "photo"};
        case PostKind::album: return {"added_photos", "album"};
        case PostKind::video:
        case PostKind::reel: return {"added_video", "video"};
        case PostKind::link: return {"shared_story", "link"};
    }
    return {};
}

void write_attachments(JsonWriter& out, PostKind kind, std::string_view url) {
    out.key("attachments").begin_object().key("data").begin_array().begin_object();
    out.key("media_type").value(names_of(kind).media_type);
    out.key("url").value(url).end_object().end_array().end_object();
}

/// The count alone: nobody is listed.
void write_summary(JsonWriter& out, std::string_view edge, std::int64_t count, bool hidden) {
    out.key(edge).begin_object().key("data").begin_array().end_array();
    out.key("summary").begin_object();
    if (!hidden) out.key("total_count").value(count);
    out.key("viewer_reaction").value("NONE").end_object().end_object();
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

// ---- what all lists have in common

std::string encode_cursor(std::int64_t position) {
    const auto text = std::to_string(position);
    return std::string(cursor_prefix) + crypto::base64url_encode(crypto::as_bytes(text));
}

std::optional<std::int64_t> decode_cursor(std::string_view text) {
    if (!text.starts_with(cursor_prefix)) return std::nullopt;
    const auto bytes = crypto::base64url_decode(text.substr(cursor_prefix.size()));
    const auto position = bytes ? parse_whole(crypto::as_text(*bytes)) : std::nullopt;
    constexpr std::int64_t position_max = 253'402'300'799'000'000;  // the year 9999
    if (!position || *position < 0 || *position > position_max) return std::nullopt;
    return position;
}

std::string next_address(const PageCall& call, std::string_view after) {
    http::Query query;
    for (const auto& [name, value] : call.request.query) {
        if (name != "after" && name != "access_token" && name != "appsecret_proof") {
            query.add(name, value);
        }
    }
    query.add("after", std::string(after));
    query.add("access_token", std::string(instagram::access_token(call.request)));
    return fmt::format("{}{}?{}", origin_of(call.request), call.request.path, query.encode());
}

GraphResult<std::int64_t> limit_of(const PageCall& call, std::int64_t otherwise) {
    const auto text = call.param("limit");
    if (text.empty()) return otherwise;
    const auto limit = parse_whole(text);
    if (!limit || *limit < 1) {
        return std::unexpected(bad_parameter("(#100) param limit must be a positive number"));
    }
    return *limit;
}

GraphResult<std::vector<Field>> fields_of(const PageCall& call, std::string_view otherwise,
                                          std::span<const std::string_view> known,
                                          std::string_view node) {
    const auto asked = call.param("fields");
    auto fields = instagram::parse_fields(asked.empty() ? otherwise : asked);
    if (!fields) return fields;
    for (const auto& field : *fields) {
        if (std::ranges::find(known, field.name) == known.end()) {
            return std::unexpected(instagram::unknown_field(field.name, node));
        }
    }
    return fields;
}

// ---- posts

/// Newest first, those of the world and those that were published; a cursor is the moment of the
/// last post.
GraphResult<http::Response> Facebook::post_list(const PageCall& call, std::size_t page) const {
    const auto fields = fields_of(call, "id,message,created_time", post_fields, "Post");
    if (!fields) return std::unexpected(fields.error());
    const auto limit = limit_of(call, page_size_default);
    if (!limit) return std::unexpected(limit.error());
    if (*limit > page_size_max) {
        return std::unexpected(
            bad_parameter("(#100) The limit parameter should not be greater than 100"));
    }
    Time before = Time::max();
    if (const auto after = call.param("after"); !after.empty()) {
        const auto cursor = decode_cursor(after);
        if (!cursor) return std::unexpected(bad_parameter("(#100) Invalid cursor"));
        before = Time{std::chrono::microseconds{*cursor}};
    }
    // One more than is shown tells whether there is a next page.
    const auto size = static_cast<std::size_t>(*limit);
    auto posts = posts_before(page, before, *limit + 1, call.now);
    const bool more = posts.size() > size;
    if (more) posts.resize(size);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (const auto& post : posts) write_post(out, call, post, *fields);
    out.end_array();
    if (!posts.empty()) {
        const auto cursor = [](const CastPost& post) {
            return encode_cursor(post.posted_at.time_since_epoch() / std::chrono::microseconds{1});
        };
        out.key("paging").begin_object().key("cursors").begin_object();
        out.key("before").value(cursor(posts.front())).key("after").value(cursor(posts.back()));
        out.end_object();
        if (more) out.key("next").value(next_address(call, cursor(posts.back())));
        out.end_object();
    }
    out.end_object();
    return graph_json(200, body);
}

std::vector<CastPost> Facebook::posts_before(std::size_t page, Time before, std::int64_t count,
                                             Time now) const {
    const auto slots = cast().posts(page, now);
    // Slots are in the order of time: the bound can be found by halving.
    auto low = slots.oldest;
    auto high = slots.newest + 1;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (cast().post(page, middle).posted_at < before) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    std::vector<CastPost> posts;
    for (auto slot = low - 1; slot >= std::max(slots.oldest, low - count); --slot) {
        posts.push_back(cast().post(page, slot));
    }
    for (const auto& own : page_posts_.posts(page, false, now)) {
        if (own.post.posted_at < before) posts.push_back(own.post);
    }
    std::ranges::sort(posts, std::ranges::greater{}, &CastPost::posted_at);
    if (posts.size() > static_cast<std::size_t>(count))
        posts.resize(static_cast<std::size_t>(count));
    return posts;
}

PagePost Facebook::described(const CastPost& post) const {
    if (auto own = page_posts_.find_post(post.id, now())) return *std::move(own);
    PagePost out;
    out.post = post;
    out.kind = kind_of(post);
    out.message = text_of(post);
    return out;
}

GraphResult<http::Response> Facebook::post_node(const PageCall& call, const CastPost& post) const {
    if (call.caller.page != post.persona) {
        return std::unexpected(instagram::missing_object(call.path.node));
    }
    if (call.path.edge == "insights") return post_insights(call, post);
    if (!call.path.edge.empty()) {
        return std::unexpected(instagram::unknown_path("/" + std::string(call.path.edge)));
    }
    const auto fields = fields_of(call, "id,message,created_time", post_fields, "Post");
    if (!fields) return std::unexpected(fields.error());
    std::string body;
    JsonWriter out(body);
    write_post(out, call, post, *fields);
    return graph_json(200, body);
}

std::optional<CastPost> Facebook::find_post(std::string_view node) const {
    const auto parts = split(node, '_');
    if (parts.size() != 2) return std::nullopt;
    const auto page = instagram::parse_id(parts[0]);
    const auto number = instagram::parse_id(parts[1]);
    if (!page || !number) return std::nullopt;
    if (const auto own = page_posts_.find_post(*number, now())) {
        return page_id(own->post.persona) == *page ? std::optional(own->post) : std::nullopt;
    }
    auto post = cast().find_post(*number, now());
    if (!post || page_id(post->persona) != *page) return std::nullopt;
    return post;
}

void Facebook::write_post(JsonWriter& out, const PageCall& call, const CastPost& post,
                          const std::vector<Field>& fields) const {
    const auto& who = cast().persona(post.persona);
    const auto figures = cast().figures(post, call.now);
    const auto described = this->described(post);
    const auto kind = described.kind;
    const auto& message = described.message;
    auto permalink = permalink_base(call, kind, post.persona) + std::to_string(post.id);
    if (kind == PostKind::reel) permalink += '/';
    out.begin_object();
    for (const auto& field : fields) {
        const auto& name = field.name;
        if (name == "message" && !message.empty()) out.key(name).value(message);
        if (name == "created_time" || name == "updated_time") {
            out.key(name).value(graph_time(post.posted_at));
        }
        if (name == "permalink_url") out.key(name).value(permalink);
        if (name == "full_picture" && kind != PostKind::text) {
            out.key(name).value(cover_url(call.request, post));
        }
        if (name == "status_type") out.key(name).value(names_of(kind).status_type);
        if (name == "is_published") out.key(name).value(true);
        if (name == "attachments" && kind != PostKind::text) {
            write_attachments(out, kind, permalink);
        }
        // Absent until somebody shares it.
        if (name == "shares" && figures.shares > 0) {
            out.key(name).begin_object().key("count").value(figures.shares).end_object();
        }
        if (name == "reactions") write_summary(out, name, figures.likes, who.hides_figures);
        if (name == "comments") write_summary(out, name, figures.comments, who.hides_figures);
        if (name == "from") {
            out.key(name).begin_object().key("id").value(std::to_string(page_id(post.persona)));
            out.key("name").value(who.name).end_object();
        }
    }
    out.key("id").value(id_of(post)).end_object();
}

}  // namespace rostrum::sandbox::facebook
