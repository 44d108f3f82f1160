#pragma once

#include "http/message.hpp"
#include "platforms/outcome.hpp"

namespace rostrum::platforms::meta {

/// What the headers X-App-Usage and X-Business-Use-Case-Usage of Meta's Graph hosts tell: the
/// highest of all percentages, and the longest time until access is regained. A header that is
/// absent or no such JSON tells nothing; whether all hosts send them is not documented.
LimitsSeen read_limits(const http::Headers& headers);

}  // namespace rostrum::platforms::meta
