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

/// Whether some of its videos are private, unlisted or deleted.
bool keeps_secrets(const Persona& persona) noexcept;

}  // namespace rostrum::sandbox::youtube
