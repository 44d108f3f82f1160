#pragma once

#include "http/server/response.hpp"
#include "sandbox/instagram/graph.hpp"

#include <chrono>
#include <cstdint>

namespace rostrum::sandbox::instagram {

/// What is older is gone.
inline constexpr std::chrono::days account_insights_life{90};
/// Accounts with fewer followers have no figures about followers.
inline constexpr std::int64_t follower_figures_min = 100;

/// `GET /<IG_ID>/insights`.
GraphResult<http::Response> account_insights(const GraphCall& call);

}  // namespace rostrum::sandbox::instagram
