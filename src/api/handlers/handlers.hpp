#pragma once

#include "api/route.hpp"
#include "api/services.hpp"

#include <vector>

namespace rostrum::api {

/// Each resource writes its own rows of the route table.
using Routes = std::vector<Route>;

void add_sign_in_routes(Routes& routes, Schemas& schemas, Services& services);
void add_team_routes(Routes& routes, Schemas& schemas, Services& services);
void add_api_key_routes(Routes& routes, Schemas& schemas, Services& services);
void add_platform_routes(Routes& routes, Schemas& schemas, Services& services);
void add_oauth_routes(Routes& routes, Schemas& schemas, Services& services);
void add_connection_routes(Routes& routes, Schemas& schemas, Services& services);
void add_analytics_routes(Routes& routes, Schemas& schemas, Services& services);
void add_media_routes(Routes& routes, Schemas& schemas, Services& services);
void add_upload_routes(Routes& routes, Schemas& schemas, Services& services);
void add_campaign_routes(Routes& routes, Schemas& schemas, Services& services);
void add_slot_routes(Routes& routes, Schemas& schemas, Services& services);
void add_post_routes(Routes& routes, Schemas& schemas, Services& services);
void add_event_routes(Routes& routes, Schemas& schemas, Services& services);
void add_job_routes(Routes& routes, Schemas& schemas, Services& services);
void add_sync_report_routes(Routes& routes, Schemas& schemas, Services& services);
void add_system_routes(Routes& routes, Schemas& schemas, Services& services);

}  // namespace rostrum::api
