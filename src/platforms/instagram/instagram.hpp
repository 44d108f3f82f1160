#pragma once

#include "platforms/call.hpp"
#include "platforms/instagram/descriptor.hpp"
#include "platforms/platform.hpp"
#include "platforms/registry.hpp"

#include <memory>

namespace rostrum::platforms::instagram {

/// Instagram for an app with these settings. The parts must outlive it.
std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts);

/// The same with another way to wait between two tries, for tests.
std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts,
                                 PlatformCall::Sleep sleep);

}  // namespace rostrum::platforms::instagram
