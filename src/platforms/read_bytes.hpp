#pragma once

#include "core/task.hpp"
#include "http/body_source.hpp"

#include <string>

namespace rostrum::platforms {

/// All bytes of a source: for parts that are wrapped before they are sent, a few MiB each. Throws
/// std::runtime_error when there are fewer than were promised, and what the source throws.
Task<std::string> read_bytes(http::BodySource source);

}  // namespace rostrum::platforms
