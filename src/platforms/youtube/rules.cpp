#include "platforms/youtube/rules.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>

namespace rostrum::platforms::youtube {
namespace {

const MediaFile* find_kind(const PostContent& content, MediaKind kind) {
    const auto file = std::ranges::find(content.media, kind, &MediaFile::kind);
    return file == content.media.end() ? nullptr : &*file;
}

bool has_angle(std::string_view text) { return text.find_first_of("<>") != std::string_view::npos; }

void check_text(const PostContent& content, std::vector<PostIssue>& out) {
    constexpr std::string_view message = "YouTube does not accept the characters < and >.";
    if (has_angle(content.title))
        out.push_back(post_error("bad_character", "title", std::string(message)));
    if (has_angle(content.text))
        out.push_back(post_error("bad_character", "content", std::string(message)));
    const auto* tags = content.options.if_contains("tags");
    const auto length = length_of_tags(tags);
    if (length > tags_max) {
        out.push_back(with_limit(post_error("tags_too_long", "options.tags",
                                            "All tags together, with the commas between them, "
                                            "may have 500 characters."),
                                 tags_max, length));
    }
    if (tags == nullptr || !tags->is_array()) return;
    const auto& list = tags->as_array();
    if (std::ranges::any_of(list, [](const auto& tag) { return has_angle(text_of(tag)); })) {
        out.push_back(post_error("bad_character", "options.tags", std::string(message)));
    }
}

void check_media(const PostContent& content, const json::object& account,
                 std::vector<PostIssue>& out) {
    const auto count = [&](MediaKind kind) {
        return std::ranges::count(content.media, kind, &MediaFile::kind);
    };
    if (const auto videos = count(MediaKind::video); videos != 1) {
        out.push_back(with_limit(
            post_error("media_count", "mediaIds", "A post on YouTube is exactly one video."), 1,
            videos));
    }
    if (const auto images = count(MediaKind::image); images > 1) {
        out.push_back(
            with_limit(post_error("media_count", "mediaIds", "A video has one thumbnail at most."),
                       1, images));
    }
    const auto* video = video_of(content);
    const auto* long_uploads = account.if_contains("longUploads");
    const bool may_be_long = long_uploads == nullptr || text_of(*long_uploads) == "allowed" ||
                             text_of(*long_uploads).empty();
    constexpr std::int64_t limit = std::chrono::milliseconds{unverified_duration_max}.count();
    if (video != nullptr && !may_be_long && video->duration_ms.value_or(0) > limit) {
        out.push_back(
            with_limit(post_error("media_duration", "mediaIds",
                                  "YouTube takes videos longer than 15 minutes only of verified "
                                  "channels. Verify the channel at youtube.com/verify."),
                       limit, *video->duration_ms));
    }
}

}  // namespace

std::size_t length_of_tags(const json::value* tags) {
    if (tags == nullptr || !tags->is_array() || tags->as_array().empty()) return 0;
    std::size_t length = tags->as_array().size() - 1;
    for (const auto& tag : tags->as_array()) {
        const auto text = text_of(tag);
        length += utf8::count(text) + (text.find(' ') != std::string::npos ? 2 : 0);
    }
    return length;
}

std::vector<PostIssue> check_video(const PostContent& content, const json::object& account) {
    std::vector<PostIssue> out;
    check_text(content, out);
    check_media(content, account, out);
    return out;
}

const MediaFile* video_of(const PostContent& content) {
    return find_kind(content, MediaKind::video);
}

const MediaFile* thumbnail_of(const PostContent& content) {
    return find_kind(content, MediaKind::image);
}

}  // namespace rostrum::platforms::youtube
