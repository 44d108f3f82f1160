#pragma once

#include "sandbox/cast.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace rostrum::sandbox::tiktok {

/// In the order of their bits.
inline constexpr std::array<std::string_view, 6> scope_names{"user.info.basic", "user.info.profile",
                                                             "user.info.stats", "video.list",
                                                             "video.publish",   "video.upload"};

std::span<const Persona> personas() noexcept;

/// What is special about its posts.
enum class Trait : std::uint8_t {
    none,
    is_private,  ///< has followers-only levels instead of the public one
    banned,      ///< may not post
    unaudited,   ///< as if the app were not audited: for itself only
    restricted,  ///< has turned off what others may do with its posts
};
Trait trait_of(const Persona& persona) noexcept;

}  // namespace rostrum::sandbox::tiktok
