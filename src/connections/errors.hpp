#pragma once

#include "core/errors.hpp"
#include "platforms/outcome.hpp"

namespace rostrum::connections {

/// What a client is told of a platform's failure.
Error to_error(const platforms::PlatformError& error);

}  // namespace rostrum::connections
