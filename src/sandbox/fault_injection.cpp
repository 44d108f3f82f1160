#include "sandbox/fault_injection.hpp"

#include "core/deadline.hpp"
#include "core/log.hpp"
#include "sandbox/simulation.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace rostrum::sandbox {
namespace {

using SharedHandler = std::shared_ptr<const http::Handler>;

/// A connection that closes without an answer.
http::Response dropped() {
    http::Response response;
    response.abort = true;
    return response;
}

/// A JSON text of exactly `size` bytes, for whoever reads it to the end.
Task<> write_huge(http::BodyWriter& writer, std::size_t size) {
    constexpr std::string_view head = "{\"data\":\"";
    constexpr std::string_view tail = "\"}";
    co_await writer.write(head);
    std::size_t rest = size - std::min(size, head.size() + tail.size());
    constexpr std::size_t piece_max = 64 * std::size_t{1024};
    const std::string filling(piece_max, 'x');
    while (rest > 0) {
        const auto piece = std::string_view(filling).substr(0, rest);
        co_await writer.write(piece);
        rest -= piece.size();
    }
    co_await writer.write(tail);
}

http::Response huge(const Fault& fault) {
    const auto size = static_cast<std::size_t>(
        fault.value.value_or(static_cast<std::int64_t>(huge_body_default)));
    http::Response response;
    response.headers.set("Content-Type", "application/json");
    response.stream = [size](http::BodyWriter& writer) { return write_huge(writer, size); };
    return response;
}

http::Response html_page(const Fault& fault) {
    return http::Response::html(
        static_cast<int>(fault.value.value_or(502)),
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Error</title></head>"
        "<body><h1>Sorry, something went wrong.</h1>"
        "<p>We're working on it.</p></body></html>\n");
}

void truncate(const Fault& fault, http::Response& response) {
    const auto size = response.body.size();
    const auto kept =
        static_cast<std::size_t>(fault.value.value_or(static_cast<std::int64_t>(size / 2)));
    response.body.resize(std::min(size, kept));
}

/// What is answered instead of making the call.
http::Response instead(SimulatedPlatform& platform, const http::Request& request,
                       const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::html: return html_page(fault);
        case FaultKind::huge: return huge(fault);
        default: return platform.refuse(request, fault);
    }
}

/// What the client is told, and what the book of calls says; status 0 if the client is told
/// nothing.
struct Outcome {
    http::Response response;
    int status = 0;
};

Task<Outcome> run(SimulatedPlatform& platform, const http::Handler& next, http::Request& request,
                  FaultPlan plan) {
    if (plan.latency.count() > 0) co_await sleep_for(plan.latency);
    if (plan.before) {
        auto response = instead(platform, request, *plan.before);
        const int status = response.status;
        co_return Outcome{std::move(response), status};
    }
    auto response = co_await next(request);
    if (plan.after && plan.after->kind == FaultKind::drop_after_effect) {
        co_return Outcome{dropped(), 0};
    }
    if (plan.after && plan.after->kind == FaultKind::status_after_effect) {
        plan.after->kind = FaultKind::status;
        response = platform.refuse(request, *plan.after);
    } else if (plan.after) {
        truncate(*plan.after, response);
    }
    const int status = response.status;
    co_return Outcome{std::move(response), status};
}

/// Counts a call for as long as it lasts.
class UnderWay {
public:
    explicit UnderWay(Simulation& simulation) : simulation_(simulation) {
        ++simulation_.under_way();
    }
    ~UnderWay() { --simulation_.under_way(); }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

private:
    Simulation& simulation_;
};

Task<http::Response> simulate(Simulation& simulation, SharedHandler next, http::Request& request) {
    auto* platform = simulation.find_by_path(request.path);
    if (platform == nullptr) co_return co_await (*next)(request);
    const UnderWay under_way(simulation);
    auto plan = simulation.faults().plan({.platform = platform->id(),
                                          .endpoint = platform->endpoint_of(request),
                                          .path = request.path,
                                          .account = platform->account_of(request)},
                                         simulation.clock().now());
    auto outcome = co_await run(*platform, *next, request, std::move(plan));
    const auto method = http::to_string(request.method);
    log::debug("simulated call", {{"platform", platform->id()},
                                  {"method", method},
                                  {"path", request.path},
                                  {"status", outcome.status}});
    simulation.calls().record({.platform = std::string(platform->id()),
                               .method = std::string(method),
                               .path = request.path,
                               .status = outcome.status,
                               .at = simulation.clock().now()});
    co_return std::move(outcome.response);
}

}  // namespace

http::Middleware simulate_calls(Simulation& simulation) {
    return [&simulation](http::Handler next) -> http::Handler {
        auto shared = std::make_shared<const http::Handler>(std::move(next));
        return [&simulation, shared](http::Request& request) {
            return simulate(simulation, shared, request);
        };
    };
}

}  // namespace rostrum::sandbox
