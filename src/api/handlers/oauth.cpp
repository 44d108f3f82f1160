#include "api/callback_page.hpp"
#include "api/errors_to_http.hpp"
#include "api/guard.hpp"
#include "api/handlers/handlers.hpp"
#include "http/query.hpp"

namespace rostrum::api {
namespace {

/// The platform sends the browser back to PUBLIC_URL, and only there: under another name of this
/// server, the browser would come back without its cookie.
Result<> check_origin(const Services& services, const Context& context) {
    const auto origin = context.request().headers.get("Origin");
    const auto& home = services.settings.public_url;
    if (!context.by_cookie || origin.empty() || origin == home) return {};
    return fail(ErrorCode::forbidden, "the page is not at PUBLIC_URL",
                "Accounts can be connected at " + home + " only. Open the dashboard there.");
}

Task<Answer> authorize(Services& services, Context& context) {
    auto body = context.body<connections::AuthorizeOptions>();
    if (!body) co_return std::unexpected(body.error());
    if (auto checked = check_origin(services, context); !checked) {
        co_return std::unexpected(std::move(checked.error()));
    }
    // A browser can end only the flow that it began; a program hands the link to some browser.
    std::string session_token;
    if (context.by_cookie) session_token = http::cookie(context.request(), session_cookie);
    auto authorization = co_await services.oauth.authorize(
        context.scope(), std::string(context.request().params.get("platform")), std::move(*body),
        std::move(session_token));
    if (!authorization) co_return std::unexpected(authorization.error());
    co_return json_response(*authorization);
}

/// `returnTo` with the outcome in its query.
std::string with_outcome(const std::string& return_to, const http::Query& outcome) {
    const auto hash = return_to.find('#');
    const std::string address = return_to.substr(0, hash);
    const std::string fragment = hash == std::string::npos ? "" : return_to.substr(hash);
    const char separator = address.find('?') == std::string::npos ? '?' : '&';
    return address + separator + outcome.encode() + fragment;
}

std::optional<std::string> parameter(const http::Request& request, std::string_view name) {
    const auto value = request.query.get(name);
    return value ? std::optional(std::string(*value)) : std::nullopt;
}

Task<Answer> callback(Services& services, Context& context) {
    const auto& request = context.request();
    connections::Callback callback{
        .platform = std::string(request.params.get("platform")),
        .code = parameter(request, "code"),
        .state = parameter(request, "state"),
        .error = parameter(request, "error"),
        .error_description = parameter(request, "error_description"),
        .session_token = std::string(http::cookie(request, session_cookie)),
        .request_id = request.request_id,
        .user = std::nullopt};
    if (const auto principal = co_await authenticate(services, context)) {
        callback.user = principal->scope.user;
    }
    const std::string platform = callback.platform;
    const auto result = co_await services.oauth.callback(std::move(callback));
    if (result.return_to) {
        http::Query outcome;
        if (result.connection) {
            outcome.add("connected", platform);
            outcome.add("connectionId", to_string(*result.connection));
        } else {
            outcome.add("error", std::string(to_string(result.connection.error().code)));
            outcome.add("platform", platform);
        }
        co_return http::Response::redirect(303, with_outcome(*result.return_to, outcome));
    }
    if (result.connection) co_return connected_page(platform, *result.connection);
    const int status = http_status(result.connection.error().code);
    co_return connect_error_page(status, platform, result.connection.error());
}

Task<Answer> callback_script_answer(Services&, Context&) { co_return callback_script(); }

}  // namespace

void add_oauth_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const std::string tag = "Platforms and connections";
    routes.push_back(RouteBuilder(schemas, post, "/api/v1/connections/{platform}/authorize",
                                  "authorizeConnection", "Begin to connect an account")
                         .tag(tag)
                         .access(Access::editor)
                         .rate(RateClass::connections)
                         .body<connections::AuthorizeOptions>()
                         .answers<connections::Authorization>(200, "Send the browser to `url`")
                         .handle([&s](Context& c) { return authorize(s, c); }));
    routes.push_back(RouteBuilder(schemas, get, "/api/v1/connections/{platform}/callback",
                                  "connectionCallback", "Where the platform sends the browser back")
                         .tag(tag)
                         .access(Access::open)
                         .parameter("code", "What the platform grants.")
                         .parameter("state", "What `authorize` made.")
                         .parameter("error", "Why it grants nothing.")
                         .parameter("error_description", "The same, in words.")
                         .errors_as_page()
                         .answers_content(200, "text/html", "Tells the opener and closes itself")
                         .answers_empty(303, "To `returnTo`, with the outcome in its query")
                         .handle([&s](Context& c) { return callback(s, c); }));
    routes.push_back(RouteBuilder(schemas, get, "/api/v1/connections/callback.js",
                                  "connectionCallbackScript", "The script of the callback's page")
                         .tag(tag)
                         .access(Access::open)
                         .answers_content(200, "text/javascript", "The script")
                         .handle([&s](Context& c) { return callback_script_answer(s, c); }));
}

}  // namespace rostrum::api
