#pragma once

#include "core/config.hpp"

#include <vector>

namespace rostrum::app {

/// The table of all settings: the server's own, and those of each built-in platform.
std::vector<Property> properties();

}  // namespace rostrum::app
