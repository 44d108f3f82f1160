#include "sandbox/x/oauth.hpp"

#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "sandbox/cast_platform.hpp"
#include "sandbox/web.hpp"
#include "sandbox/x/problems.hpp"
#include "sandbox/x/x.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace rostrum::sandbox::x {
namespace {

/// The fault of the app's credentials, if there is one.
std::optional<http::Response> check_app(const http::Request& request) {
    const auto app = basic_credentials(request);
    if (!app) return oauth_error(401, "unauthorized_client", "Missing valid authorization header");
    if (app->user == client_id && app->password == client_secret) return std::nullopt;
    return oauth_error(401, "invalid_client", "Client authentication failed");
}

/// A form, as it is documented, or an object, as some clients send it.
Result<http::Query> read_parameters(const http::Request& request) {
    const auto type = request.headers.get("Content-Type");
    if (!http::equals_ignoring_case(type.substr(0, type.find(';')), "application/json")) {
        return parse_form(request);
    }
    const auto body = parse_json(request.body);
    if (!body) return std::unexpected(body.error());
    const auto* object = body->if_object();
    if (object == nullptr) return fail(ErrorCode::invalid_json, "an object is expected");
    http::Query parameters;
    for (const auto& [name, value] : *object) {
        if (!value.is_string()) return fail(ErrorCode::invalid_json, "texts are expected");
        parameters.add(std::string(name), std::string(value.as_string()));
    }
    return parameters;
}

}  // namespace

http::Response OAuth::token(const http::Request& request) {
    const auto form = read_parameters(request);
    if (!form || request.method != http::Method::post) {
        return oauth_error(400, "invalid_request", "Missing required parameter [grant_type].");
    }
    if (auto fault = check_app(request)) return *std::move(fault);
    const auto type = form->get("grant_type");
    if (type == "authorization_code") return exchange(*form);
    if (type == "refresh_token") return refresh(*form);
    return type ? oauth_error(400, "unsupported_grant_type",
                              "Value passed for grant type was "
                              "invalid.")
                : oauth_error(400, "invalid_request", "Missing required parameter [grant_type].");
}

http::Response OAuth::exchange(const http::Query& form) {
    for (const std::string_view name : {"code", "redirect_uri", "code_verifier"}) {
        if (form.get(name)) continue;
        return oauth_error(400, "invalid_request",
                           fmt::format("Missing required parameter [{}].", name));
    }
    const auto redeemed =
        login_.redeem(*form.get("code"), *form.get("redirect_uri"), *form.get("code_verifier"));
    if (redeemed) return answer(grants_.begin(redeemed->account, redeemed->scopes, clock_.now()));
    switch (redeemed.error()) {
        case CodeFault::other_redirect_uri:
            return oauth_error(400, "invalid_request",
                               "Value passed for the redirect uri did not match the uri of the "
                               "authorization code.");
        case CodeFault::bad_verifier:
            return oauth_error(400, "invalid_request",
                               "Value passed for the code verifier did not match the code "
                               "challenge.");
        default:
            return oauth_error(400, "invalid_request",
                               "Value passed for the authorization code was invalid.");
    }
}

http::Response OAuth::refresh(const http::Query& form) {
    const auto sent = grants_.read(form.get("refresh_token").value_or(""));
    const bool known = sent && sent->use == TokenUse::refresh;
    const auto state = known ? grants_.check(*sent, clock_.now()) : TokenState::unknown;
    if (state == TokenState::good && grants_.use_up(*sent)) return answer(sent->grant);
    // People report that using one again ends all that came of the same login.
    if (state == TokenState::used) grants_.end(sent->grant);
    return oauth_error(400, "invalid_request", "Value passed for the token was invalid.");
}

http::Response OAuth::answer(const UserGrant& grant) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("token_type").value("bearer");
    out.key("expires_in").value(std::chrono::seconds{access_life}.count());
    out.key("access_token").value(grants_.issue_access(grant, clock_.now(), access_life));
    out.key("scope").value(login_.names(grant.scopes));
    if ((grant.scopes & login_.bit("offline.access")) != 0) {
        out.key("refresh_token").value(grants_.issue_refresh(grant, clock_.now(), refresh_life));
    }
    out.end_object();
    return http::Response::json(200, body);
}

http::Response OAuth::revoke(const http::Request& request) {
    if (auto fault = check_app(request)) return *std::move(fault);
    const auto form = read_parameters(request);
    const auto text = form ? form->get("token").value_or("") : std::string_view{};
    if (text.empty()) {
        return oauth_error(400, "invalid_request", "Missing required parameter [token].");
    }
    if (const auto token = grants_.read(text)) grants_.end(token->grant);
    return http::Response::json(200, R"({"revoked":true})");
}

}  // namespace rostrum::sandbox::x
