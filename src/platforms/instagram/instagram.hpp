#pragma once

#include "platforms/instagram/descriptor.hpp"
#include "platforms/platform.hpp"
#include "platforms/registry.hpp"

#include <memory>

namespace rostrum::platforms::instagram {

/// Instagram for an app with these settings. The parts must outlive it.
std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts);

}  // namespace rostrum::platforms::instagram
