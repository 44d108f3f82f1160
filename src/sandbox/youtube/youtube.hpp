#pragma once

#include "sandbox/cast_platform.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

namespace rostrum::sandbox::youtube {

/// The one app that is known here.
inline constexpr std::string_view client_id =
    "407408718192-sandboxrostrum.apps.googleusercontent.com";
inline constexpr std::string_view client_secret = "GOCSPX-5b1d27e0c94f4c1aa6f3";

inline constexpr std::chrono::seconds access_life{3'599};
/// A refresh token that nobody uses for so long is dead.
inline constexpr std::chrono::days refresh_unused_max{180};
/// Of one account for one app; one more silently ends the oldest.
inline constexpr std::size_t refresh_tokens_max = 100;

/// What the app may read in a day, which begins at midnight in California.
inline constexpr std::int64_t units_per_day = 10'000;
/// Uploads that may be begun in such a day.
inline constexpr std::int64_t uploads_per_day = 100;

/// Google's login, the Data API and the Analytics API.
std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts);

}  // namespace rostrum::sandbox::youtube
