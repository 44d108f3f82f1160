#include "app/properties.hpp"

#include "app/media_settings.hpp"
#include "app/sync_settings.hpp"
#include "http/server/client_address.hpp"
#include "limits/budgets.hpp"
#include "limits/rate_policy.hpp"
#include "limits/redis/url.hpp"
#include "platforms/registry.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::app {
namespace {

constexpr std::int64_t port_max = 65'535;
constexpr std::string_view clock_file = "SANDBOX_CLOCK_FILE";

void add_server(std::vector<Property>& table) {
    table.push_back(
        {.name = "ROSTRUM_ENV",
         .type = PropertyType::choice,
         .default_value = "development",
         .description = "In production nothing is made up: a missing secret ends the start.",
         .choices = {"development", "production"}});
    table.push_back(
        {.name = "PUBLIC_URL",
         .type = PropertyType::url,
         .description = "The address under which browsers and platforms reach the server."});
    table.push_back(
        {.name = "ALLOWED_ORIGINS",
         .description = "Origins, separated by commas, that `returnTo` may also name."});
    table.push_back({.name = "BIND_ADDRESS",
                     .default_value = "0.0.0.0",
                     .description = "The address to listen on."});
    table.push_back({.name = "PORT",
                     .type = PropertyType::integer,
                     .default_value = "8080",
                     .description = "The port to listen on; 0 takes any free one.",
                     .minimum = 0,
                     .maximum = port_max});
    table.push_back({.name = "SANDBOX_PORT",
                     .type = PropertyType::integer,
                     .default_value = "9090",
                     .description = "The port of the simulated platforms; 0 takes any free one.",
                     .minimum = 0,
                     .maximum = port_max});
    table.push_back({.name = std::string(clock_file),
                     .description = "For tests: a file that says how far the clock is moved."});
    table.push_back({.name = "DATA_DIR",
                     .default_value = "./data",
                     .description = "The SQLite database, and the secrets that were made."});
    table.push_back({.name = "WEB_DIR",
                     .description = "The built dashboard; found beside the program unless given."});
    table.push_back(
        {.name = "DATABASE_URL",
         .type = PropertyType::text,
         .description = "sqlite:///path or postgresql://...; SQLite in DATA_DIR unless given.",
         .secret = true});
    table.push_back({.name = "DATABASE_CONNECTIONS",
                     .type = PropertyType::integer,
                     .default_value = "0",
                     .description = "PostgreSQL connections of one process, two or more for each "
                                    "event loop; 0 is four for each, at most 20.",
                     .minimum = 0,
                     .maximum = 1000});
    table.push_back({.name = "DATABASE_PREPARED",
                     .type = PropertyType::boolean,
                     .default_value = "true",
                     .description = "Off behind a pooler that keeps no prepared statements."});
    table.push_back({.name = "LOOPS",
                     .type = PropertyType::integer,
                     .default_value = "0",
                     .description = "Event loops; 0 is one for each core.",
                     .minimum = 0,
                     .maximum = 256});
    table.push_back({.name = "JOBS_RUNNING",
                     .type = PropertyType::integer,
                     .default_value = "64",
                     .description = "Jobs that run at once in one process.",
                     .minimum = 1,
                     .maximum = 10'000});
    table.push_back({.name = "LOG_LEVEL",
                     .type = PropertyType::choice,
                     .default_value = "info",
                     .description = "The least important lines that are logged.",
                     .choices = {"trace", "debug", "info", "warn", "error", "off"}});
    table.push_back(
        {.name = "LOG_FILE", .description = "A file for the log instead of standard error."});
}

std::string rate_fault(std::string_view value) {
    const auto policy = limits::parse_rate_policy("", value);
    return policy ? "" : policy.error().message;
}

std::string proxies_fault(std::string_view value) {
    const auto proxies = http::TrustedProxies::parse(value);
    return proxies ? "" : proxies.error().message;
}

std::string redis_fault(std::string_view value) {
    const auto url = limits::redis::parse_url(value);
    return url ? "" : url.error().message;
}

/// Only of what `redis_fault` accepts.
std::string redis_shown(std::string_view value) {
    return limits::redis::shown(limits::redis::parse_url(value).value());
}

void add_limits(std::vector<Property>& table) {
    table.push_back({.name = "REDIS_URL",
                     .description = "redis://[user:password@]host[:port][/database]; counts for "
                                    "all nodes, which else each count for themselves.",
                     .secret = true,
                     .fault = redis_fault,
                     .shown = redis_shown});
    table.push_back({.name = "TRUSTED_PROXIES",
                     .description = "Addresses and networks whose X-Forwarded-For is believed.",
                     .fault = proxies_fault});
    const auto rate = [&](const char* name, const char* value, const char* description) {
        table.push_back({.name = name,
                         .default_value = value,
                         .description = description,
                         .fault = rate_fault});
    };
    rate("RATE_LIMIT_GENERAL", "100/15m", "Requests without a valid sign-in, per address.");
    rate("RATE_LIMIT_SIGNED_IN", "3000/15m", "Requests per user or API key.");
    rate("RATE_LIMIT_SIGN_IN", "5/15m", "Tries to sign in or register, per address.");
    rate("RATE_LIMIT_SYNC", "10/15m", "Syncs started by hand, per user or API key.");
    rate("RATE_LIMIT_CONNECTIONS", "50/24h", "Connects begun, per user or API key.");
    rate("RATE_LIMIT_UPLOAD", "20/1h", "Files uploaded, per user or API key.");
}

/// Whether "youtube.units" is a quota of a platform.
bool is_quota(std::string_view name) {
    const auto dot = name.find('.');
    for (const auto* platform : platforms::Registry::builtin()) {
        if (platform->id != name.substr(0, dot)) continue;
        return std::ranges::find(platform->quotas, name.substr(dot + 1), &limits::Quota::name) !=
               platform->quotas.end();
    }
    return false;
}

std::string quotas_fault(std::string_view text) {
    const auto limits = limits::parse_quota_limits(text);
    if (!limits) return limits.error().message;
    for (const auto& [name, limit] : *limits) {
        if (!is_quota(name)) return "names no quota that `rostrum plan` knows: " + name;
    }
    return "";
}

void add_budgets(std::vector<Property>& table) {
    table.push_back({.name = "QUOTAS",
                     .description = "Quotas that differ from the platforms' usual ones: "
                                    "youtube.units=50000, x.users_me=off.",
                     .fault = quotas_fault});
    table.push_back({.name = "PUBLISHING_SHARE",
                     .type = PropertyType::integer,
                     .default_value = "20",
                     .description = "Percent of a quota that only publishing may use.",
                     .minimum = 0,
                     .maximum = 90});
}

/// Shorter ones can be found by trying.
std::string secret_fault(std::string_view text) {
    constexpr std::size_t length_min = 32;
    return text.size() >= length_min ? "" : "must have 32 characters or more";
}

void add_secrets(std::vector<Property>& table) {
    const auto secret = [&](const char* name, const char* description) {
        table.push_back({.name = name, .description = description, .secret = true});
    };
    const auto signing = [&](const char* name, const char* description) {
        table.push_back(
            {.name = name, .description = description, .secret = true, .fault = secret_fault});
    };
    secret("ENCRYPTION_KEY", "Seals tokens at rest: 32 bytes in hex.");
    secret("ENCRYPTION_KEYS",
           "The same while keys are rotated: kid:hex,kid:hex; the first one seals.");
    signing("SESSION_SECRET", "Signs access tokens; 32 characters or more.");
    signing("CRON_JOB_SECRET", "Starts periodic jobs by hand; 32 characters or more.");
    signing("METRICS_TOKEN", "Reads /metrics, then from everywhere; 32 characters or more.");
}

/// Two platforms that are reached with one app name the same settings.
void add_once(std::vector<Property>& table, Property property) {
    const bool known = std::ranges::find(table, property.name, &Property::name) != table.end();
    if (!known) table.push_back(std::move(property));
}

void add_platform(std::vector<Property>& table, const platforms::Descriptor& descriptor) {
    const std::string name(descriptor.name);
    const auto& settings = descriptor.settings;
    add_once(table, {.name = std::string(settings.client_id),
                     .description = "The app's id at " + name + "."});
    add_once(table, {.name = std::string(settings.client_secret),
                     .description = "The app's secret at " + name + ".",
                     .secret = true});
    add_once(table, {.name = std::string(settings.redirect_uri),
                     .type = PropertyType::url,
                     .description = "The callback as it is registered at " + name + "."});
    add_once(table, {.name = std::string(settings.base_url),
                     .type = PropertyType::url,
                     .description = "Where calls to " + name + " go instead: the sandbox."});
    if (settings.scopes.empty()) return;
    add_once(table, {.name = std::string(settings.scopes),
                     .description = "The scopes to ask for at " + name +
                                    ", separated by spaces: those that the app may have."});
}

}  // namespace

std::vector<Property> properties() {
    std::vector<Property> table;
    add_server(table);
    add_limits(table);
    add_budgets(table);
    add_sync_properties(table);
    add_media_properties(table);
    add_secrets(table);
    for (const auto* descriptor : platforms::Registry::builtin()) add_platform(table, *descriptor);
    return table;
}

Result<> check_environment(const Config& config) {
    if (auto media = check_media(config); !media) return media;
    if (config.text("ROSTRUM_ENV") != "production" || !config.has(clock_file)) return {};
    return fail(invalid_field(std::string(clock_file), "moves the clock, which is for tests only"));
}

}  // namespace rostrum::app
