#include "http/server/dispatch.hpp"

#include "core/log.hpp"
#include "http/server/failure.hpp"
#include "http/server/target.hpp"

#include <exception>
#include <string>
#include <utility>

namespace rostrum::http {
namespace {

std::string join(const std::vector<Method>& methods) {
    std::string out;
    for (const auto method : methods) {
        if (!out.empty()) out += ", ";
        out += to_string(method);
    }
    return out;
}

Response wrong_method(const ServerContext& server, const Request& request,
                      const std::vector<Method>& allowed) {
    Response response = server.parts.render_error(
        make_error(ErrorCode::method_not_allowed,
                   std::string(to_string(request.method)) + " is not allowed on this path"),
        request);
    response.status = 405;
    response.headers.set("Allow", join(allowed));
    return response;
}

/// Answers what no route matches; the path is looked up once more, to tell 404 from 405.
Task<Response> answer_unmatched(const ServerContext& server, Request& request) {
    const auto match =
        server.parts.router.find(request.method, raw_path(request.target), request.params);
    if (!match.allowed.empty()) co_return wrong_method(server, request, match.allowed);
    if (server.parts.fallback) co_return co_await server.parts.fallback(request);
    co_return server.parts.render_error(
        make_error(ErrorCode::not_found, "there is nothing at this path"), request);
}

}  // namespace

Task<Response> dispatch(const ServerContext& server, Request& request) {
    if (request.endpoint != nullptr) return request.endpoint->handler(request);
    return answer_unmatched(server, request);
}

Response render_refusal(const ServerContext& server, const Refusal& refusal,
                        const Request& request) noexcept {
    Response response;
    try {
        response = server.parts.render_error(refusal.error, request);
    } catch (...) {
        log::error("an error could not be rendered",
                   {{"what", describe(std::current_exception())}});
        response = Response::text(refusal.status, "The request failed.\n");
    }
    response.status = refusal.status;
    return response;
}

}  // namespace rostrum::http
