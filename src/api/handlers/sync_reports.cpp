#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

Task<Answer> list_reports(Services& services, Context& context) {
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto reports = co_await services.reports.list(context.scope(), *page);
    co_return page_response(reports, page->limit, [](const sync::Report& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

Task<Answer> get_report(Services& services, Context& context) {
    const auto id = context.id<ReportId>();
    if (!id) co_return std::unexpected(id.error());
    const auto report = co_await services.reports.find(context.scope(), *id);
    if (!report) co_return std::unexpected(report.error());
    co_return json_response(*report);
}

Task<Answer> sync_health(Services& services, Context& context) {
    co_return json_response(co_await services.sync_health.of(context.scope()));
}

}  // namespace

void add_sync_report_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](std::string pattern, std::string id, std::string summary) {
        return RouteBuilder(schemas, get, std::move(pattern), std::move(id), std::move(summary))
            .tag("Reports");
    };
    routes.push_back(route("/api/v1/reports", "listReports",
                           "The weekly reports on the accounts' state, newest first")
                         .answers_list<sync::Report>()
                         .handle([&s](Context& c) { return list_reports(s, c); }));
    routes.push_back(route("/api/v1/reports/{id}", "getReport",
                           "A weekly report, with the accounts that need somebody")
                         .answers<sync::FullReport>(200)
                         .handle([&s](Context& c) { return get_report(s, c); }));
    routes.push_back(route("/api/v1/health/social-sync", "socialSyncHealth",
                           "How the syncs of the last 24 hours went: at most one in ten failed?")
                         .answers<sync::SyncHealth>(200)
                         .handle([&s](Context& c) { return sync_health(s, c); }));
}

}  // namespace rostrum::api
