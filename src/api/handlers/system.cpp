#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

struct Health {
    std::string status;
    std::string version;
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, version))

struct Readiness {
    std::string status;
    std::string database;
    std::optional<std::string> redis;  ///< none: it is not used
};
BOOST_DESCRIBE_STRUCT(Readiness, (), (status, database, redis))

Task<Answer> healthz(Services& services, Context&) {
    co_return json_response(Health{"ok", services.settings.version});
}

/// Without Redis the server is still ready: it counts by itself.
Task<std::optional<std::string>> redis_state(limits::DegradingRateLimiter* shared) {
    if (shared == nullptr) co_return std::nullopt;
    co_return co_await shared->check() ? "ok" : "degraded";
}

Task<Answer> readyz(Services& services, Context&) {
    const bool healthy = co_await services.database.healthy();
    Readiness readiness{.status = healthy ? "ready" : "not ready",
                        .database = healthy ? "ok" : "unreachable",
                        .redis = co_await redis_state(services.shared_limits)};
    co_return json_response(readiness, healthy ? 200 : 503);
}

Task<Answer> metrics(Services& services, Context&) {
    auto response = http::Response::text(200, services.metrics.exposition());
    response.headers.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    co_return response;
}

}  // namespace

void add_system_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](std::string pattern, std::string id, std::string summary) {
        return RouteBuilder(schemas, get, std::move(pattern), std::move(id), std::move(summary))
            .tag("Operations");
    };
    routes.push_back(route("/healthz", "healthz", "Whether the process lives")
                         .access(Access::open)
                         .rate(RateClass::unlimited)
                         .answers<Health>(200)
                         .handle([&s](Context& c) { return healthz(s, c); }));
    routes.push_back(route("/readyz", "readyz", "Whether it can serve: the database answers")
                         .access(Access::open)
                         .rate(RateClass::unlimited)
                         .answers<Readiness>(200)
                         .answers<Readiness>(503, "The database does not answer")
                         .handle([&s](Context& c) { return readyz(s, c); }));
    routes.push_back(route("/metrics", "metrics", "Metrics in Prometheus' text format")
                         .access(Access::metrics)
                         .rate(RateClass::unlimited)
                         .answers_content(200, "text/plain", "The metrics")
                         .handle([&s](Context& c) { return metrics(s, c); }));
}

}  // namespace rostrum::api
