#include "api/routes.hpp"

#include "api/guard.hpp"
#include "api/handlers/handlers.hpp"
#include "api/openapi.hpp"

#include <memory>

namespace rostrum::api {
namespace {

Task<http::Response> answer_text(std::shared_ptr<const std::string> text, bool html) {
    auto response = html ? http::Response::html(200, "") : http::Response::json(200, "");
    response.shared_body = std::move(text);
    co_return response;
}

http::Endpoint fixed(std::string pattern, std::string text, bool html) {
    auto shared = std::make_shared<const std::string>(std::move(text));
    return {.pattern = std::move(pattern),
            .handler = [shared, html](http::Request&) { return answer_text(shared, html); }};
}

}  // namespace

RouteTable make_routes(Services& services) {
    RouteTable table;
    add_sign_in_routes(table.routes, table.schemas, services);
    add_team_routes(table.routes, table.schemas, services);
    add_api_key_routes(table.routes, table.schemas, services);
    add_platform_routes(table.routes, table.schemas, services);
    add_oauth_routes(table.routes, table.schemas, services);
    add_connection_routes(table.routes, table.schemas, services);
    add_analytics_routes(table.routes, table.schemas, services);
    add_media_routes(table.routes, table.schemas, services);
    add_upload_routes(table.routes, table.schemas, services);
    add_campaign_routes(table.routes, table.schemas, services);
    add_slot_routes(table.routes, table.schemas, services);
    add_post_routes(table.routes, table.schemas, services);
    add_event_routes(table.routes, table.schemas, services);
    add_job_routes(table.routes, table.schemas, services);
    add_sync_report_routes(table.routes, table.schemas, services);
    add_system_routes(table.routes, table.schemas, services);
    return table;
}

http::Router make_router(Services& services, const RouteTable& table) {
    http::Router router;
    for (const auto& route : table.routes) {
        router.add(route.method, {.pattern = route.pattern,
                                  .handler = guarded(services, route),
                                  .body_max = route.body_max,
                                  .streams_body = route.streams_body});
    }
    router.add(http::Method::get, fixed("/api/v1/openapi.json",
                                        openapi_document(table, services.settings.public_url,
                                                         services.settings.version),
                                        false));
    router.add(http::Method::get, fixed("/docs", docs_page(table), true));
    return router;
}

}  // namespace rostrum::api
