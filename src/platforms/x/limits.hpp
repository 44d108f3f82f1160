#pragma once

#include "http/message.hpp"
#include "platforms/outcome.hpp"

namespace rostrum::platforms::x {

/// The limit of the endpoint's 15 minutes and the two of 24 hours, of the app and of the user. One
/// that is used up tells when it begins again.
LimitsSeen read_limits(const http::Headers& headers, Time now);

}  // namespace rostrum::platforms::x
