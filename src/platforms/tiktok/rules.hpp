#pragma once

#include "core/json.hpp"
#include "platforms/post_rules.hpp"
#include "platforms/tiktok/choices.hpp"
#include "platforms/tiktok/descriptor.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// What TikTok takes.
namespace rostrum::platforms::tiktok {

inline constexpr std::size_t caption_max = 2'200;      ///< UTF-16, of a video
inline constexpr std::size_t title_max = 90;           ///< UTF-16, of photos
inline constexpr std::size_t description_max = 4'000;  ///< UTF-16, of photos
inline constexpr std::size_t photos_max = 35;
inline constexpr std::uint64_t video_bytes_max = 4'000'000'000;
inline constexpr std::uint64_t photo_bytes_max = 20'000'000;
inline constexpr std::chrono::minutes video_duration_max{10};

namespace rules {

inline constexpr std::array<std::string_view, 3> video_mimes{"video/mp4", "video/quicktime",
                                                             "video/webm"};
inline constexpr std::array<std::string_view, 4> video_codecs{"h264", "hevc", "vp8", "vp9"};
inline constexpr std::array<std::string_view, 2> image_mimes{"image/jpeg", "image/webp"};

inline constexpr std::array video_media{MediaRule{.kind = MediaKind::video,
                                                  .mimes = video_mimes,
                                                  .bytes_max = video_bytes_max,
                                                  .bytes_min = 1,
                                                  .width_min = 360,
                                                  .width_max = 4'096,
                                                  .height_min = 360,
                                                  .height_max = 4'096,
                                                  .duration_max = video_duration_max,
                                                  .frame_rate_min = 23,
                                                  .frame_rate_max = 60,
                                                  .video_codecs = video_codecs}};
/// "1080p" is taken to be 1,080 by 1,920 pixels, either way up.
inline constexpr std::array photo_media{MediaRule{.kind = MediaKind::image,
                                                  .mimes = image_mimes,
                                                  .bytes_max = photo_bytes_max,
                                                  .width_max = 1'920,
                                                  .height_max = 1'920}};

inline constexpr std::array<std::string_view, 1> scopes{scope_publish};

inline constexpr std::array formats{
    FormatRule{.format = PostFormat::video,
               .text_max = caption_max,
               .measure = by_utf16,
               .media_min = 1,
               .media_max = 1,
               .media = video_media,
               .scopes = scopes},
    FormatRule{.format = PostFormat::image,
               .text_max = description_max,
               .measure = by_utf16,
               .media_min = 1,
               .media_max = 1,
               .media = photo_media,
               .title_max = title_max,
               .title_measure = by_utf16,
               .scopes = scopes},
    FormatRule{.format = PostFormat::carousel,
               .text_max = description_max,
               .measure = by_utf16,
               .media_min = 2,
               .media_max = photos_max,
               .media = photo_media,
               .title_max = title_max,
               .title_measure = by_utf16,
               .scopes = scopes},
};

inline constexpr std::array<PostFormat, 1> video_only{PostFormat::video};
inline constexpr std::array<PostFormat, 2> photos_only{PostFormat::image, PostFormat::carousel};
inline constexpr std::array<std::string_view, 2> modes{mode_direct, mode_draft};
inline constexpr std::array<std::string_view, 1> draft_scopes{scope_upload};
inline constexpr std::array mode_scopes{ValueScopes{mode_draft, draft_scopes}};
inline constexpr std::array<std::string_view, 2> sources{source_upload, source_url};

/// Nothing is allowed beforehand: TikTok's guidelines want every choice to be the author's.
inline constexpr std::array options{
    OptionRule{.name = "privacyLevel",
               .type = OptionType::one_of,
               .description =
                   "Who may see the post: one of those that TikTok offers the account. It "
                   "has to be chosen, but for drafts."},
    OptionRule{.name = "disableComment",
               .type = OptionType::boolean,
               .description = "Nobody may comment. So it is unless you say no."},
    OptionRule{.name = "disableDuet",
               .type = OptionType::boolean,
               .description = "Nobody may make duets with the video. So it is unless you say no.",
               .formats = video_only},
    OptionRule{.name = "disableStitch",
               .type = OptionType::boolean,
               .description = "Nobody may stitch the video. So it is unless you say no.",
               .formats = video_only},
    OptionRule{.name = "brandOrganicToggle",
               .type = OptionType::boolean,
               .description = "The post promotes the author's own brand."},
    OptionRule{.name = "brandContentToggle",
               .type = OptionType::boolean,
               .description = "Another brand pays for the post; it cannot be for oneself only."},
    OptionRule{.name = "isAigc",
               .type = OptionType::boolean,
               .description = "The video was made with AI.",
               .formats = video_only},
    OptionRule{.name = "videoCoverTimestampMs",
               .type = OptionType::integer,
               .description = "The frame that is the cover, in milliseconds; the first by default.",
               .maximum = std::chrono::milliseconds{video_duration_max}.count(),
               .formats = video_only},
    OptionRule{.name = "autoAddMusic",
               .type = OptionType::boolean,
               .description = "TikTok adds music that it recommends.",
               .formats = photos_only},
    OptionRule{.name = "photoCoverIndex",
               .type = OptionType::integer,
               .description = "Which photo is the cover, counted from 0.",
               .maximum = photos_max - 1,
               .formats = photos_only},
    OptionRule{.name = "mode",
               .type = OptionType::one_of,
               .description = "Post it, as usual, or send a draft that the author finishes in the "
                              "TikTok app. A draft of photos takes its title and text along, one "
                              "of a video the file alone.",
               .values = modes,
               .scopes = mode_scopes},
    OptionRule{.name = "source",
               .type = OptionType::one_of,
               .description =
                   "Upload the video, as usual, or let TikTok fetch it from this server, "
                   "whose address has to be verified there.",
               .values = sources,
               .formats = video_only},
};

}  // namespace rules

inline constexpr PostRules post_rules{.formats = rules::formats, .options = rules::options};

/// What is wrong beyond `post_rules`. `account` is what `account_options` told; what it does not
/// tell is let through.
std::vector<PostIssue> check_post(const PostContent& content, const json::object& account);

}  // namespace rostrum::platforms::tiktok
