#include "platforms/facebook/rules.hpp"

#include "platforms/facebook/descriptor.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace rostrum::platforms::facebook {
namespace {

constexpr std::uint64_t mib = 1024 * 1024;
constexpr std::size_t title_max = 255;

constexpr std::array<std::string_view, 2> image_mimes{"image/jpeg", "image/png"};
constexpr std::array<std::string_view, 2> video_mimes{"video/mp4", "video/quicktime"};
constexpr std::array<std::string_view, 1> reel_mimes{"video/mp4"};
constexpr std::array<std::string_view, 4> reel_codecs{"h264", "hevc", "vp9", "av1"};
constexpr std::array<std::string_view, 1> reel_audio_codecs{"aac"};

constexpr MediaRule image{.kind = MediaKind::image, .mimes = image_mimes, .bytes_max = 4 * mib};
constexpr MediaRule video{.kind = MediaKind::video,
                          .mimes = video_mimes,
                          .bytes_max = 10 * 1024 * mib,
                          .duration_max = std::chrono::hours{4}};
constexpr MediaRule reel{.kind = MediaKind::video,
                         .mimes = reel_mimes,
                         .bytes_max = 1024 * mib,
                         .width_min = 540,
                         .height_min = 960,
                         .aspect_min = 0.55,
                         .aspect_max = 0.57,
                         .duration_min = std::chrono::seconds{3},
                         .duration_max = std::chrono::seconds{90},
                         .frame_rate_min = 23.9,
                         .frame_rate_max = 60,
                         .video_codecs = reel_codecs,
                         .audio_codecs = reel_audio_codecs};

constexpr std::array images{image};
constexpr std::array videos{video};
constexpr std::array reels{reel};
constexpr std::array stories{image, reel};

constexpr std::array<std::string_view, 1> scopes{scope_posts};

constexpr FormatRule format(PostFormat name, std::size_t media_min, std::size_t media_max,
                            std::span<const MediaRule> media) {
    FormatRule out{.format = name, .text_max = 63'206, .measure = by_code_points};
    out.media_min = media_min;
    out.media_max = media_max;
    out.media = media;
    out.scopes = scopes;
    if (name == PostFormat::video || name == PostFormat::reel) {
        out.title_max = title_max;
        out.title_measure = by_code_points;
    }
    out.text_required = name == PostFormat::text;
    return out;
}

bool is_own_link(std::string_view link) {
    return link.contains("://facebook.com") || link.contains("://www.facebook.com") ||
           link.contains("://m.facebook.com");
}

}  // namespace

/// What a reel cannot be is a video.
constinit const std::array<FormatRule, 7> page_formats{
    format(PostFormat::link, 0, 0, {}),       format(PostFormat::text, 0, 0, {}),
    format(PostFormat::image, 1, 1, images),  format(PostFormat::carousel, 2, 10, images),
    format(PostFormat::reel, 1, 1, reels),    format(PostFormat::video, 1, 1, videos),
    format(PostFormat::story, 1, 1, stories),
};

std::vector<PostIssue> check_post(const PostContent& content) {
    std::vector<PostIssue> out;
    if (content.format == PostFormat::story && !content.text.empty()) {
        out.push_back(
            post_warning("text_not_shown", "content", "A story has no text: it is left out."));
    }
    if (content.format == PostFormat::link && is_own_link(content.link)) {
        out.push_back(
            post_error("link_to_platform", "link", "Facebook does not accept links to itself."));
    }
    if (content.format != PostFormat::link && !content.link.empty()) {
        out.push_back(
            post_warning("link_not_shown", "link",
                         "Beside pictures and videos Facebook shows no link: put it into the "
                         "text, or leave it out."));
    }
    return out;
}

}  // namespace rostrum::platforms::facebook
