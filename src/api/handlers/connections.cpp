#include "api/dto/connections.hpp"

#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

Task<Answer> list_connections(Services& services, Context& context) {
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto rows =
        co_await services.connections.list(context.scope(), *page, context.text("platform"));
    co_return page_response(rows, page->limit, [](const connections::Connection& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

Task<Answer> get_connection(Services& services, Context& context) {
    const auto id = context.id<ConnectionId>();
    if (!id) co_return std::unexpected(id.error());
    const auto connection = co_await services.connections.find(context.scope(), *id);
    if (!connection) co_return std::unexpected(connection.error());
    co_return json_response(*connection);
}

Task<Answer> post_options(Services& services, Context& context) {
    const auto id = context.id<ConnectionId>();
    if (!id) co_return std::unexpected(id.error());
    auto options = co_await services.account_options.ask(context.scope(), *id);
    if (!options) co_return std::unexpected(options.error());
    co_return json_response(json::value(std::move(*options)));
}

Task<Answer> start_sync(Services& services, Context& context) {
    const auto id = context.id<ConnectionId>();
    if (!id) co_return std::unexpected(id.error());
    const auto body = context.body<SyncRequest>();
    if (!body) co_return std::unexpected(body.error());
    const auto type = body->full.value_or(false) ? sync::RunType::full : sync::RunType::manual;
    auto run = co_await services.sync_runs.start(context.scope().workspace, *id, type,
                                                 jobs::Queue::user_sync);
    if (!run) co_return std::unexpected(run.error());
    co_return json_response(SyncStarted{std::move(*run)}, 202);
}

Task<Answer> list_runs(Services& services, Context& context) {
    const auto id = context.id<ConnectionId>();
    if (!id) co_return std::unexpected(id.error());
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto runs = co_await services.sync_runs.list(context.scope(), *id, *page);
    if (!runs) co_return std::unexpected(runs.error());
    co_return page_response(*runs, page->limit, [](const sync::SyncRun& last) {
        return cursor_of(last.started_at, last.id.value);
    });
}

Task<Answer> refresh_token(Services& services, Context& context) {
    const auto id = context.id<ConnectionId>();
    if (!id) co_return std::unexpected(id.error());
    const auto known = co_await services.connections.find(context.scope(), *id);
    if (!known) co_return std::unexpected(known.error());
    const auto done = co_await services.refresher.refresh(*id);
    if (!done) co_return std::unexpected(done.error());
    const auto connection = co_await services.connections.find(context.scope(), *id);
    if (!connection) co_return std::unexpected(connection.error());
    co_return json_response(*connection);
}

Task<Answer> disconnect(Services& services, Context& context) {
    const auto id = context.id<ConnectionId>();
    if (!id) co_return std::unexpected(id.error());
    const auto purge = context.flag("purge");
    if (!purge) co_return std::unexpected(purge.error());
    const auto done = co_await services.disconnect.run(
        context.scope(), *id, *purge ? connections::Purge::yes : connections::Purge::no);
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response::empty(204);
}

}  // namespace

void add_connection_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](http::Method method, std::string pattern, std::string id,
                           std::string summary) {
        return RouteBuilder(schemas, method, std::move(pattern), std::move(id), std::move(summary))
            .tag("Platforms and connections");
    };
    routes.push_back(
        route(get, "/api/v1/connections", "listConnections", "The connected accounts, newest first")
            .parameter("platform", "Only this platform's.")
            .answers_list<connections::Connection>()
            .handle([&s](Context& c) { return list_connections(s, c); }));
    routes.push_back(route(get, "/api/v1/connections/{id}", "getConnection", "One account")
                         .answers<connections::Connection>(200)
                         .handle([&s](Context& c) { return get_connection(s, c); }));
    routes.push_back(route(get, "/api/v1/connections/{id}/post-options", "getPostOptions",
                           "What the account may do with posts now, as its platform tells")
                         .access(Access::editor)
                         .answers<json::value>(200)
                         .handle([&s](Context& c) { return post_options(s, c); }));
    routes.push_back(
        route(post, "/api/v1/connections/{id}/sync", "startSync", "Sync an account now")
            .access(Access::editor)
            .rate(RateClass::sync)
            .creates()
            .body<SyncRequest>()
            .answers<SyncStarted>(202, "The run has begun")
            .handle([&s](Context& c) { return start_sync(s, c); }));
    routes.push_back(route(get, "/api/v1/connections/{id}/sync-runs", "listSyncRuns",
                           "What the syncs of an account did, newest first")
                         .answers_list<sync::SyncRun>()
                         .handle([&s](Context& c) { return list_runs(s, c); }));
    routes.push_back(route(post, "/api/v1/connections/{id}/refresh", "refreshConnection",
                           "Refresh the account's token now")
                         .access(Access::editor)
                         .answers<connections::Connection>(200, "With the new `tokenExpiresAt`")
                         .handle([&s](Context& c) { return refresh_token(s, c); }));
    routes.push_back(
        route(delete_, "/api/v1/connections/{id}", "disconnect", "Disconnect an account")
            .access(Access::editor)
            .parameter("purge", {{"type", "boolean"}},
                       "Delete its data too, with everything that hangs on it.")
            .answers_empty(204, "Disconnected")
            .handle([&s](Context& c) { return disconnect(s, c); }));
}

}  // namespace rostrum::api
