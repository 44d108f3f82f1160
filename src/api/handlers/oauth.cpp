#include "api/callback_page.hpp"
#include "api/dto/connections.hpp"
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

void add_outcome(http::Query& query, const std::string& platform,
                 const Result<connections::FlowEnd>& end) {
    if (!end) {
        query.add("error", std::string(to_string(end.error().code)));
        query.add("platform", platform);
    } else if (const auto* choice = std::get_if<AccountChoiceId>(&*end)) {
        query.add("choose", to_string(*choice));
        query.add("platform", platform);
    } else {
        query.add("connected", platform);
        query.add("connectionId", to_string(std::get<ConnectionId>(*end)));
    }
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
        add_outcome(outcome, platform, result.end);
        co_return http::Response::redirect(303, with_outcome(*result.return_to, outcome));
    }
    if (!result.end) {
        const auto& error = result.end.error();
        co_return connect_error_page(http_status(error.code), platform, error);
    }
    if (const auto* choice = std::get_if<AccountChoiceId>(&*result.end)) {
        co_return choose_page(platform, *choice);
    }
    co_return connected_page(platform, std::get<ConnectionId>(*result.end));
}

Task<Answer> get_choice(Services& services, Context& context) {
    const auto id = context.id<AccountChoiceId>();
    if (!id) co_return std::unexpected(id.error());
    const auto choice = co_await services.choices.find(context.scope(), *id);
    if (!choice) co_return std::unexpected(choice.error());
    co_return json_response(*choice);
}

Task<Answer> choose_accounts(Services& services, Context& context) {
    const auto id = context.id<AccountChoiceId>();
    if (!id) co_return std::unexpected(id.error());
    auto body = context.body<connections::ChosenAccounts>();
    if (!body) co_return std::unexpected(body.error());
    const auto chosen = co_await services.choices.choose(context.scope(), *id, std::move(*body));
    if (!chosen) co_return std::unexpected(chosen.error());
    ConnectedAccounts answer;
    for (const auto connection : *chosen) {
        auto found = co_await services.connections.find(context.scope(), connection);
        if (found) answer.connections.push_back(std::move(*found));
    }
    co_return json_response(answer, 201);
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
    routes.push_back(RouteBuilder(schemas, get, "/api/v1/account-choices/{id}", "getAccountChoice",
                                  "The accounts that a grant opens, when it opens several")
                         .tag(tag)
                         .access(Access::editor)
                         .answers<connections::AccountChoice>(200)
                         .handle([&s](Context& c) { return get_choice(s, c); }));
    routes.push_back(RouteBuilder(schemas, post, "/api/v1/account-choices/{id}", "chooseAccounts",
                                  "Connect the chosen ones: all of them, or none")
                         .tag(tag)
                         .access(Access::editor)
                         .rate(RateClass::connections)
                         .creates()
                         .body<connections::ChosenAccounts>()
                         .answers<ConnectedAccounts>(201, "They are connected")
                         .handle([&s](Context& c) { return choose_accounts(s, c); }));
    routes.push_back(RouteBuilder(schemas, get, "/api/v1/connections/callback.js",
                                  "connectionCallbackScript", "The script of the callback's page")
                         .tag(tag)
                         .access(Access::open)
                         .answers_content(200, "text/javascript", "The script")
                         .handle([&s](Context& c) { return callback_script_answer(s, c); }));
}

}  // namespace rostrum::api
