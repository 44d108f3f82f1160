#pragma once

#include "http/server/server.hpp"

#include <cstddef>

namespace rostrum::sandbox {

class Simulation;

inline constexpr std::size_t huge_body_default = 16 * 1024 * 1024;

/// Middleware for the calls to platforms: lets those that meet a fault go wrong, and records each.
/// Other paths pass. `simulation` outlives the server.
http::Middleware simulate_calls(Simulation& simulation);

}  // namespace rostrum::sandbox
