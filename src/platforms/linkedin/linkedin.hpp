#pragma once

#include "platforms/linkedin/descriptor.hpp"
#include "platforms/platform.hpp"
#include "platforms/registry.hpp"

#include <memory>

namespace rostrum::platforms::linkedin {

/// LinkedIn for an app with these settings. The parts must outlive it.
std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts);

}  // namespace rostrum::platforms::linkedin
