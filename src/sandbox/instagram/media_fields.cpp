#include "sandbox/instagram/media_fields.hpp"

#include "crypto/encoding.hpp"
#include "sandbox/captions.hpp"
#include "sandbox/instagram/engagement.hpp"
#include "sandbox/instagram/pictures.hpp"
#include "sandbox/instagram/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace rostrum::sandbox::instagram {
namespace {

/// What a field's writer sees.
struct MediaView {
    const GraphCall& call;
    const Found& found;
    const Engagement& figures;
    const Field& field;

    const Post& post() const { return found.post; }
    const Account& account() const { return *found.post.account; }
    bool is_child() const { return found.child > 0; }
    std::uint64_t id() const { return child_id(found.post, found.child); }
};

using WriteField = void (*)(JsonWriter&, const MediaView&);

struct MediaField {
    std::string_view name;
    WriteField write;      ///< writes key and value, or nothing when there is no value
    bool of_child = true;  ///< false: a carousel's child does not have it
};

std::string_view media_type(const Found& found) {
    if (found.child > 0) return "IMAGE";
    switch (found.post.kind) {
        case PostKind::carousel: return "CAROUSEL_ALBUM";
        case PostKind::reel:
        case PostKind::story_video: return "VIDEO";
        case PostKind::image:
        case PostKind::story_image: break;
    }
    return "IMAGE";
}

std::string permalink(const MediaView& view) {
    return permalink_of(view.post(), view.id(), view.call.origin);
}

bool copyright_flagged(const Post& post) {
    return post.account->quirks.flags_copyright && !post.text && post.slot % 3 == 0;
}

void write_media_url(JsonWriter& out, const MediaView& view) {
    if (copyright_flagged(view.post())) return;
    out.key("media_url")
        .value(is_video(view.post().kind)
                   ? video_url(view.call.origin, view.id(), view.call.now)
                   : picture_url(view.call.origin, view.id(), view.call.now));
}

void write_thumbnail_url(JsonWriter& out, const MediaView& view) {
    if (!is_video(view.post().kind)) return;
    out.key("thumbnail_url").value(picture_url(view.call.origin, view.id(), view.call.now));
}

void write_caption(JsonWriter& out, const MediaView& view) {
    if (is_story(view.post().kind)) return;
    const auto text =
        view.post().text.value_or(caption(view.account().voice, view.post().dice.of("caption")));
    if (!text.empty()) out.key("caption").value(text);
}

void write_like_count(JsonWriter& out, const MediaView& view) {
    if (!view.account().quirks.hides_likes) out.key("like_count").value(view.figures.likes);
}

void write_alt_text(JsonWriter& out, const MediaView& view) {
    if (view.post().text) {
        if (!view.post().alt_text.empty()) out.key("alt_text").value(view.post().alt_text);
        return;
    }
    if (is_video(view.post().kind) || !view.post().dice.of("alt").chance(20)) return;
    out.key("alt_text").value(fmt::format("A picture by {}", view.account().username));
}

void write_children(JsonWriter& out, const MediaView& view) {
    if (view.post().kind != PostKind::carousel) return;
    out.key("children").begin_object().key("data").begin_array();
    for (int child = 1; child <= view.post().children; ++child) {
        write_media(out, view.call, {view.post(), child}, view.field.of);
    }
    out.end_array().end_object();
}

/// In the order of the documentation.
constexpr std::array media_fields{
    MediaField{"id", [](JsonWriter& out,
                        const MediaView& view) { out.key("id").value(std::to_string(view.id())); }},
    MediaField{"caption", write_caption, false},
    MediaField{"media_type",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("media_type").value(media_type(view.found));
               }},
    MediaField{"media_product_type",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("media_product_type").value(product_type(view.post().kind));
               },
               false},
    MediaField{"media_url", write_media_url},
    MediaField{"thumbnail_url", write_thumbnail_url},
    MediaField{
        "permalink",
        [](JsonWriter& out, const MediaView& view) { out.key("permalink").value(permalink(view)); },
        false},
    MediaField{"shortcode",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("shortcode").value(shortcode(view.id()));
               },
               false},
    MediaField{"timestamp",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("timestamp").value(graph_time(view.post().posted_at));
               }},
    MediaField{"username",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("username").value(view.account().username);
               }},
    MediaField{"owner",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("owner").begin_object().key("id");
                   out.value(std::to_string(ig_id(view.account()))).end_object();
               }},
    MediaField{"like_count", write_like_count, false},
    MediaField{"comments_count",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("comments_count").value(view.figures.comments);
               },
               false},
    MediaField{"is_comment_enabled",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("is_comment_enabled").value(!view.post().dice.of("closed").chance(4));
               },
               false},
    MediaField{"is_shared_to_feed",
               [](JsonWriter& out, const MediaView& view) {
                   if (view.post().kind != PostKind::reel) return;
                   out.key("is_shared_to_feed").value(view.post().dice.of("feed").chance(85));
               },
               false},
    MediaField{"alt_text", write_alt_text},
    MediaField{"media_audio_type",
               [](JsonWriter& out, const MediaView& view) {
                   if (view.post().kind != PostKind::reel) return;
                   out.key("media_audio_type").value("original_sounds");
               },
               false},
    MediaField{"is_ai_generated",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("is_ai_generated").value(view.post().dice.of("ai").chance(3));
               },
               false},
    MediaField{"legacy_instagram_media_id",
               [](JsonWriter& out, const MediaView& view) {
                   out.key("legacy_instagram_media_id")
                       .value(fmt::format("3{}_{}", view.id(), index_of(view.account()) + 1));
               },
               false},
    MediaField{"children", write_children, false},
};

const MediaField* find_field(std::string_view name) {
    const auto found = std::ranges::find(media_fields, name, &MediaField::name);
    return found == media_fields.end() ? nullptr : &*found;
}

}  // namespace

std::string_view product_type(PostKind kind) noexcept {
    if (is_story(kind)) return "STORY";
    return kind == PostKind::reel ? "REELS" : "FEED";
}

std::string shortcode(std::uint64_t id) {
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(id >> (56 - 8 * i) & 0xFF);
    }
    return crypto::base64url_encode(bytes);
}

std::optional<std::uint64_t> parse_shortcode(std::string_view code) {
    const auto bytes = crypto::base64url_decode(code);
    if (!bytes || bytes->size() != 8) return std::nullopt;
    std::uint64_t id = 0;
    for (const auto byte : *bytes) id = id << 8 | static_cast<std::uint64_t>(byte);
    return id;
}

GraphResult<> check_media_fields(const std::vector<Field>& fields) {
    for (const auto& field : fields) {
        const auto* known = find_field(field.name);
        if (known == nullptr ||
            (!field.of.empty() && field.name != "children" && field.name != "owner")) {
            return std::unexpected(unknown_field(field.name, "Media"));
        }
        if (field.name != "children") continue;
        for (const auto& inner : field.of) {
            const auto* inner_known = find_field(inner.name);
            if (inner_known == nullptr || !inner_known->of_child || !inner.of.empty()) {
                return std::unexpected(unknown_field(inner.name, "Media"));
            }
        }
    }
    return {};
}

void write_media(JsonWriter& out, const GraphCall& call, const Found& found,
                 const std::vector<Field>& fields) {
    const auto figures = engagement(found.post, call.now);
    bool has_id = false;
    out.begin_object();
    for (const auto& field : fields) {
        const auto* known = find_field(field.name);
        if (known == nullptr || (found.child > 0 && !known->of_child)) continue;
        known->write(out, {call, found, figures, field});
        has_id |= field.name == "id";
    }
    if (!has_id) out.key("id").value(std::to_string(child_id(found.post, found.child)));
    out.end_object();
}

}  // namespace rostrum::sandbox::instagram
