#pragma once

#include "sandbox/cast_platform.hpp"
#include "sandbox/instagram/containers.hpp"

#include <memory>

namespace rostrum::sandbox::instagram {

/// Instagram's API with Instagram Login. What is passed in outlives it. What is published, at any
/// host, is its own.
std::unique_ptr<SimulatedPlatform> create_instagram(const SimulationParts& parts,
                                                    std::shared_ptr<Containers> containers);

}  // namespace rostrum::sandbox::instagram
