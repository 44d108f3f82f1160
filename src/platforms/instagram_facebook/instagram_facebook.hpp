#pragma once

#include "platforms/instagram_facebook/descriptor.hpp"
#include "platforms/platform.hpp"
#include "platforms/registry.hpp"

#include <memory>

namespace rostrum::platforms::instagram_facebook {

/// Instagram by way of Facebook, for an app with these settings. The parts must outlive it.
std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts);

}  // namespace rostrum::platforms::instagram_facebook
