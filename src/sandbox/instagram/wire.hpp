#pragma once

#include "core/clock.hpp"
#include "http/server/response.hpp"

#include <string>
#include <string_view>

namespace rostrum::sandbox::instagram {

/// Rewrites JSON the way the platform sends it: "/" as "\/" and everything beyond ASCII as
/// "\uXXXX", emoji as pairs of them. `json` is valid JSON in UTF-8.
std::string escape_as_meta(std::string_view json);

/// An answer of the Graph API: JSON in that form, never cached.
http::Response graph_json(int status, std::string_view json);

/// "2026-11-19T18:00:00+0000": the offset has no colon.
std::string graph_time(Time time);

}  // namespace rostrum::sandbox::instagram
