#pragma once

#include "sandbox/cast_platform.hpp"
#include "sandbox/instagram/containers.hpp"

#include <chrono>
#include <memory>
#include <string_view>

namespace rostrum::sandbox::facebook {

/// The one app that is known here.
inline constexpr std::string_view app_id = "1042871500337719";
inline constexpr std::string_view app_secret = "6f0d2c81b94e4a57a3c5e7790b1d8f42";

inline constexpr std::chrono::seconds short_token_life{5'100};
inline constexpr std::chrono::seconds long_token_life{5'183'944};  ///< about 60 days

/// graph.facebook.com: Facebook's login, pages, and the Instagram accounts that are linked with
/// them. The app insists on a proof with each token.
/// `containers` are those of the simulated Instagram.
std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts,
                                          std::shared_ptr<instagram::Containers> containers);

}  // namespace rostrum::sandbox::facebook
