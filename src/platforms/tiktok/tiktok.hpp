#pragma once

#include "platforms/platform.hpp"
#include "platforms/registry.hpp"
#include "platforms/tiktok/descriptor.hpp"

#include <memory>

namespace rostrum::platforms::tiktok {

/// TikTok for an app with these settings. The parts must outlive it.
std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts);

}  // namespace rostrum::platforms::tiktok
