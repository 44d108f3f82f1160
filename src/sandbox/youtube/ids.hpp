#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox::youtube {

/// The 11 characters that a video is called by.
std::string video_id(std::uint64_t post);
/// The number of the post, or some number for 11 characters that were never given out.
std::optional<std::uint64_t> parse_video_id(std::string_view text);

/// What leads to the page that begins with a slot.
std::string page_token(std::int64_t slot);
std::optional<std::int64_t> parse_page_token(std::string_view text);

}  // namespace rostrum::sandbox::youtube
