#include "api/dto/budgets.hpp"
#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

Task<Answer> list_jobs(Services& services, Context& context) {
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto state = context.text("state").value_or("dead");
    if (state != "available" && state != "running" && state != "dead") {
        co_return fail(invalid_field("state", "must be one of: available, running, dead"));
    }
    const auto jobs = co_await services.jobs.list(state, *page);
    co_return page_response(jobs, page->limit, [](const jobs::JobRow& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

Task<Answer> retry_job(Services& services, Context& context) {
    const auto id = context.id<JobId>();
    if (!id) co_return std::unexpected(id.error());
    const auto done = co_await services.jobs.revive(*id);
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response::empty(202);
}

constexpr std::int64_t budgets_shown_max = 500;

Task<Answer> list_budgets(Services& services, Context&) {
    const auto budgets = co_await services.budgets.list(budgets_shown_max);
    co_return json_response(BudgetList{budgets});
}

Task<Answer> run_job(Services& services, Context& context) {
    const auto done = co_await services.cron.run_now(context.request().params.get("name"));
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response::empty(202);
}

}  // namespace

void add_job_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    routes.push_back(
        RouteBuilder(schemas, get, "/api/v1/admin/jobs", "listJobs", "Jobs by state, newest first")
            .tag("Operations")
            .access(Access::instance_admin)
            .parameter("state",
                       {{"type", "string"},
                        {"enum", {"available", "running", "dead"}},
                        {"default", "dead"}},
                       "Which of them.")
            .answers_list<jobs::JobRow>()
            .handle([&s](Context& c) { return list_jobs(s, c); }));
    routes.push_back(RouteBuilder(schemas, post, "/api/v1/admin/jobs/{id}/retry", "retryJob",
                                  "Give a dead job all its tries again")
                         .tag("Operations")
                         .access(Access::instance_admin)
                         .answers_empty(202, "It is available again")
                         .handle([&s](Context& c) { return retry_job(s, c); }));
    routes.push_back(RouteBuilder(schemas, get, "/api/v1/admin/budgets", "listBudgets",
                                  "What the platforms' quotas still allow, the fullest first")
                         .tag("Operations")
                         .access(Access::instance_admin)
                         .answers<BudgetList>(200, "At most 500 of those in use")
                         .handle([&s](Context& c) { return list_budgets(s, c); }));
    routes.push_back(RouteBuilder(schemas, post, "/api/v1/jobs/{name}/run", "runPeriodicJob",
                                  "Start a periodic job now")
                         .tag("Operations")
                         .access(Access::cron_secret)
                         .answers_empty(202, "It is on its way")
                         .handle([&s](Context& c) { return run_job(s, c); }));
}

}  // namespace rostrum::api
