#include "core/log.hpp"
#include "http/server/body_reader.hpp"
#include "http/server/failure.hpp"
#include "http/server/middleware.hpp"

#include <chrono>
#include <exception>
#include <utility>

namespace rostrum::http {
namespace {

/// A time limit has passed, the server ends, or something that it needs is away.
Response answer_unavailable(const ErrorRenderer& render, const Request& request,
                            std::string message) {
    auto error = make_error(ErrorCode::server_error, std::move(message));
    error.retry_after = std::chrono::seconds{1};
    Response response = render(error, request);
    response.status = 503;
    return response;
}

/// To a client that has gone there is nothing to say, and of it nothing to log as a failure.
Response hang_up() {
    Response response = Response::empty(408);
    response.abort = true;
    return response;
}

Response answer_failure(const ErrorRenderer& render, const std::exception_ptr& failure,
                        const Request& request) {
    if (is_cancellation(failure)) {
        if (request.body_reader != nullptr && request.body_reader->is_client_gone()) {
            return hang_up();
        }
        return answer_unavailable(render, request, "the request was cancelled");
    }
    const auto what = describe(failure);
    log::error("a handler failed",
               {{"what", what}, {"route", request.route}, {"request_id", request.request_id}});
    if (is_passing(failure)) return answer_unavailable(render, request, what);
    return render(make_error(ErrorCode::server_error, what), request);
}

Task<Response> guard(const Handler& next, const ErrorRenderer& render, Request& request) {
    try {
        co_return co_await next(request);
    } catch (...) {
        co_return answer_failure(render, std::current_exception(), request);
    }
}

}  // namespace

Middleware catch_exceptions(ErrorRenderer render) {
    return [render = std::move(render)](Handler next) -> Handler {
        return [render, next = std::move(next)](Request& request) {
            return guard(next, render, request);
        };
    };
}

}  // namespace rostrum::http
