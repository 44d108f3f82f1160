#pragma once

#include "sandbox/cast_platform.hpp"

#include <memory>
#include <string_view>

namespace rostrum::sandbox::linkedin {

/// The one app that is known here. It has every product, which no real one has.
inline constexpr std::string_view client_id = "86rostrumsandb";
inline constexpr std::string_view client_secret = "WPL_AP1.rOsTrUmSaNdBoX.c2VjcmV0";

/// The lives of tokens and codes, of the documents of autumn 2026.
inline constexpr std::chrono::days access_life{60};
inline constexpr std::chrono::days refresh_life{365};
inline constexpr std::chrono::minutes code_life{30};

/// Sign-in, posts and figures of members and of the pages that they administer.
std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts);

}  // namespace rostrum::sandbox::linkedin
