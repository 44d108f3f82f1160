#pragma once

#include "platforms/post_rules.hpp"

#include <array>
#include <chrono>
#include <span>
#include <string_view>
#include <vector>

/// What Instagram takes, through either login. Where the figures come from:
/// docs/platforms/instagram.md.
namespace rostrum::platforms::meta {

namespace instagram_limits {

inline constexpr std::uint64_t mib = 1024 * 1024;
inline constexpr std::array<std::string_view, 1> image_mimes{"image/jpeg"};
inline constexpr std::array<std::string_view, 2> video_mimes{"video/mp4", "video/quicktime"};
inline constexpr std::array<std::string_view, 2> video_codecs{"h264", "hevc"};
inline constexpr std::array<std::string_view, 1> audio_codecs{"aac"};

/// 4:5 to 1.91:1, with room for how a whole number of pixels rounds.
inline constexpr MediaRule image{.kind = MediaKind::image,
                                 .mimes = image_mimes,
                                 .bytes_max = 8 * mib,
                                 .aspect_min = 0.795,
                                 .aspect_max = 1.915};
inline constexpr MediaRule any_image{
    .kind = MediaKind::image, .mimes = image_mimes, .bytes_max = 8 * mib};
inline constexpr MediaRule reel{.kind = MediaKind::video,
                                .mimes = video_mimes,
                                .bytes_max = 300 * mib,
                                .width_max = 1'920,
                                .aspect_min = 0.01,
                                .aspect_max = 10,
                                .duration_min = std::chrono::seconds{3},
                                .duration_max = std::chrono::minutes{15},
                                .frame_rate_min = 23,
                                .frame_rate_max = 60,
                                .video_codecs = video_codecs,
                                .audio_codecs = audio_codecs};
inline constexpr MediaRule story_video{.kind = MediaKind::video,
                                       .mimes = video_mimes,
                                       .bytes_max = 100 * mib,
                                       .width_max = 1'920,
                                       .aspect_min = 0.1,
                                       .aspect_max = 10,
                                       .duration_min = std::chrono::seconds{3},
                                       .duration_max = std::chrono::seconds{60},
                                       .frame_rate_min = 23,
                                       .frame_rate_max = 60,
                                       .video_codecs = video_codecs,
                                       .audio_codecs = audio_codecs};

inline constexpr std::array images{image};
inline constexpr std::array reels{reel};
inline constexpr std::array carousels{any_image, reel};
inline constexpr std::array stories{any_image, story_video};

}  // namespace instagram_limits

inline constexpr std::size_t caption_max = 2'200;
inline constexpr std::size_t caption_hashtags_max = 30;
inline constexpr std::size_t caption_mentions_max = 20;

/// The formats, for which `scopes` must have been granted.
constexpr std::array<FormatRule, 4> instagram_formats(std::span<const std::string_view> scopes) {
    const auto rule = [&](PostFormat format, std::size_t least, std::size_t most,
                          std::span<const MediaRule> media) {
        FormatRule out{.format = format, .text_max = caption_max, .measure = by_code_points};
        out.media_min = least;
        out.media_max = most;
        out.media = media;
        out.kinds_mix = most > 1;
        out.scopes = scopes;
        return out;
    };
    return {rule(PostFormat::image, 1, 1, instagram_limits::images),
            rule(PostFormat::reel, 1, 1, instagram_limits::reels),
            rule(PostFormat::carousel, 2, 10, instagram_limits::carousels),
            rule(PostFormat::story, 1, 1, instagram_limits::stories)};
}

inline constexpr std::array<PostFormat, 1> reel_formats{PostFormat::reel};
inline constexpr std::array<PostFormat, 3> caption_formats{PostFormat::image, PostFormat::reel,
                                                           PostFormat::carousel};
inline constexpr std::array<std::string_view, 2> trial_graduations{"MANUAL", "SS_PERFORMANCE"};

inline constexpr std::array instagram_options{
    OptionRule{.name = "shareToFeed",
               .type = OptionType::boolean,
               .description = "Show the reel in the feed, too",
               .formats = reel_formats},
    OptionRule{.name = "thumbOffset",
               .type = OptionType::integer,
               .description = "The moment of the video that is its cover, in milliseconds",
               .minimum = 0,
               .maximum = 900'000,
               .formats = reel_formats},
    OptionRule{.name = "trialReel",
               .type = OptionType::one_of,
               .description = "Show the reel to people who do not follow, first; and how it "
                              "becomes an ordinary one",
               .values = trial_graduations,
               .formats = reel_formats},
    OptionRule{.name = "collaborators",
               .type = OptionType::text_list,
               .description = "Up to three usernames, who are invited as co-authors",
               .maximum = 30,
               .formats = caption_formats},
    OptionRule{.name = "aiGenerated",
               .type = OptionType::boolean,
               .description = "Label the post as made with AI"},
};

/// What is wrong beyond the data; `account` is what `content_publishing_limit` told.
std::vector<PostIssue> check_instagram(const PostContent& content, const json::object& account);

}  // namespace rostrum::platforms::meta
