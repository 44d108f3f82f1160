#pragma once

#include "platforms/facebook/descriptor.hpp"
#include "platforms/platform.hpp"
#include "platforms/registry.hpp"

#include <memory>

namespace rostrum::platforms::facebook {

/// Facebook's pages for an app with these settings. The parts must outlive it.
std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts);

}  // namespace rostrum::platforms::facebook
