#pragma once

#include "sandbox/cast_platform.hpp"

#include <memory>
#include <string_view>

namespace rostrum::sandbox::x {

/// The one app that is known here.
inline constexpr std::string_view client_id = "c2FuZGJveFJvc3RydW0wMTox";
inline constexpr std::string_view client_secret = "sbx-4d1c0f7be2a94e5f8d3a6b7019c2e5f4";

/// Of the documents of autumn 2026; how long a refresh token lives, they do not tell.
inline constexpr std::chrono::seconds code_life{30};
inline constexpr std::chrono::hours access_life{2};
inline constexpr std::chrono::days refresh_life{180};

/// API v2 with OAuth 2.0.
std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts);

}  // namespace rostrum::sandbox::x
