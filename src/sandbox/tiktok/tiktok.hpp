#pragma once

#include "sandbox/cast_platform.hpp"

#include <memory>
#include <string_view>

namespace rostrum::sandbox::tiktok {

/// The one app that is known here.
inline constexpr std::string_view client_key = "sbawtiktokrostrum01";
inline constexpr std::string_view client_secret = "b71c0a5d29e84f3f8c6601d2a4975be3";

/// The lives of tokens, of the documents of November 2026.
inline constexpr std::chrono::hours access_life{2};
inline constexpr std::chrono::days refresh_life{180};

/// Login Kit and the Display API.
std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts);

}  // namespace rostrum::sandbox::tiktok
