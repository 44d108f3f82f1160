#include "api/openapi.hpp"

#include "app/server.hpp"
#include "app/version.hpp"

namespace rostrum::app {

std::string openapi_document() {
    // Writing the table down calls no service: there is nothing behind this reference.
    alignas(api::Services) static unsigned char nowhere[sizeof(api::Services)];
    auto& services = reinterpret_cast<api::Services&>(nowhere);
    return api::openapi_document(api::make_routes(services), "http://127.0.0.1:8080", version);
}

}  // namespace rostrum::app
