#pragma once

#include "sandbox/cast.hpp"

#include <array>
#include <span>
#include <string_view>

namespace rostrum::sandbox::youtube {

/// In the order of their bits.
inline constexpr std::array<std::string_view, 4> scope_names{
    "https://www.googleapis.com/auth/youtube.readonly",
    "https://www.googleapis.com/auth/yt-analytics.readonly",
    "https://www.googleapis.com/auth/youtube.upload",
    "https://www.googleapis.com/auth/youtube.force-ssl"};

std::span<const Persona> personas() noexcept;

/// How a Google account is answered that has no channel.
enum class Channel : std::uint8_t {
    exists,
    missing,         ///< the list of channels is empty
    never_signed_up  ///< every call is refused
};
Channel channel_of(const Persona& persona) noexcept;

/// What is special about its uploads.
enum class Trait : std::uint8_t {
    none,
    uploads_used_up,  ///< it may upload no more today
    is_claimed,       ///< each of its videos is rejected for copyright
    not_verified,     ///< no videos above 15 minutes, no thumbnails of its own
    loses_bytes,      ///< half of each part gets lost on the way
};
Trait trait_of(const Persona& persona) noexcept;

/// Whether some of its videos are private, unlisted or deleted.
bool keeps_secrets(const Persona& persona) noexcept;

}  // namespace rostrum::sandbox::youtube
