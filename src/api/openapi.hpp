#pragma once

#include "api/routes.hpp"

#include <string>
#include <string_view>

namespace rostrum::api {

/// The OpenAPI 3.1 document of the table, as JSON with a stable order.
std::string openapi_document(const RouteTable& table, std::string_view server_url,
                             std::string_view version);

/// The table as a page to read.
std::string docs_page(const RouteTable& table);

}  // namespace rostrum::api
