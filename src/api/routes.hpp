#pragma once

#include "api/route.hpp"
#include "api/services.hpp"
#include "http/server/router.hpp"

#include <string>
#include <vector>

namespace rostrum::api {

/// The table of all routes, with the schemas of their bodies.
struct RouteTable {
    Schemas schemas;
    std::vector<Route> routes;
};

/// Writes the table down. The services are only called when a route is.
RouteTable make_routes(Services& services);

/// The router of the table, with the OpenAPI document and the readable page made from it.
http::Router make_router(Services& services, const RouteTable& table);

}  // namespace rostrum::api
