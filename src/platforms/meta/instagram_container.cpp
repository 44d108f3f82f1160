#include "platforms/meta/instagram_container.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/meta/publish_steps.hpp"

namespace rostrum::platforms::meta {
namespace {

bool is_set(const PostContent& content, std::string_view name) {
    const auto* value = content.options.if_contains(name);
    return value != nullptr && value->is_bool() && value->as_bool();
}

/// What posts have, and stories have not.
void add_caption(const PostContent& content, http::Query& out) {
    if (!content.text.empty()) out.add("caption", content.text);
    const auto collaborators = list_in(content.options, "collaborators");
    if (!collaborators.empty()) {
        out.add("collaborators", json::serialize(to_array(collaborators)));
    }
}

void add_reel(const PostContent& content, http::Query& out) {
    if (const auto* shared = content.options.if_contains("shareToFeed")) {
        out.add("share_to_feed", shared->is_bool() && shared->as_bool() ? "true" : "false");
    }
    if (content.options.contains("thumbOffset")) {
        out.add("thumb_offset", std::to_string(number_in(content.options, "thumbOffset")));
    }
    if (const auto trial = text_in(content.options, "trialReel"); !trial.empty()) {
        out.add("trial_params", json::serialize(json::object{{"graduation_strategy", trial}}));
    }
}

}  // namespace

http::Query container_parameters(const PostContent& content, const MediaFile& file, bool uploads) {
    http::Query out;
    const bool video = file.kind == MediaKind::video;
    const bool child = content.format == PostFormat::carousel;
    if (content.format == PostFormat::story) {
        out.add("media_type", "STORIES");
    } else if (video) {
        out.add("media_type", child ? "VIDEO" : "REELS");
    }
    if (child) out.add("is_carousel_item", "true");
    if (video && uploads) {
        out.add("upload_type", "resumable");
    } else {
        out.add(video ? "video_url" : "image_url", file.public_url);
    }
    if (!video && !file.alt_text.empty() && content.format != PostFormat::story) {
        out.add("alt_text", file.alt_text);
    }
    if (child) return out;
    if (content.format != PostFormat::story) add_caption(content, out);
    if (content.format == PostFormat::reel) add_reel(content, out);
    if (is_set(content, "aiGenerated")) out.add("is_ai_generated", "true");
    return out;
}

http::Query carousel_parameters(const PostContent& content,
                                const std::vector<std::string>& children) {
    http::Query out{{"media_type", "CAROUSEL"}};
    std::string list;
    for (const auto& child : children) {
        if (!list.empty()) list += ',';
        list += child;
    }
    out.add("children", std::move(list));
    add_caption(content, out);
    if (is_set(content, "aiGenerated")) out.add("is_ai_generated", "true");
    return out;
}

}  // namespace rostrum::platforms::meta
