#include "api/guard.hpp"

#include "api/answer_once.hpp"
#include "api/errors_to_http.hpp"
#include "crypto/constant_time.hpp"
#include "http/server/body_reader.hpp"

#include <memory>

namespace rostrum::api {
namespace {

std::optional<std::string_view> bearer_token(const http::Request& request) {
    auto value = request.headers.get("Authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (value.size() <= scheme.size() ||
        !http::equals_ignoring_case(value.substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    value.remove_prefix(scheme.size());
    return value;
}

bool has_token(const http::Request& request, const Secret& wanted) {
    const auto token = bearer_token(request);
    return token && !wanted.empty() && crypto::equal(wanted, *token);
}

bool is_loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

bool changes_something(http::Method method) {
    return method != http::Method::get && method != http::Method::head &&
           method != http::Method::options;
}

/// A browser tells the page that a request comes from; ours is the only one that may use the
/// cookie.
bool is_same_origin(const http::Request& request, const ApiSettings& settings) {
    const auto origin = request.headers.get("Origin");
    if (origin == settings.public_url) return true;
    const auto host = request.headers.get("Host");
    if (host.empty()) return false;
    return origin == "http://" + std::string(host) || origin == "https://" + std::string(host);
}

/// The role that a kind of access asks for; nothing where it asks for something else.
std::optional<accounts::Role> role_for(Access access) {
    switch (access) {
        case Access::viewer: return accounts::Role::viewer;
        case Access::editor: return accounts::Role::editor;
        case Access::admin: return accounts::Role::admin;
        case Access::owner: return accounts::Role::owner;
        default: return std::nullopt;
    }
}

/// Whether the principal may; the error says why not.
Result<> check_role(const accounts::Principal& principal, Access access) {
    if (const auto needed = role_for(access)) {
        if (accounts::at_least(principal.scope.role, *needed)) return {};
        return fail(ErrorCode::forbidden, "this needs the role " + std::string(enum_name(*needed)));
    }
    if (principal.instance_admin) return {};
    return fail(ErrorCode::forbidden, "this is for those who look after the server");
}

/// A secret of the operator in the Authorization header. Tokens can be guessed as well as
/// passwords, so that an address that guesses too often is not even compared.
Task<Result<bool>> has_token_within_limits(Services& services, const http::Request& request,
                                           const Secret& wanted) {
    if (!bearer_token(request)) co_return false;
    if (auto within = co_await services.throttle.check_address(request); !within) {
        co_return std::unexpected(std::move(within.error()));
    }
    co_return has_token(request, wanted);
}

Task<Result<>> admit(Services& services, Context& context, const Route& route) {
    const Access access = route.access;
    const auto& request = context.request();
    const bool foreign_page = changes_something(request.method) &&
                              request.headers.contains("Origin") &&
                              !is_same_origin(request, services.settings);
    if (access == Access::open) {
        // A foreign page may not sign a browser in or out.
        if (foreign_page) co_return fail(ErrorCode::forbidden, "the Origin is another site");
        co_return Result<>{};
    }
    if (access == Access::cron_secret) {
        auto told =
            co_await has_token_within_limits(services, request, services.settings.cron_secret);
        if (!told) co_return std::unexpected(std::move(told.error()));
        if (*told) co_return Result<>{};
    }
    if (access == Access::metrics) {
        const auto& wanted = services.settings.metrics_token;
        // A proxy on this machine makes everybody come from loopback: where there is a token, it
        // is asked for.
        if (wanted.empty() && is_loopback(request.remote_address) &&
            !request.headers.contains("X-Forwarded-For")) {
            co_return Result<>{};
        }
        auto told = co_await has_token_within_limits(services, request, wanted);
        if (!told) co_return std::unexpected(std::move(told.error()));
        if (*told) co_return Result<>{};
        co_return fail(ErrorCode::unauthenticated, "needs the METRICS_TOKEN, or loopback");
    }
    if (auto found = co_await authenticate(services, context); found) {
        context.principal = std::move(*found);
    } else {
        co_return std::unexpected(found.error());
    }
    const auto& principal = context.principal;
    if (context.by_cookie && changes_something(request.method) &&
        !is_same_origin(request, services.settings)) {
        co_return fail(ErrorCode::forbidden, "a cookie request needs a same-origin Origin");
    }
    if (route.personal && !principal->session) {
        co_return fail(ErrorCode::forbidden, "an API key has no session",
                       "This needs a sign-in with e-mail and password.");
    }
    co_return check_role(*principal, access);
}

/// Finds out who asks, whether they may, and whether they ask too often.
Task<Result<>> let_in(Services& services, Context& context, const Route& route, RateTally& tally) {
    auto& throttle = services.throttle;
    if (route.access == Access::open) {
        auto within = co_await throttle.admit_address(context.request(), route.rate, tally);
        if (!within) co_return within;
        co_return co_await admit(services, context, route);
    }
    auto admitted = co_await admit(services, context, route);
    // Whoever is known answers for the own requests, also for those that are refused.
    Result<> within;
    if (context.principal) {
        within = co_await throttle.admit_member(*context.principal,
                                                admitted ? route.rate : RateClass::general, tally);
    } else if (!admitted) {
        within = co_await throttle.admit_address(context.request(), RateClass::general, tally);
    }
    if (!within) co_return within;
    co_return admitted;
}

/// Runs the handler once per Idempotency-Key. One that streams its body sees to that itself, once
/// it knows what the body is.
Task<Answer> run_once(Services& services, Context& context, const Route& route) {
    if (!route.creates || route.streams_body) co_return co_await route.handler(context);
    co_return co_await answer_once(services, context, context.request().body,
                                   [&] { return route.handler(context); });
}

Task<http::Response> handle(Services& services, std::shared_ptr<const Route> route,
                            http::Request& request) {
    Context context(request);
    RateTally tally;
    Answer answer;
    if (const auto admitted = co_await let_in(services, context, *route, tally); !admitted) {
        answer = error_response(admitted.error(), request);
    } else {
        answer = co_await run_once(services, context, *route);
        if (!answer) answer = error_response(answer.error(), request);
    }
    if (const auto* body = request.body_reader; body && body->failure_status() != 0) {
        // Too slow or malformed: that has a status, and no code, of its own.
        if (answer->status >= 400) answer->status = body->failure_status();
    }
    tally.write(answer->headers);
    if (!answer->headers.contains("Cache-Control")) {
        answer->headers.add("Cache-Control", "no-store");
    }
    co_return std::move(*answer);
}

}  // namespace

Task<Result<accounts::Principal>> authenticate(Services& services, Context& context) {
    const auto& request = context.request();
    const auto gate = [&] { return services.throttle.check_address(request); };
    if (request.headers.contains("Authorization")) {
        const auto token = bearer_token(request);
        if (!token) co_return fail(ErrorCode::unauthenticated, "not a bearer token");
        co_return co_await services.authenticator.by_bearer(*token, gate);
    }
    const auto token = http::cookie(request, session_cookie);
    if (token.empty()) co_return fail(ErrorCode::unauthenticated, "not signed in");
    context.by_cookie = true;
    co_return co_await services.authenticator.by_cookie(token, gate);
}

http::Handler guarded(Services& services, Route route) {
    auto shared = std::make_shared<const Route>(std::move(route));
    return
        [&services, shared](http::Request& request) { return handle(services, shared, request); };
}

}  // namespace rostrum::api
