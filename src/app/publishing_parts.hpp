#pragma once

#include "connections/disconnect.hpp"
#include "jobs/cron.hpp"
#include "jobs/worker.hpp"
#include "publishing/engine.hpp"
#include "publishing/library_media.hpp"
#include "publishing/service.hpp"
#include "publishing/sweeper.hpp"

namespace rostrum::app {

/// Everything that publishes, in the order in which it is made.
class PublishingParts {
public:
    /// What it works with; all of it outlives it.
    struct Context {
        db::Database& database;
        jobs::JobStore& jobs;
        events::Outbox& outbox;
        connections::ConnectionStore& connections;
        connections::Refresher& refresher;
        const connections::Vault& vault;
        const platforms::Registry& platforms;
        media::Library& library;
        campaigns::Slots& slots;
        const Clock& clock;
        Random& random;
        IdSource& ids;
        Metrics& metrics;
    };

    explicit PublishingParts(const Context& context);

    publishing::Service& service() { return service_; }
    publishing::AccountOptions& account_options() { return account_options_; }

    /// Posts let go of connections that are purged.
    void add_to(connections::Disconnect& disconnect);
    void add_to(jobs::Worker& worker);
    static void add_to(jobs::Cron& cron);

private:
    events::Outbox& outbox_;
    publishing::LibraryMedia media_;
    publishing::PostStore posts_;
    publishing::TargetStore targets_;
    publishing::AttemptStore attempts_;
    publishing::AccountOptions account_options_;
    publishing::Checker checker_;
    publishing::Queue queue_;
    publishing::Service service_;
    publishing::WorkStore works_;
    publishing::Engine engine_;
    publishing::Sweeper sweeper_;
};

}  // namespace rostrum::app
