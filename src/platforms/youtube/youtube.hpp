#pragma once

#include "platforms/platform.hpp"
#include "platforms/registry.hpp"
#include "platforms/youtube/descriptor.hpp"

#include <memory>

namespace rostrum::platforms::youtube {

/// YouTube for an app with these settings. The parts must outlive it.
std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts);

}  // namespace rostrum::platforms::youtube
