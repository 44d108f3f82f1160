#pragma once

#include "core/json.hpp"
#include "platforms/post_rules.hpp"
#include "platforms/youtube/descriptor.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// What YouTube takes.
namespace rostrum::platforms::youtube {

inline constexpr std::size_t title_max = 100;          ///< characters
inline constexpr std::size_t description_max = 5'000;  ///< bytes
inline constexpr std::size_t tags_max = 500;           ///< characters, see `length_of_tags`
inline constexpr std::uint64_t video_bytes_max = 274'877'906'944;
inline constexpr std::uint64_t thumbnail_bytes_max = 50'000'000;
inline constexpr std::chrono::hours video_duration_max{12};
inline constexpr std::chrono::minutes short_duration_max{3};
/// Longer ones only for channels that were verified.
inline constexpr std::chrono::minutes unverified_duration_max{15};

namespace rules {

inline constexpr std::array<std::string_view, 8> video_mimes{
    "video/mp4",       "video/quicktime", "video/webm", "video/x-matroska",
    "video/x-msvideo", "video/mpeg",      "video/3gpp", "video/x-flv"};
inline constexpr std::array<std::string_view, 2> image_mimes{"image/jpeg", "image/png"};

inline constexpr MediaRule thumbnail{
    .kind = MediaKind::image, .mimes = image_mimes, .bytes_max = thumbnail_bytes_max};

/// What is square or upright and short enough becomes a Short, whether that is wished or not.
inline constexpr std::array short_media{MediaRule{.kind = MediaKind::video,
                                                  .mimes = video_mimes,
                                                  .bytes_max = video_bytes_max,
                                                  .bytes_min = 1,
                                                  .aspect_max = 1.0,
                                                  .duration_max = short_duration_max},
                                        thumbnail};
inline constexpr std::array video_media{MediaRule{.kind = MediaKind::video,
                                                  .mimes = video_mimes,
                                                  .bytes_max = video_bytes_max,
                                                  .bytes_min = 1,
                                                  .duration_max = video_duration_max},
                                        thumbnail};

inline constexpr std::array<std::string_view, 1> upload_scopes{scope_upload};

/// A video, and if wished an image: its thumbnail.
inline constexpr std::array formats{
    FormatRule{.format = PostFormat::reel,
               .text_max = description_max,
               .measure = by_bytes,
               .media_min = 1,
               .media_max = 2,
               .media = short_media,
               .kinds_mix = true,
               .title_max = title_max,
               .title_measure = by_code_points,
               .title_required = true,
               .scopes = upload_scopes},
    FormatRule{.format = PostFormat::video,
               .text_max = description_max,
               .measure = by_bytes,
               .media_min = 1,
               .media_max = 2,
               .media = video_media,
               .kinds_mix = true,
               .title_max = title_max,
               .title_measure = by_code_points,
               .title_required = true,
               .scopes = upload_scopes},
};

inline constexpr std::array<std::string_view, 3> privacy_levels{"public", "unlisted", "private"};
inline constexpr std::array<std::string_view, 15> categories{
    "1", "2", "10", "15", "17", "19", "20", "22", "23", "24", "25", "26", "27", "28", "29"};
inline constexpr std::array<std::string_view, 2> licenses{"youtube", "creativeCommon"};

inline constexpr std::array options{
    OptionRule{.name = "privacyStatus",
               .type = OptionType::one_of,
               .description = "Who may see the video; everybody unless you say otherwise.",
               .values = privacy_levels},
    OptionRule{.name = "madeForKids",
               .type = OptionType::boolean,
               .description = "Whether the video is made for children, as the law defines it."},
    OptionRule{.name = "containsSyntheticMedia",
               .type = OptionType::boolean,
               .description = "Whether realistic parts were made or altered with AI."},
    OptionRule{.name = "categoryId",
               .type = OptionType::one_of,
               .description = "The number of YouTube's category; 22, people and blogs, by default.",
               .values = categories},
    OptionRule{.name = "tags",
               .type = OptionType::text_list,
               .description = "Keywords, 500 characters in all.",
               .maximum = tags_max},
    OptionRule{.name = "defaultLanguage",
               .type = OptionType::text,
               .description = "The language of title and description, such as en or pt-BR.",
               .maximum = 35},
    OptionRule{.name = "license",
               .type = OptionType::one_of,
               .description = "YouTube's own licence by default.",
               .values = licenses},
    OptionRule{.name = "embeddable",
               .type = OptionType::boolean,
               .description = "Whether other sites may show the video; they may by default."},
    OptionRule{.name = "publicStatsViewable",
               .type = OptionType::boolean,
               .description = "Whether everybody sees its figures; they do by default."},
    OptionRule{.name = "notifySubscribers",
               .type = OptionType::boolean,
               .description = "Whether subscribers are told; they are by default."},
};

}  // namespace rules

inline constexpr PostRules post_rules{.formats = rules::formats, .options = rules::options};

/// As YouTube counts tags: with the commas between them, and two more for one with a space.
std::size_t length_of_tags(const json::value* tags);

/// What is wrong beyond `post_rules`. `account` is what `account_options` told.
std::vector<PostIssue> check_video(const PostContent& content, const json::object& account);

/// The video of a post, and its thumbnail; null when there is none.
const MediaFile* video_of(const PostContent& content);
const MediaFile* thumbnail_of(const PostContent& content);

}  // namespace rostrum::platforms::youtube
