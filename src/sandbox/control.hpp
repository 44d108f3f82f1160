#pragma once

#include "core/errors.hpp"
#include "http/server/router.hpp"

namespace rostrum::sandbox {

class Simulation;

/// Adds the routes under `/_control`, by which tests set faults and the clock and look at what
/// happened; README.md lists them. `simulation` outlives the router.
void add_control_routes(http::Router& router, Simulation& simulation);

/// An error in the envelope of Rostrum's own API: for the control API, and for paths of no
/// platform.
http::Response render_error(const Error& error, const http::Request& request);

}  // namespace rostrum::sandbox
