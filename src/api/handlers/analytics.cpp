#include "api/handlers/handlers.hpp"

#include <algorithm>
#include <array>

namespace rostrum::api {
namespace {

constexpr int days_max = 365;
/// Lists by a count are sorted anew for each page, so that pages are large.
constexpr int csv_page = 2'000;

Task<Answer> overview(Services& services, Context& context) {
    co_return json_response(co_await services.analytics.overview(context.scope()));
}

Task<Answer> connections(Services& services, Context& context) {
    co_return json_response(co_await services.analytics.connections(context.scope()));
}

Task<Answer> account(Services& services, Context& context) {
    const auto days = context.number("days", 30, 1, days_max);
    if (!days) co_return std::unexpected(days.error());
    const auto id = context.optional_id<ConnectionId>("connectionId");
    if (!id) co_return std::unexpected(id.error());
    const auto found = co_await services.analytics.account(
        context.scope(), std::string(context.request().params.get("platform")), *id, *days);
    if (!found) co_return std::unexpected(found.error());
    co_return json_response(*found);
}

Task<Answer> followers(Services& services, Context& context) {
    const auto days = context.number("days", 30, 1, days_max);
    if (!days) co_return std::unexpected(days.error());
    const auto id = context.optional_id<ConnectionId>("connectionId");
    if (!id) co_return std::unexpected(id.error());
    co_return json_response(co_await services.analytics.followers(context.scope(), *id, *days));
}

Result<analytics::SortBy> sort_of(const Context& context) {
    constexpr std::array<std::pair<std::string_view, analytics::SortBy>, 5> names{{
        {"postedAt", analytics::SortBy::posted_at},
        {"engagement", analytics::SortBy::engagement},
        {"likes", analytics::SortBy::likes},
        {"comments", analytics::SortBy::comments},
        {"views", analytics::SortBy::views},
    }};
    const auto given = context.text("sort").value_or("postedAt");
    const auto found = std::ranges::find(names, given, [](const auto& row) { return row.first; });
    if (found != names.end()) return found->second;
    return fail(
        invalid_field("sort", "must be one of: postedAt, engagement, likes, comments, views"));
}

Result<analytics::PostFilter> filter_of(const Context& context) {
    analytics::PostFilter filter{.platform = context.text("platform"),
                                 .connection = std::nullopt,
                                 .media_type = context.text("mediaType"),
                                 .from = std::nullopt,
                                 .to = std::nullopt};
    const auto id = context.optional_id<ConnectionId>("connectionId");
    if (!id) return std::unexpected(id.error());
    const auto from = context.time("from");
    if (!from) return std::unexpected(from.error());
    const auto to = context.time("to");
    if (!to) return std::unexpected(to.error());
    const auto sort = sort_of(context);
    if (!sort) return std::unexpected(sort.error());
    const auto order = context.text("order").value_or("desc");
    if (order != "asc" && order != "desc") {
        return fail(invalid_field("order", "must be asc or desc"));
    }
    filter.connection = *id;
    filter.from = *from;
    filter.to = *to;
    filter.sort = *sort;
    filter.order = order == "asc" ? analytics::Order::ascending : analytics::Order::descending;
    return filter;
}

Task<Answer> list_posts(Services& services, Context& context) {
    auto filter = filter_of(context);
    if (!filter) co_return std::unexpected(filter.error());
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto found = co_await services.posts.list(context.scope(), std::move(*filter), *page);
    std::string body;
    JsonWriter writer(body);
    writer.begin_object().key("data");
    write_json(writer, found.posts);
    writer.key("nextCursor");
    if (found.next) {
        writer.value(to_string(*found.next));
    } else {
        writer.null();
    }
    writer.end_object();
    co_return http::Response::json(200, std::move(body));
}

Task<Answer> best_times(Services& services, Context& context) {
    const auto id = context.optional_id<ConnectionId>("connectionId");
    if (!id) co_return std::unexpected(id.error());
    co_return json_response(
        co_await services.analytics.best_times(context.scope(), *id, context.text("platform")));
}

/// Page by page, so that any number of posts needs the memory of one page.
Task<> write_csv(Services& services, accounts::Scope scope, analytics::PostFilter filter,
                 http::BodyWriter& writer) {
    co_await writer.write(analytics::csv_header());
    PageRequest page{.limit = csv_page, .after = std::nullopt};
    for (;;) {
        const auto found = co_await services.posts.list(scope, filter, page);
        std::string lines;
        for (const auto& post : found.posts) lines += analytics::csv_line(post);
        if (!lines.empty()) co_await writer.write(lines);
        if (!found.next) co_return;
        page.after = found.next;
    }
}

Task<Answer> export_csv(Services& services, Context& context) {
    auto filter = filter_of(context);
    if (!filter) co_return std::unexpected(filter.error());
    auto response = http::Response::text(200, "");
    response.headers.set("Content-Type", "text/csv; charset=utf-8");
    response.headers.set("Content-Disposition", "attachment; filename=\"posts.csv\"");
    response.stream = [&services, scope = context.scope(),
                       wanted = std::move(*filter)](http::BodyWriter& writer) {
        return write_csv(services, scope, wanted, writer);
    };
    co_return response;
}

RouteBuilder& with_post_filter(RouteBuilder& route) {
    return route.parameter("platform", "Only this platform's.")
        .parameter("connectionId", "Only this account's.")
        .parameter("mediaType", "image, video, carousel, reel, story, text or link.")
        .parameter("from", "Posted at or after this day or time.")
        .parameter("to", "Posted before this day or time.")
        .parameter("sort",
                   {{"type", "string"},
                    {"enum", {"postedAt", "engagement", "likes", "comments", "views"}},
                    {"default", "postedAt"}},
                   "What the list is sorted by.")
        .parameter("order", {{"type", "string"}, {"enum", {"desc", "asc"}}, {"default", "desc"}},
                   "The largest or the smallest first.");
}

}  // namespace

void add_analytics_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const boost::json::object days{
        {"type", "integer"}, {"minimum", 1}, {"maximum", days_max}, {"default", 30}};
    const auto route = [&](std::string pattern, std::string id, std::string summary) {
        return RouteBuilder(schemas, get, std::move(pattern), std::move(id), std::move(summary))
            .tag("Analytics");
    };
    routes.push_back(route("/api/v1/analytics", "analyticsOverview",
                           "Totals, each account, and the newest posts")
                         .answers<analytics::Overview>(200)
                         .handle([&s](Context& c) { return overview(s, c); }));
    routes.push_back(
        route("/api/v1/analytics/connections", "analyticsConnections", "The accounts in short")
            .answers<analytics::ConnectionSummaries>(200)
            .handle([&s](Context& c) { return connections(s, c); }));
    routes.push_back(route("/api/v1/analytics/platforms/{platform}", "analyticsAccount",
                           "One account: profile, newest posts, daily figures")
                         .parameter("days", days, "How far back the daily figures reach.")
                         .parameter("connectionId", "Which of several accounts.")
                         .answers<analytics::AccountAnalytics>(200)
                         .handle([&s](Context& c) { return account(s, c); }));
    routes.push_back(route("/api/v1/analytics/followers", "followerHistory",
                           "Followers by day, of one account or of all")
                         .parameter("days", days, "How far back.")
                         .parameter("connectionId", "Only this account's.")
                         .answers<analytics::FollowerHistory>(200)
                         .handle([&s](Context& c) { return followers(s, c); }));
    auto posts = route("/api/v1/analytics/posts", "listPlatformPosts", "The platform posts");
    routes.push_back(with_post_filter(posts).answers_list<analytics::PostView>().handle(
        [&s](Context& c) { return list_posts(s, c); }));
    routes.push_back(route("/api/v1/analytics/best-times", "bestTimes",
                           "When posts did well, in the workspace's time zone")
                         .parameter("connectionId", "Only this account's.")
                         .parameter("platform", "Only this platform's.")
                         .answers<analytics::BestTimes>(200)
                         .handle([&s](Context& c) { return best_times(s, c); }));
    auto csv = route("/api/v1/analytics/export.csv", "exportPosts", "The platform posts as a file");
    routes.push_back(with_post_filter(csv)
                         .answers_content(200, "text/csv", "One line per post")
                         .handle([&s](Context& c) { return export_csv(s, c); }));
}

}  // namespace rostrum::api
