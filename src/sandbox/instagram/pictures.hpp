#pragma once

#include "core/clock.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "sandbox/instagram/world.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rostrum::sandbox::instagram {

inline constexpr std::string_view picture_host = "scontent.cdninstagram.com";
/// Addresses of pictures stop working after about a week, as those of the platform do.
inline constexpr std::chrono::days picture_life{7};

/// The address of a profile's, post's, story's or child's picture by its id.
std::string picture_url(std::string_view origin, std::uint64_t id, Time now);

/// The address of a video. There is nothing to see: it answers 404; the picture is its poster.
std::string video_url(std::string_view origin, std::uint64_t id, Time now);

/// Answers `/scontent.cdninstagram.com/...`: an SVG drawn from the id, always the same; 403 once
/// the address has expired, 404 for what does not exist.
http::Response picture(const World& world, const http::Request& request, Time now);

}  // namespace rostrum::sandbox::instagram
