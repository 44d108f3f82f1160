#pragma once

#include "accounts/api_keys.hpp"
#include "accounts/authenticator.hpp"
#include "accounts/idempotency.hpp"
#include "accounts/sign_in.hpp"
#include "accounts/team.hpp"
#include "analytics/posts.hpp"
#include "analytics/service.hpp"
#include "analytics/variants.hpp"
#include "api/throttle.hpp"
#include "campaigns/slots.hpp"
#include "campaigns/store.hpp"
#include "connections/account_choice.hpp"
#include "connections/connection_store.hpp"
#include "connections/disconnect.hpp"
#include "connections/oauth_flow.hpp"
#include "connections/refresher.hpp"
#include "core/metrics.hpp"
#include "events/fanout.hpp"
#include "events/feed.hpp"
#include "jobs/cron.hpp"
#include "jobs/job_store.hpp"
#include "limits/degrading_rate_limiter.hpp"
#include "media/library.hpp"
#include "media/uploads.hpp"
#include "platforms/registry.hpp"
#include "publishing/account_options.hpp"
#include "publishing/service.hpp"
#include "sync/health.hpp"
#include "sync/report_store.hpp"
#include "sync/run_store.hpp"

#include <string>

namespace rostrum::api {

/// What the handlers need to know of how the server was set up.
struct ApiSettings {
    std::string public_url;       ///< our origin, without a trailing slash
    bool secure_cookies = false;  ///< over https
    bool sandbox = false;         ///< the simulated platforms run here
    std::string version;
    Secret cron_secret;
    Secret metrics_token;
};

/// Everything that the handlers call. Made and owned by `app`; outlives the server.
struct Services {
    const ApiSettings& settings;
    const Clock& clock;
    db::Database& database;
    Metrics& metrics;
    Throttle& throttle;
    limits::DegradingRateLimiter* shared_limits;  ///< null unless all nodes share their limits
    accounts::Authenticator& authenticator;
    accounts::SignIn& sign_in;
    accounts::Team& team;
    accounts::ApiKeys& api_keys;
    accounts::Idempotency& idempotency;
    const platforms::Registry& platforms;
    connections::ConnectionStore& connections;
    connections::OAuthFlow& oauth;
    connections::AccountChoices& choices;
    connections::Refresher& refresher;
    connections::Disconnect& disconnect;
    sync::RunStore& sync_runs;
    sync::ReportStore& reports;
    sync::Health& sync_health;
    analytics::Service& analytics;
    analytics::Posts& posts;
    campaigns::Store& campaigns;
    campaigns::Slots& slots;
    analytics::Variants& variants;
    publishing::Service& publishing;
    publishing::AccountOptions& account_options;
    events::Feed& feed;
    events::Fanout& fanout;
    jobs::JobStore& jobs;
    jobs::Cron& cron;
    limits::Budgets& budgets;
    media::Spool& spool;
    media::Library& library;
    media::Uploads& uploads;
};

}  // namespace rostrum::api
