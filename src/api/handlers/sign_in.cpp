#include "api/dto/accounts.hpp"
#include "api/guard.hpp"
#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

constexpr std::string_view tag = "Sign-in";

std::string cookie_of(const ApiSettings& settings, std::string_view token,
                      std::chrono::seconds life) {
    return std::string(session_cookie) + "=" + std::string(token) +
           "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(life.count()) +
           (settings.secure_cookies ? "; Secure" : "");
}

accounts::Device device_of(const http::Request& request) {
    return {.user_agent = std::string(request.headers.get("User-Agent")),
            .ip = request.remote_address};
}

/// The answer to a sign-in, with the cookie of a new session.
http::Response signed_in(const Services& services, accounts::SignedIn result, int status) {
    const AuthAnswer answer{
        .user = std::move(result.user),
        .workspace = std::move(result.workspace),
        .role = result.role,
        .access_token = std::string(result.access_token.reveal()),
        .expires_in =
            std::chrono::duration_cast<std::chrono::seconds>(accounts::access_token_life).count()};
    auto response = json_response(answer, status);
    if (!result.session_token.empty()) {
        response.headers.add(
            "Set-Cookie",
            cookie_of(services.settings, result.session_token.reveal(), accounts::session_life));
    }
    return response;
}

MeAnswer to_answer(const Services& services, accounts::Me me, bool instance_admin) {
    return {.user = std::move(me.user),
            .workspace = std::move(me.workspace),
            .role = me.role,
            .instance_admin = instance_admin,
            .workspaces = std::move(me.workspaces),
            .sandbox = services.settings.sandbox};
}

Task<Answer> register_user(Services& services, Context& context) {
    auto body = context.body<accounts::Registration>();
    if (!body) co_return std::unexpected(body.error());
    auto result =
        co_await services.sign_in.register_user(std::move(*body), device_of(context.request()));
    if (!result) co_return std::unexpected(result.error());
    co_return signed_in(services, std::move(*result), 201);
}

Task<Answer> login(Services& services, Context& context) {
    auto body = context.body<accounts::Credentials>();
    if (!body) co_return std::unexpected(body.error());
    auto result = co_await services.sign_in.login(std::move(*body), device_of(context.request()));
    if (!result) co_return std::unexpected(result.error());
    co_return signed_in(services, std::move(*result), 200);
}

/// Signing out works in any state: what matters is that nothing stays.
Task<Answer> logout(Services& services, Context& context) {
    const auto principal = co_await authenticate(services, context);
    if (principal && principal->session) {
        co_await services.sign_in.logout(*principal->session);
        services.authenticator.forget();
    }
    auto response = http::Response::empty(204);
    response.headers.add("Set-Cookie", cookie_of(services.settings, "", std::chrono::seconds{0}));
    co_return response;
}

Task<Answer> refresh(Services& services, Context& context) {
    auto result = co_await services.sign_in.refresh(context.scope(), *context.principal->session);
    if (!result) co_return std::unexpected(result.error());
    auto response = signed_in(services, std::move(*result), 200);
    // The cookie lives as long as the session, which was just extended.
    if (const auto token = http::cookie(context.request(), session_cookie); context.by_cookie) {
        response.headers.add("Set-Cookie",
                             cookie_of(services.settings, token, accounts::session_life));
    }
    co_return response;
}

Task<Answer> switch_workspace(Services& services, Context& context) {
    const auto body = context.body<SwitchWorkspace>();
    if (!body) co_return std::unexpected(body.error());
    auto result = co_await services.sign_in.switch_workspace(
        context.scope(), *context.principal->session, body->workspace_id);
    if (!result) co_return std::unexpected(result.error());
    services.authenticator.forget();
    co_return signed_in(services, std::move(*result), 200);
}

Task<Answer> accept_invitation(Services& services, Context& context) {
    auto body = context.body<AcceptInvitation>();
    if (!body) co_return std::unexpected(body.error());
    auto result = co_await services.sign_in.accept_invitation(
        context.scope(), *context.principal->session, Secret(std::move(body->token)));
    if (!result) co_return std::unexpected(result.error());
    services.authenticator.forget();
    co_return signed_in(services, std::move(*result), 200);
}

Task<Answer> me(Services& services, Context& context) {
    auto result = co_await services.sign_in.me(context.scope());
    if (!result) co_return std::unexpected(result.error());
    co_return json_response(
        to_answer(services, std::move(*result), context.principal->instance_admin));
}

Task<Answer> change_me(Services& services, Context& context) {
    auto body = context.body<accounts::ProfileChange>();
    if (!body) co_return std::unexpected(body.error());
    // Whoever has a stolen session could guess the password that a change asks for.
    RateTally tally;
    const auto rate = body->new_password ? RateClass::sign_in : RateClass::unlimited;
    auto within = co_await services.throttle.admit_member(*context.principal, rate, tally);
    if (!within) co_return std::unexpected(std::move(within.error()));
    auto result = co_await services.sign_in.change_profile(
        context.scope(), context.principal->session, std::move(*body));
    if (!result) co_return std::unexpected(result.error());
    co_return json_response(
        to_answer(services, std::move(*result), context.principal->instance_admin));
}

Task<Answer> config(Services& services, Context&) {
    co_return json_response(SignInConfig{.sandbox = services.settings.sandbox,
                                         .password_min_length = accounts::password_length_min,
                                         .version = services.settings.version});
}

Task<Answer> list_sessions(Services& services, Context& context) {
    std::vector<SessionAnswer> answers;
    for (auto& view : co_await services.sign_in.sessions(context.scope())) {
        answers.push_back({view.id, view.created_at, view.last_seen_at, view.expires_at,
                           std::move(view.user_agent), std::move(view.ip),
                           context.principal->session == view.id});
    }
    co_return list_response(answers);
}

Task<Answer> revoke_session(Services& services, Context& context) {
    const auto id = context.id<SessionId>();
    if (!id) co_return std::unexpected(id.error());
    const auto done = co_await services.sign_in.revoke_session(context.scope(), *id);
    if (!done) co_return std::unexpected(done.error());
    services.authenticator.forget();
    co_return http::Response::empty(204);
}

}  // namespace

void add_sign_in_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](http::Method method, std::string pattern, std::string id,
                           std::string summary) {
        return RouteBuilder(schemas, method, std::move(pattern), std::move(id), std::move(summary))
            .tag(std::string(tag));
    };
    routes.push_back(route(post, "/api/v1/auth/register", "register", "Register, and sign in")
                         .access(Access::open)
                         .rate(RateClass::sign_in)
                         .creates()
                         .body<accounts::Registration>()
                         .answers<AuthAnswer>(201, "Registered and signed in")
                         .handle([&s](Context& c) { return register_user(s, c); }));
    routes.push_back(route(post, "/api/v1/auth/login", "login", "Sign in")
                         .access(Access::open)
                         .rate(RateClass::sign_in)
                         .body<accounts::Credentials>()
                         .answers<AuthAnswer>(200, "Signed in")
                         .handle([&s](Context& c) { return login(s, c); }));
    routes.push_back(route(post, "/api/v1/auth/logout", "logout", "Sign out")
                         .access(Access::open)
                         .answers_empty(204, "Signed out")
                         .handle([&s](Context& c) { return logout(s, c); }));
    routes.push_back(route(post, "/api/v1/auth/refresh", "refresh", "A new access token")
                         .personal()
                         .answers<AuthAnswer>(200, "The session is extended")
                         .handle([&s](Context& c) { return refresh(s, c); }));
    routes.push_back(route(post, "/api/v1/auth/switch", "switchWorkspace",
                           "Move the session to another workspace of yours")
                         .personal()
                         .body<SwitchWorkspace>()
                         .answers<AuthAnswer>(200, "The session is in the other workspace")
                         .handle([&s](Context& c) { return switch_workspace(s, c); }));
    routes.push_back(
        route(get, "/api/v1/auth/config", "signInConfig", "What the sign-in page has to know")
            .access(Access::open)
            .answers<SignInConfig>(200)
            .handle([&s](Context& c) { return config(s, c); }));
    routes.push_back(route(get, "/api/v1/auth/me", "me", "Who is signed in, and where")
                         .answers<MeAnswer>(200)
                         .handle([&s](Context& c) { return me(s, c); }));
    routes.push_back(route(patch, "/api/v1/auth/me", "changeMe", "Change your name or password")
                         .personal()
                         .body<accounts::ProfileChange>()
                         .answers<MeAnswer>(200)
                         .handle([&s](Context& c) { return change_me(s, c); }));
    routes.push_back(route(get, "/api/v1/sessions", "listSessions", "Where you are signed in")
                         .personal()
                         .answers_whole_list<SessionAnswer>()
                         .handle([&s](Context& c) { return list_sessions(s, c); }));
    routes.push_back(route(delete_, "/api/v1/sessions/{id}", "revokeSession", "End a session")
                         .personal()
                         .answers_empty(204, "Ended")
                         .handle([&s](Context& c) { return revoke_session(s, c); }));
    routes.push_back(route(post, "/api/v1/invitations/accept", "acceptInvitation",
                           "Join the workspace that invited your address")
                         .personal()
                         .body<AcceptInvitation>()
                         .answers<AuthAnswer>(200, "Joined; the session is there")
                         .handle([&s](Context& c) { return accept_invitation(s, c); }));
}

}  // namespace rostrum::api
