#include "core/clock.hpp"
#include "core/log.hpp"
#include "http/server/middleware.hpp"

#include <cstdint>
#include <utility>

namespace rostrum::http {
namespace {

void write_line(const Request& request, int status, std::int64_t bytes) {
    const auto level = status >= 500 ? log::Level::warn : log::Level::info;
    if (!log::enabled(level)) return;
    const double milliseconds = static_cast<double>(monotonic_us() - request.started_us) / 1000;
    log::write(level, "request",
               {{"method", to_string(request.method)},
                {"path", request.path},
                {"route", request.route},
                {"status", status},
                {"bytes", bytes},
                {"milliseconds", milliseconds},
                {"remote", request.remote_address},
                {"request_id", request.request_id}});
}

Task<Response> log_request(const Handler& next, Request& request) {
    try {
        Response response = co_await next(request);
        write_line(request, response.status,
                   static_cast<std::int64_t>(
                       response.stream_length.value_or(response.body_view().size())));
        co_return response;
    } catch (...) {
        // The listener makes an answer of it.
        write_line(request, 500, 0);
        throw;
    }
}

}  // namespace

Middleware access_log() {
    return [](Handler next) -> Handler {
        return [next = std::move(next)](Request& request) { return log_request(next, request); };
    };
}

}  // namespace rostrum::http
