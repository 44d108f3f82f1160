#pragma once

#include "core/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox::youtube {

/// The 11 characters that a video is called by.
std::string video_id(std::uint64_t post);
/// The number of the post, or some number for 11 characters that were never given out.
std::optional<std::uint64_t> parse_video_id(std::string_view text);

/// Where a page begins, among what the world is made of and among what was uploaded.
struct PagePlace {
    std::int64_t slot = 0;
    std::optional<Time> uploads_before = {};  ///< empty: with the newest
};
std::string page_token(const PagePlace& place);
std::optional<PagePlace> parse_page_token(std::string_view text);

}  // namespace rostrum::sandbox::youtube
