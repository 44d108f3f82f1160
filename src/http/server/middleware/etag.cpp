#include "http/server/entity_tag.hpp"
#include "http/server/middleware.hpp"

#include <utility>

namespace rostrum::http {
namespace {

/// Larger bodies cost more to hash than a repeated answer is worth.
constexpr std::size_t tagged_body_max = 1024 * 1024;

bool can_tag(const Request& request, const Response& response) {
    return (request.method == Method::get || request.method == Method::head) &&
           response.status == 200 && !response.stream &&
           response.body_view().size() <= tagged_body_max && !response.headers.contains("ETag");
}

Task<Response> tag(const Handler& next, Request& request) {
    Response response = co_await next(request);
    if (!can_tag(request, response)) co_return response;
    auto value = entity_tag(response.body_view());
    const bool known = matches_entity_tag(request.headers.get("If-None-Match"), value);
    response.headers.add("ETag", std::move(value));
    if (known) {
        response.status = 304;
        response.body.clear();
        response.shared_body.reset();
    }
    co_return response;
}

}  // namespace

Middleware etag() {
    return [](Handler next) -> Handler {
        return [next = std::move(next)](Request& request) { return tag(next, request); };
    };
}

}  // namespace rostrum::http
