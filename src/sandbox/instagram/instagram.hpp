#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "sandbox/simulated_platform.hpp"

#include <cstdint>
#include <memory>

namespace rostrum::sandbox::instagram {

/// Instagram's API with Instagram Login. What is passed in outlives it.
std::unique_ptr<SimulatedPlatform> create_instagram(const Clock& clock, Random& random,
                                                    std::uint64_t seed);

}  // namespace rostrum::sandbox::instagram
