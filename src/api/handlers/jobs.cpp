#include "api/dto/budgets.hpp"
#include "api/handlers/handlers.hpp"
#include "sync/scheduler.hpp"

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

/// The platform whose accounts alone are meant. Errors: `validation_failed`.
Result<std::optional<std::string>> platform_of(Services& services, Context& context,
                                               std::string_view job) {
    const auto platform = context.text("platform");
    if (!platform) return std::optional<std::string>();
    if (job != sync::schedule_job) {
        return fail(invalid_field("platform", "is only for " + std::string(sync::schedule_job)));
    }
    if (services.platforms.find(*platform) == nullptr) {
        return fail(invalid_field("platform", "must be a platform that is set up"));
    }
    return platform;
}

Task<Answer> run_job(Services& services, Context& context) {
    const std::string name(context.request().params.get("name"));
    const auto platform = platform_of(services, context, name);
    if (!platform) co_return std::unexpected(platform.error());
    const auto done = *platform ? co_await services.cron.run_now(name, {{"platform", **platform}})
                                : co_await services.cron.run_now(name);
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
                         .parameter("platform",
                                    "Of social-sync: sync all accounts of this platform now, "
                                    "also those that are not due.")
                         .answers_empty(202, "It is on its way")
                         .handle([&s](Context& c) { return run_job(s, c); }));
}

}  // namespace rostrum::api
