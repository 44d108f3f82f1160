#pragma once

#include "sandbox/cast.hpp"

#include <array>
#include <span>
#include <string_view>

namespace rostrum::sandbox::tiktok {

/// In the order of their bits.
inline constexpr std::array<std::string_view, 4> scope_names{"user.info.basic", "user.info.profile",
                                                             "user.info.stats", "video.list"};

std::span<const Persona> personas() noexcept;

}  // namespace rostrum::sandbox::tiktok
