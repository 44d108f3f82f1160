#pragma once

#include "accounts/idempotency.hpp"
#include "accounts/sign_in.hpp"
#include "connections/inactive.hpp"
#include "connections/oauth_flow.hpp"
#include "connections/refresher.hpp"
#include "events/feed.hpp"
#include "jobs/job_store.hpp"
#include "media/cleaner.hpp"
#include "sync/report_store.hpp"
#include "sync/run_store.hpp"

#include <chrono>
#include <optional>

namespace rostrum::app {

/// The periodic jobs that touch several modules.
struct Housekeeping {
    const Clock& clock;
    accounts::SignIn& sign_in;
    accounts::Idempotency& idempotency;
    connections::OAuthFlow& oauth;
    connections::Refresher& refresher;
    connections::InactiveAccounts& inactive;
    std::optional<std::chrono::days> inactive_after;
    sync::RunStore& runs;
    sync::ReportStore& reports;
    events::Feed& feed;
    jobs::JobStore& jobs;
    limits::Budgets& budgets;
    media::Cleaner& media;

    /// Refreshes the tokens whose policy asks for it.
    Task<jobs::JobOutcome> refresh_tokens();

    /// Deletes what has expired: sessions, invitations, OAuth states, idempotency keys, old events,
    /// old dead letters, old runs and reports, files that nothing uses.
    Task<jobs::JobOutcome> clean_up();

    /// Disconnects accounts that nobody has looked after for long.
    Task<jobs::JobOutcome> give_up_inactive();
};

}  // namespace rostrum::app
