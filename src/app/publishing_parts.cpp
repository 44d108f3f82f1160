#include "app/publishing_parts.hpp"

#include "publishing/purge.hpp"

#include <string>

namespace rostrum::app {

PublishingParts::PublishingParts(const Context& of)
    : outbox_(of.outbox),
      media_(of.library),
      posts_(of.database, of.outbox, of.clock),
      targets_(of.database, of.jobs, of.clock),
      attempts_(of.database, of.clock, of.ids),
      account_options_(of.connections, of.refresher, of.platforms, of.clock),
      checker_(of.connections, of.platforms, media_, account_options_),
      queue_(of.database, of.slots, of.clock),
      service_({of.database, posts_, targets_, attempts_, checker_, queue_, media_, of.connections,
                of.refresher, of.platforms, of.outbox, of.clock, of.ids}),
      works_(of.database, posts_, targets_, attempts_, of.vault, of.outbox, of.clock),
      engine_({works_, of.connections, of.refresher, of.platforms, media_, of.clock, of.random,
               of.metrics}),
      sweeper_(works_, targets_, of.clock) {}

void PublishingParts::add_to(connections::Disconnect& disconnect) {
    disconnect.before_purge([this](db::Transaction& tx, WorkspaceId workspace,
                                   ConnectionId connection) {
        return publishing::release_connection(tx, posts_, targets_, outbox_, workspace, connection);
    });
}

void PublishingParts::add_to(jobs::Worker& worker) {
    worker.handle(std::string(publishing::publish_job),
                  [this](jobs::Job job) { return engine_.run(std::move(job)); });
    worker.handle(std::string(publishing::sweep_job),
                  [this](jobs::Job job) { return sweeper_.run(std::move(job)); });
    worker.handle(std::string(publishing::turn_job),
                  [this](jobs::Job job) { return sweeper_.give_turn(std::move(job)); });
}

void PublishingParts::add_to(jobs::Cron& cron) {
    const std::string name(publishing::sweep_job);
    cron.add({.name = name,
              .schedule = {.every = publishing::sweep_interval},
              .job = {.kind = name, .queue = jobs::Queue::publish, .unique_key = name}});
}

}  // namespace rostrum::app
