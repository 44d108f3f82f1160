#include "api/dto/connections.hpp"
#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

PlatformAnswer to_answer(const platforms::Descriptor& descriptor, bool configured) {
    const auto& can = descriptor.capabilities;
    PlatformAnswer answer{
        .id = std::string(descriptor.id),
        .name = std::string(descriptor.name),
        .configured = configured,
        .capabilities = {can.connect, can.read, can.publish, can.comments, can.webhooks},
        .limits = {.text = static_cast<std::int64_t>(descriptor.text_max),
                   .posts_per_sync = static_cast<std::int64_t>(descriptor.posts_per_sync)},
        .scopes = {},
        .post_rules = std::nullopt};
    if (can.publish) answer.post_rules = api::to_answer(descriptor.post_rules);
    for (const auto& scope : descriptor.scopes) {
        answer.scopes.push_back(
            {std::string(scope.name), std::string(scope.purpose), scope.required});
    }
    return answer;
}

Task<Answer> list_platforms(Services& services, Context&) {
    std::vector<PlatformAnswer> answers;
    for (const auto* descriptor : platforms::Registry::builtin()) {
        answers.push_back(
            to_answer(*descriptor, services.platforms.find(descriptor->id) != nullptr));
    }
    co_return list_response(answers);
}

/// Counts an account where it stands.
void count(PlatformStatus& status, const connections::Connection& connection,
           const platforms::Descriptor& descriptor, Time now) {
    if (connection.status == connections::Status::needs_reauth) ++status.broken;
    if (connection.status != connections::Status::active) return;
    ++status.connected;
    const bool expiring = connection.access_ends_at &&
                          *connection.access_ends_at - now <= descriptor.refresh.alarm_left;
    if (expiring) ++status.expiring;
}

Task<Answer> status(Services& services, Context& context) {
    std::vector<PlatformStatus> answers;
    const auto all = co_await services.connections.all(context.scope());
    const Time now = services.clock.now();
    for (const auto* descriptor : platforms::Registry::builtin()) {
        PlatformStatus row{.platform = std::string(descriptor->id),
                           .name = std::string(descriptor->name),
                           .configured = services.platforms.find(descriptor->id) != nullptr,
                           .connections = {}};
        for (const auto& connection : all) {
            if (connection.platform != descriptor->id) continue;
            count(row, connection, *descriptor, now);
            row.connections.push_back(connection);
        }
        answers.push_back(std::move(row));
    }
    co_return list_response(answers);
}

}  // namespace

void add_platform_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    routes.push_back(RouteBuilder(schemas, get, "/api/v1/platforms", "listPlatforms",
                                  "What can be connected, and what it can do")
                         .tag("Platforms and connections")
                         .answers_whole_list<PlatformAnswer>()
                         .handle([&s](Context& c) { return list_platforms(s, c); }));
    routes.push_back(RouteBuilder(schemas, get, "/api/v1/connections/status", "connectionStatus",
                                  "The state of each platform's accounts")
                         .tag("Platforms and connections")
                         .answers_whole_list<PlatformStatus>()
                         .handle([&s](Context& c) { return status(s, c); }));
}

}  // namespace rostrum::api
