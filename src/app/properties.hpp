#pragma once

#include "core/config.hpp"

#include <vector>

namespace rostrum::app {

/// The table of all settings: the server's own, and those of each built-in platform.
std::vector<Property> properties();

/// Whether the settings may stand together. Error: `validation_failed` for half a bucket, and for
/// what is only for tests, in production.
Result<> check_environment(const Config& config);

}  // namespace rostrum::app
