#pragma once

#include "http/server/refusal.hpp"
#include "http/server/request.hpp"

#include <optional>
#include <string_view>

namespace rostrum::http {

/// The path of a target as it was sent, for finding the route: an escaped slash must not divide
/// segments. Empty when the target is neither a path nor an http URL.
std::string_view raw_path(std::string_view target);

/// Fills the path and the query of `request` from its target. Refused with 400: a target without a
/// path, a fragment, a broken escape, text that is no UTF-8, a NUL, and the segments "." and "..",
/// also when they are escaped.
std::optional<Refusal> read_target(Request& request);

}  // namespace rostrum::http
