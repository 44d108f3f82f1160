#include "sandbox/tiktok/simulator.hpp"
#include "sandbox/tiktok/tiktok.hpp"
#include "sandbox/web.hpp"

namespace rostrum::sandbox::tiktok {

http::Response TikTok::token(const http::Request& request) {
    const auto form = parse_form(request);
    if (!form || request.method != http::Method::post) {
        return oauth_error(400, "invalid_request", "Only `application/x-www-form-urlencoded` works",
                           now());
    }
    if (form->get("client_key") != client_key || form->get("client_secret") != client_secret) {
        return oauth_error(401, "invalid_client", "Client key or secret is incorrect.", now());
    }
    const auto type = form->get("grant_type").value_or("");
    if (type == "authorization_code") return exchange(*form);
    if (type == "refresh_token") return refresh(*form);
    return oauth_error(400, "unsupported_grant_type", "Grant type is not supported.", now());
}

http::Response TikTok::exchange(const http::Query& form) {
    const auto redeemed =
        login().redeem(form.get("code").value_or(""), form.get("redirect_uri").value_or(""), "");
    // Failures of this endpoint have been seen with status 200.
    if (!redeemed) {
        return redeemed.error() == CodeFault::other_redirect_uri
                   ? oauth_error(200, "invalid_request",
                                 "Redirect_uri is not matched with the uri when requesting code.",
                                 now())
                   : oauth_error(200, "invalid_grant", "Authorization code is expired.", now());
    }
    return answer_tokens(grants().begin(redeemed->account, redeemed->scopes, now()));
}

http::Response TikTok::refresh(const http::Query& form) {
    const auto sent = grants().read(form.get("refresh_token").value_or(""));
    const bool good = sent && sent->use == TokenUse::refresh &&
                      grants().check(*sent, now()) == TokenState::good && grants().use_up(*sent);
    if (!good) {
        return oauth_error(200, "invalid_grant", "Refresh token is invalid or expired.", now());
    }
    return answer_tokens(sent->grant);
}

http::Response TikTok::answer_tokens(const UserGrant& grant) {
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    out.key("access_token").value(grants().issue_access(grant, now(), access_life));
    out.key("expires_in").value(std::chrono::seconds{access_life}.count());
    out.key("open_id").value(external_id(grant.persona));
    out.key("refresh_expires_in").value(std::chrono::seconds{refresh_life}.count());
    out.key("refresh_token").value(grants().issue_refresh(grant, now(), refresh_life));
    out.key("scope").value(login().names(grant.scopes));
    out.key("token_type").value("Bearer").end_object();
    return http::Response::json(200, body);
}

http::Response TikTok::revoke_token(const http::Request& request) {
    const auto form = parse_form(request);
    if (!form || form->get("client_key") != client_key ||
        form->get("client_secret") != client_secret) {
        return oauth_error(401, "invalid_client", "Client key or secret is incorrect.", now());
    }
    const auto token = grants().read(form->get("token").value_or(""));
    if (!token || token->use != TokenUse::access) {
        return oauth_error(400, "invalid_grant", "Access token is invalid.", now());
    }
    grants().end(token->grant);
    http::Response response;
    response.status = 200;
    return response;
}

}  // namespace rostrum::sandbox::tiktok
