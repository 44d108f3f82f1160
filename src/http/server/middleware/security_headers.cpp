#include "http/server/middleware.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace rostrum::http {
namespace {

/// For pages that do not bring their own. Images may come from anywhere: they are posts of
/// platforms, or the sandbox's on this machine. Styles are set by the dashboard's components.
constexpr std::string_view page_policy =
    "default-src 'self'; img-src 'self' data: https: http://127.0.0.1:*; "
    "style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "font-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

void add_if_absent(Headers& headers, std::string_view name, std::string_view value) {
    if (!headers.contains(name)) headers.add(std::string(name), std::string(value));
}

Task<Response> add_headers(const Handler& next, Request& request) {
    Response response = co_await next(request);
    auto& headers = response.headers;
    if (headers.get("Content-Type").starts_with("text/html")) {
        add_if_absent(headers, "Content-Security-Policy", page_policy);
    }
    add_if_absent(headers, "X-Content-Type-Options", "nosniff");
    add_if_absent(headers, "Referrer-Policy", "strict-origin-when-cross-origin");
    add_if_absent(headers, "X-Frame-Options", "DENY");
    headers.set("X-Request-Id", request.request_id);
    co_return response;
}

}  // namespace

Middleware security_headers() {
    return [](Handler next) -> Handler {
        return [next = std::move(next)](Request& request) { return add_headers(next, request); };
    };
}

}  // namespace rostrum::http
