#include "core/clock.hpp"
#include "http/server/middleware.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

namespace rostrum::http {
namespace {

/// What tells one row of metrics from another.
struct Key {
    std::uint64_t owner;  ///< which middleware: each has its own `Metrics`
    std::string_view route;
    Method method;
    int status;

    bool operator==(const Key&) const = default;
};

struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
        const auto rest = key.owner << 32 ^ static_cast<std::uint64_t>(key.method) << 16 ^
                          static_cast<std::uint64_t>(key.status);
        return std::hash<std::string_view>{}(key.route) ^ rest * 0x9e3779b97f4a7c15;
    }
};

struct Row {
    std::string route;  ///< what the key views
    prometheus::Counter& requests;
    prometheus::Histogram& seconds;
};

std::unique_ptr<Row> make_row(Metrics& metrics, const Key& key) {
    std::string route(key.route.empty() ? "unmatched" : key.route);
    auto& requests = metrics.counter("http_requests_total", "Requests answered",
                                     {{"route", route},
                                      {"method", std::string(to_string(key.method))},
                                      {"status", std::to_string(key.status)}});
    auto& seconds =
        metrics.duration("http_request_seconds",
                         "Time from the first byte of a request to its answer", {{"route", route}});
    return std::make_unique<Row>(std::string(key.route), requests, seconds);
}

/// Rows are kept per thread: asking `Metrics` takes a lock.
Row& row_of(Metrics& metrics, Key key) {
    thread_local std::unordered_map<Key, std::unique_ptr<Row>, KeyHash> rows;
    if (const auto found = rows.find(key); found != rows.end()) return *found->second;
    auto row = make_row(metrics, key);
    key.route = row->route;
    return *rows.emplace(key, std::move(row)).first->second;
}

void count(Metrics& metrics, std::uint64_t owner, const Request& request, int status) {
    auto& row = row_of(metrics, {owner, request.route, request.method, status});
    row.requests.Increment();
    row.seconds.Observe(static_cast<double>(monotonic_us() - request.started_us) / 1e6);
}

Task<Response> measure(const Handler& next, Metrics& metrics, std::uint64_t owner,
                       Request& request) {
    try {
        Response response = co_await next(request);
        count(metrics, owner, request, response.status);
        co_return response;
    } catch (...) {
        // The listener makes an answer of it.
        count(metrics, owner, request, 500);
        throw;
    }
}

}  // namespace

Middleware request_metrics(Metrics& metrics) {
    static std::atomic<std::uint64_t> owners{0};
    return [&metrics, owner = ++owners](Handler next) -> Handler {
        return [&metrics, owner, next = std::move(next)](Request& request) {
            return measure(next, metrics, owner, request);
        };
    };
}

}  // namespace rostrum::http
