#pragma once

#include "sandbox/cast.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace rostrum::sandbox::x {

/// In the order of their bits.
inline constexpr std::array<std::string_view, 6> scope_names{
    "tweet.read", "users.read", "offline.access", "tweet.write", "media.write", "users.email"};

std::span<const Persona> personas() noexcept;

/// Whether some of the posts are other people's, passed on.
bool passes_posts_on(const Persona& persona) noexcept;

/// Whether a text may be longer than 280 characters.
bool is_premium(const Persona& persona) noexcept;

}  // namespace rostrum::sandbox::x
