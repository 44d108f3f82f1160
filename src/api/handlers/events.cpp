#include "api/handlers/handlers.hpp"
#include "http/server/sse.hpp"

#include <boost/asio/this_coro.hpp>

namespace rostrum::api {
namespace {

constexpr int stream_page = 100;
constexpr std::chrono::hours stream_life{1};
constexpr std::chrono::seconds keep_alive_interval{15};
constexpr int since_seconds_max = 300;
/// News was announced and is not visible yet: another transaction is still under way.
constexpr std::chrono::milliseconds look_again{250};
constexpr int looks_max = 20;

Task<Answer> list_events(Services& services, Context& context) {
    const auto limit = context.number("limit", 25, 1, 100);
    if (!limit) co_return std::unexpected(limit.error());
    events::FeedCursor after;
    if (const auto given = context.text("cursor")) {
        const auto cursor = co_await services.feed.cursor_of(std::string(*given));
        if (!cursor) co_return std::unexpected(cursor.error());
        after = *cursor;
    }
    const auto entries = co_await services.feed.read(context.scope().workspace, after, *limit);
    std::string body;
    JsonWriter writer(body);
    writer.begin_object().key("data").begin_array();
    for (const auto& entry : entries) write_json(writer, entry.event);
    writer.end_array().key("nextCursor");
    // The feed has no end: the cursor is where to go on, also when there is nothing new.
    const auto next = entries.empty() ? after : entries.back().cursor;
    writer.value(to_string(next)).end_object();
    co_return http::Response::json(200, std::move(body));
}

/// Writes what is new in the feed; answers whether there was anything.
Task<bool> write_news(Services& services, WorkspaceId workspace, events::FeedCursor& after,
                      http::BodyWriter& writer) {
    bool any = false;
    for (;;) {
        const auto entries = co_await services.feed.read(workspace, after, stream_page);
        if (entries.empty()) co_return any;
        any = true;
        std::string piece;
        for (const auto& entry : entries) {
            piece +=
                http::sse_event(to_string(entry.cursor), entry.event.type, to_json(entry.event));
        }
        after = entries.back().cursor;
        co_await writer.write(piece);
    }
}

Task<> write_hints(events::Fanout::Subscription& subscription, http::BodyWriter& writer) {
    for (const auto& hint : subscription.take_hints()) {
        const auto parsed = parse_json(hint);
        if (!parsed) continue;
        const auto* type = parsed->as_object().if_contains("type");
        if (type == nullptr || !type->is_string()) continue;
        co_await writer.write(http::sse_event("", type->as_string(), hint));
    }
}

/// Lives as long as the client listens, an hour at most: it comes back with Last-Event-ID, and has
/// to be signed in then.
Task<> stream_events(Services& services, accounts::Principal principal, events::FeedCursor after,
                     http::BodyWriter& writer) {
    const WorkspaceId workspace = principal.scope.workspace;
    const auto ends_at = services.clock.now() + stream_life;
    events::Fanout::Subscription subscription(services.fanout, workspace,
                                              co_await asio::this_coro::executor);
    co_await writer.write(": welcome\n\n");
    co_await write_news(services, workspace, after, writer);
    int looks = 0;
    while (services.clock.now() < ends_at) {
        const bool waiting = looks > 0;
        const bool news = co_await subscription.wait(waiting ? look_again : keep_alive_interval);
        // Who was removed or has signed out hears no more.
        if (!co_await services.authenticator.still_admits(principal)) co_return;
        co_await write_hints(subscription, writer);
        if (!news && !waiting) co_await writer.write(http::sse_keep_alive);
        // Also without news: an announcement may have been lost with its connection.
        const bool found = co_await write_news(services, workspace, after, writer);
        looks = found ? 0 : (news ? 1 : looks + 1);
        if (looks > looks_max) looks = 0;
    }
}

Task<Answer> events(Services& services, Context& context) {
    const auto& request = context.request();
    if (request.headers.get("Accept").find("text/event-stream") == std::string_view::npos) {
        co_return co_await list_events(services, context);
    }
    const auto since = context.number("since", 0, 0, since_seconds_max);
    if (!since) co_return std::unexpected(since.error());
    events::FeedCursor after;
    auto last = std::string(request.headers.get("Last-Event-ID"));
    if (last.empty()) last = context.text("cursor").value_or("");
    if (last.empty()) {
        std::optional<Time> before;
        if (*since > 0) before = services.clock.now() - std::chrono::seconds(*since);
        after = co_await services.feed.end(context.scope().workspace, before);
    } else {
        const auto cursor = co_await services.feed.cursor_of(last);
        if (!cursor) co_return std::unexpected(cursor.error());
        after = *cursor;
    }
    co_return http::sse_response(
        [&services, principal = *context.principal, after](http::BodyWriter& writer) {
            return stream_events(services, principal, after, writer);
        });
}

}  // namespace

void add_event_routes(Routes& routes, Schemas& schemas, Services& s) {
    routes.push_back(
        RouteBuilder(schemas, http::Method::get, "/api/v1/events", "listEvents",
                     "The change feed, oldest first; live with Accept: text/event-stream")
            .tag("Events")
            .parameter("since",
                       {{"type", "integer"},
                        {"minimum", 0},
                        {"maximum", since_seconds_max},
                        {"default", 0}},
                       "A live stream without a cursor begins so many seconds back: a page that "
                       "loads its data while the stream opens misses nothing.")
            .answers_list<events::Event>()
            .answers_content(200, "text/event-stream", "The same, live")
            .handle([&s](Context& c) { return events(s, c); }));
}

}  // namespace rostrum::api
