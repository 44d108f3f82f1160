#include "app/server.hpp"

#include "api/errors_to_http.hpp"
#include "api/openapi.hpp"
#include "api/routes.hpp"
#include "app/budget_settings.hpp"
#include "app/database_lock.hpp"
#include "app/housekeeping.hpp"
#include "app/key_check.hpp"
#include "app/media_parts.hpp"
#include "app/platform_settings.hpp"
#include "app/publishing_parts.hpp"
#include "app/rate_limits.hpp"
#include "app/sync_settings.hpp"
#include "app/version.hpp"
#include "app/web_folder.hpp"
#include "core/log.hpp"
#include "core/shared_clock.hpp"
#include "db/migrator.hpp"
#include "http/client/client.hpp"
#include "http/server/middleware.hpp"
#include "http/server/server.hpp"
#include "http/server/static_files.hpp"
#include "jobs/worker.hpp"
#include "publishing/reseal.hpp"
#include "sandbox/sandbox.hpp"
#include "sync/engine.hpp"
#include "sync/scheduler.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <thread>

namespace rostrum::app {
namespace {

constexpr std::chrono::seconds drain_limit{10};
constexpr std::chrono::seconds last_drain_limit{2};

std::size_t loop_count(const Config& config) {
    const auto wanted = static_cast<std::size_t>(config.integer("LOOPS"));
    return wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

/// Queries wait in pipelines, so a few connections keep PostgreSQL busy; more only make its
/// processes wait for each other's cores.
std::size_t database_connections(const Config& config) {
    constexpr std::size_t each_loop = 4;
    constexpr std::size_t unless_told_max = 20;
    const auto wanted = static_cast<std::size_t>(config.integer("DATABASE_CONNECTIONS"));
    return wanted != 0 ? wanted : std::min(unless_told_max, each_loop * loop_count(config));
}

db::Options database_options(const Config& config) {
    return {.url = database_url(config),
            .connections_max = database_connections(config),
            .prepared = config.boolean("DATABASE_PREPARED")};
}

crypto::Keyring keyring_of(const Config& config) {
    auto keyring =
        crypto::Keyring::parse(config.has("ENCRYPTION_KEYS") ? config.text("ENCRYPTION_KEYS")
                                                             : config.text("ENCRYPTION_KEY"));
    if (!keyring) throw std::runtime_error("ENCRYPTION_KEY: " + keyring.error().message);
    return std::move(*keyring);
}

/// The origins of a list with commas, without the slash that is easily added.
std::vector<std::string> origins_of(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const auto comma = list.find(',');
        auto part = list.substr(0, comma);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ') || part.ends_with('/')) part.remove_suffix(1);
        if (!part.empty()) parts.emplace_back(part);
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    return parts;
}

/// Scheduled syncs leave room: who asks for one must not wait for theirs.
jobs::WorkerOptions worker_options(const Config& config) {
    const auto running_max = static_cast<std::size_t>(config.integer("JOBS_RUNNING"));
    jobs::WorkerOptions options{.running_max = running_max};
    options.queue_running_max[jobs::Queue::scheduled_sync] =
        std::max<std::size_t>(1, running_max - running_max / 4);
    // Long uploads leave room for everything else.
    options.queue_running_max[jobs::Queue::publish] =
        std::max<std::size_t>(1, running_max - running_max / 4);
    return options;
}

std::chrono::seconds alarm_time(std::string_view platform) {
    for (const auto* descriptor : platforms::Registry::builtin()) {
        if (descriptor->id == platform) return descriptor->refresh.alarm_left;
    }
    return std::chrono::seconds{0};
}

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

/// One process serves from an SQLite file. Locked before it is migrated: a newer program that is
/// started by mistake must not change the file under the one that runs.
std::unique_ptr<DatabaseLock> database_lock(const Config& config, const ServeOptions& options) {
    if (!config.has("DATABASE_URL")) {
        std::filesystem::create_directories(config.text("DATA_DIR"));
    }
    const auto url = database_url(config);
    const bool serves = options.api || options.worker || options.scheduler;
    if (!serves || db::engine_of(url) != db::Engine::sqlite) return nullptr;
    return std::make_unique<DatabaseLock>(db::sqlite_path(url));
}

/// Migrates before anything is opened on the database.
db::Options migrated(const Config& config) {
    auto options = database_options(config);
    for (const auto& name : db::migrate(options, db::migrations())) {
        log::info("migrated the database", {{"migration", name}});
    }
    return options;
}

}  // namespace

/// Members stand in the order in which they are made; each uses only what stands above it.
struct Server::Parts {
    Parts(const Config& settings, const ServeOptions& wanted);

    void check_keys();
    void make_platforms();
    void make_http(const std::string& public_url);
    void add_job_handlers();
    void add_periodic_jobs();

    const Config& config;
    ServeOptions options;
    SharedClock clock;
    SystemRandom random;
    IdSource ids{clock, random};
    Metrics metrics;
    crypto::Keyring keyring;
    Loops loops;
    std::unique_ptr<DatabaseLock> lock;
    std::unique_ptr<db::Database> database;
    KeyCheck key_check;
    std::unique_ptr<crypto::PasswordHasher> hasher;
    std::unique_ptr<http::Client> client;
    std::unique_ptr<sandbox::Sandbox> simulator;
    platforms::Registry registry;

    events::Outbox outbox{clock, ids};
    events::Feed feed;
    events::Fanout fanout;
    jobs::JobStore job_store;
    jobs::Worker worker;
    jobs::Cron cron;
    accounts::Authenticator authenticator;
    accounts::SignIn sign_in;
    accounts::Team team;
    accounts::ApiKeys api_keys;
    accounts::Idempotency idempotency;
    limits::BudgetLedger budget_ledger;
    limits::Budgets budgets;
    connections::Vault vault;
    connections::ConnectionStore connection_store;
    connections::Connector connector;
    connections::AccountChoices choices;
    connections::Refresher refresher;
    connections::Disconnect disconnect;
    connections::InactiveAccounts inactive;
    sync::Schedule schedule;
    sync::RunStore runs;
    sync::PostStore post_store;
    sync::Engine engine;
    sync::Scheduler scheduler;
    sync::ReportStore reports;
    sync::Health sync_health;
    campaigns::Store campaigns;
    campaigns::Slots slots;
    analytics::Variants variants;
    analytics::Service analytics_service;
    analytics::Posts posts;

    RateLimits rate_limits;
    api::Throttle throttle;
    api::ApiSettings api_settings;
    std::unique_ptr<MediaParts> media;
    std::unique_ptr<PublishingParts> publisher;
    std::unique_ptr<connections::OAuthFlow> oauth;
    std::unique_ptr<Housekeeping> housekeeping;
    std::unique_ptr<api::Services> services;
    std::unique_ptr<http::Server> server;
    bool started = false;
};

Server::Parts::Parts(const Config& settings, const ServeOptions& wanted)
    : config(settings),
      options(wanted),
      clock(settings.text("SANDBOX_CLOCK_FILE")),
      keyring(keyring_of(settings)),
      loops(loop_count(settings)),
      lock(database_lock(settings, wanted)),
      database(db::open(loops, migrated(settings))),
      key_check(*database, keyring, random),
      hasher(crypto::create_password_hasher(random)),
      client(http::create_client(loops)),
      feed(*database),
      fanout(*database),
      job_store(*database, clock, ids),
      worker(loops, *database, job_store, clock, random, ids, metrics, worker_options(settings)),
      cron(loops, *database, job_store, clock),
      authenticator(*database, clock, settings.secret("SESSION_SECRET")),
      sign_in(*database, *hasher, clock, random, ids, settings.secret("SESSION_SECRET")),
      team(*database, clock, random, ids),
      api_keys(*database, clock, random, ids),
      idempotency(*database, keyring, clock, random),
      budget_ledger(*database),
      budgets(budget_ledger, clock, budget_settings(settings)),
      vault(keyring, random),
      connection_store(*database, outbox, clock),
      connector(vault, outbox, job_store, clock, ids),
      choices(*database, connector, vault, clock, ids),
      refresher(*database, connection_store, registry, vault, outbox, clock, metrics),
      disconnect(*database, connection_store, registry, vault, outbox, clock),
      inactive(*database, outbox, clock),
      schedule(sync_settings(settings)),
      runs(*database, connection_store, outbox, job_store, schedule, clock, ids),
      post_store(clock, ids),
      engine(*database, connection_store, refresher, registry, runs, post_store, schedule, clock),
      scheduler(*database, connection_store, job_store, runs, schedule, clock, ids),
      reports(*database, outbox, alarm_time, clock, ids),
      sync_health(*database, clock),
      campaigns(*database, outbox, clock, ids),
      slots(*database, outbox, clock, ids),
      variants(*database),
      analytics_service(*database, clock),
      posts(*database),
      rate_limits(settings, loops, clock, random, metrics),
      throttle(rate_limits.limiter(), rate_policies(settings)) {
    if (options.with_sandbox) {
        simulator = sandbox::create_sandbox(
            loops, clock, ids, random,
            {.port = static_cast<std::uint16_t>(config.integer("SANDBOX_PORT"))});
    }
}

/// Before anything is sealed.
void Server::Parts::check_keys() {
    const auto checked = asio::co_spawn(loops.at(0), key_check.verify(), asio::use_future).get();
    if (!checked) throw std::runtime_error(checked.error().message);
}

/// After the sandbox has its port.
void Server::Parts::make_platforms() {
    const std::string sandbox_url =
        simulator ? fmt::format("http://127.0.0.1:{}", simulator->port()) : "";
    platforms::PlatformParts parts{*client, clock, random, metrics};
    parts.budgets = &budgets;
    for (const auto* descriptor : platforms::Registry::builtin()) {
        auto settings = platform_settings(config, *descriptor, sandbox_url);
        if (!settings) continue;
        budgets.add_platform(std::string(descriptor->id), descriptor->quotas);
        registry.add(platforms::create_platform(descriptor->id, std::move(*settings), parts));
    }
}

void Server::Parts::make_http(const std::string& public_url) {
    api_settings = {.public_url = public_url,
                    .secure_cookies = public_url.starts_with("https://"),
                    .sandbox = simulator != nullptr,
                    .version = std::string(version),
                    .cron_secret = config.secret("CRON_JOB_SECRET"),
                    .metrics_token = config.secret("METRICS_TOKEN")};
    oauth = std::make_unique<connections::OAuthFlow>(
        *database, registry, vault, connector, choices, clock, random,
        connections::FlowSettings{public_url, origins_of(config.text("ALLOWED_ORIGINS"))});
    media =
        std::make_unique<MediaParts>(config, public_url, *client, *database, outbox, clock, ids);
    publisher = std::make_unique<PublishingParts>(
        PublishingParts::Context{*database, job_store, outbox, connection_store, refresher, vault,
                                 registry, media->library(), slots, clock, random, ids, metrics});
    publisher->add_to(disconnect);
    housekeeping = std::make_unique<Housekeeping>(Housekeeping{
        clock, sign_in, idempotency, *oauth, refresher, inactive, inactive_after(config), runs,
        reports, feed, job_store, budgets, media->cleaner()});
    services = std::make_unique<api::Services>(api::Services{api_settings,
                                                             clock,
                                                             *database,
                                                             metrics,
                                                             throttle,
                                                             rate_limits.shared(),
                                                             authenticator,
                                                             sign_in,
                                                             team,
                                                             api_keys,
                                                             idempotency,
                                                             registry,
                                                             connection_store,
                                                             *oauth,
                                                             choices,
                                                             refresher,
                                                             disconnect,
                                                             runs,
                                                             reports,
                                                             sync_health,
                                                             analytics_service,
                                                             posts,
                                                             campaigns,
                                                             slots,
                                                             variants,
                                                             publisher->service(),
                                                             publisher->account_options(),
                                                             feed,
                                                             fanout,
                                                             job_store,
                                                             cron,
                                                             budgets,
                                                             media->spool(),
                                                             media->library(),
                                                             media->uploads()});
    http::ServerParts parts{
        .router = api::make_router(*services, api::make_routes(*services)),
        .middleware = {http::client_addresses(
                           http::TrustedProxies::parse(config.text("TRUSTED_PROXIES")).value()),
                       http::access_log(), http::request_metrics(metrics), http::security_headers(),
                       http::catch_exceptions(api::error_response)},
        .render_error = api::error_response,
        .fallback = {}};
    if (const auto folder = web_folder(config)) {
        parts.fallback = web_or_not_found(http::static_files(*folder), api::error_response);
    }
    server = http::create_server(loops, ids,
                                 {.address = config.text("BIND_ADDRESS"),
                                  .port = static_cast<std::uint16_t>(config.integer("PORT"))},
                                 std::move(parts));
}

void Server::Parts::add_job_handlers() {
    worker.handle(std::string(sync::run_job),
                  [this](jobs::Job job) { return engine.run(std::move(job)); });
    worker.handle(std::string(connections::first_sync_job),
                  [this](jobs::Job job) { return engine.first(std::move(job)); });
    worker.handle(std::string(sync::schedule_job),
                  [this](jobs::Job job) { return scheduler.run(std::move(job)); });
    worker.handle(std::string(sync::report_job),
                  [this](jobs::Job job) { return reports.run(std::move(job)); });
    publisher->add_to(worker);
    worker.handle("token-refresh", [this](jobs::Job) { return housekeeping->refresh_tokens(); });
    worker.handle("clean-up", [this](jobs::Job) { return housekeeping->clean_up(); });
    worker.handle("inactive-accounts",
                  [this](jobs::Job) { return housekeeping->give_up_inactive(); });
}

void Server::Parts::add_periodic_jobs() {
    using std::chrono::days;
    using std::chrono::hours;
    using std::chrono::minutes;
    const auto add = [this](std::string name, jobs::Schedule when, jobs::Queue queue) {
        cron.add({.name = name,
                  .schedule = std::move(when),
                  .job = {.kind = name, .queue = queue, .unique_key = name}});
    };
    const std::string& zone = schedule.settings().timezone;
    // The days are counted from a Thursday.
    constexpr days monday{4};
    add("token-refresh", {.every = minutes{30}}, jobs::Queue::refresh);
    add(std::string(sync::schedule_job), {.every = sync::schedule_interval},
        jobs::Queue::scheduled_sync);
    PublishingParts::add_to(cron);
    add("clean-up", {.every = hours{1}}, jobs::Queue::clean_up);
    add("inactive-accounts", {.every = days{1}, .offset = hours{2}, .zone = zone},
        jobs::Queue::clean_up);
    add(std::string(sync::report_job),
        {.every = days{7}, .offset = monday + hours{6}, .zone = zone}, jobs::Queue::clean_up);
}

Server::Server(const Config& config, const ServeOptions& options)
    : parts_(std::make_unique<Parts>(config, options)) {}

Server::~Server() { stop(); }

void Server::start() {
    auto& parts = *parts_;
    parts.started = true;
    parts.loops.start();
    parts.check_keys();
    asio::co_spawn(parts.loops.at(0), parts.feed.adopt(), asio::use_future).get();
    if (parts.simulator) parts.simulator->start();
    parts.make_platforms();
    parts.make_http(public_url());
    parts.add_job_handlers();
    parts.add_periodic_jobs();
    if (parts.lock) {
        // One process owns the file: whatever is marked as running was cut off.
        asio::co_spawn(parts.loops.at(0), parts.job_store.free_all(), asio::use_future).get();
    }
    if (parts.options.api) {
        parts.rate_limits.start();
        parts.server->start();
    }
    if (parts.options.worker) {
        parts.worker.start();
        log::info("working", {{"lease_owner", to_string(parts.worker.owner())}});
    }
    if (parts.options.scheduler) parts.cron.start();
}

void Server::stop() {
    auto& parts = *parts_;
    if (!std::exchange(parts.started, false)) return;
    if (parts.options.api && parts.server) parts.server->drain(drain_limit);
    parts.cron.stop();
    parts.worker.stop(drain_limit);
    if (parts.simulator) parts.simulator->stop();
    parts.database->close();
    // Requests that waited for the database have failed now: they end before what they use does.
    if (parts.options.api && parts.server) parts.server->drain(last_drain_limit);
    parts.rate_limits.stop();
    parts.loops.stop();
    log::flush();
}

std::uint16_t Server::port() const {
    return parts_->options.api && parts_->server
               ? parts_->server->port()
               : static_cast<std::uint16_t>(parts_->config.integer("PORT"));
}

std::optional<std::uint16_t> Server::sandbox_port() const {
    if (!parts_->simulator) return std::nullopt;
    return parts_->simulator->port();
}

std::string Server::public_url() const {
    const auto& config = parts_->config;
    if (config.has("PUBLIC_URL")) return without_slash(config.text("PUBLIC_URL"));
    return fmt::format("http://127.0.0.1:{}", config.integer("PORT"));
}

std::optional<std::string> Server::add_demo_user(Secret password) {
    auto& parts = *parts_;
    const std::string email = "demo@example.com";
    auto registered =
        asio::co_spawn(parts.loops.at(0),
                       parts.sign_in.register_user({.email = email,
                                                    .password = std::string(password.reveal()),
                                                    .name = "Demo",
                                                    .invite_token = std::nullopt},
                                                   {.user_agent = "rostrum", .ip = "127.0.0.1"}),
                       asio::use_future)
            .get();
    if (registered || registered.error().code == ErrorCode::conflict) return email;
    log::warn("no demo workspace", {{"why", registered.error().message}});
    return std::nullopt;
}

std::int64_t rotate_keys(const Config& config) {
    Server server(config, {.api = false, .worker = false, .scheduler = false});
    return server.reseal();
}

std::int64_t Server::reseal() {
    auto& parts = *parts_;
    parts.started = true;
    parts.loops.start();
    const auto run = [&](Task<std::int64_t> task) {
        return asio::co_spawn(parts.loops.at(0), std::move(task), asio::use_future).get();
    };
    parts.check_keys();
    // The check comes last: a rotation that was cut off still needs the old key.
    const auto values = run(parts.refresher.reseal_all()) + run(parts.idempotency.reseal_all()) +
                        run(publishing::reseal_states(*parts.database, parts.vault));
    return values + run(parts.key_check.reseal());
}

std::string database_url(const Config& config) {
    if (config.has("DATABASE_URL")) return config.text("DATABASE_URL");
    return "sqlite://" + (std::filesystem::path(config.text("DATA_DIR")) / "rostrum.db").string();
}

}  // namespace rostrum::app
