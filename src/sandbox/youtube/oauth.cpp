#include "sandbox/web.hpp"
#include "sandbox/youtube/simulator.hpp"
#include "sandbox/youtube/youtube.hpp"

#include <algorithm>

namespace rostrum::sandbox::youtube {
namespace {

/// Refresh tokens have no end that is told; they die of other things.
constexpr std::chrono::days refresh_life{3'650};

}  // namespace

http::Response YouTube::token(const http::Request& request) {
    const auto form = parse_form(request);
    if (!form) return oauth_error(400, "invalid_request", "The body is no form.");
    if (form->get("client_id") != client_id) {
        return oauth_error(401, "invalid_client", "The OAuth client was not found.");
    }
    if (form->get("client_secret") != client_secret) {
        return oauth_error(401, "invalid_client", "The provided client secret is invalid.");
    }
    const auto type = form->get("grant_type").value_or("");
    if (type == "authorization_code") return exchange(*form);
    if (type == "refresh_token") return refresh(*form);
    return oauth_error(400, "unsupported_grant_type", "Invalid grant_type");
}

http::Response YouTube::exchange(const http::Query& form) {
    const auto redeemed =
        login().redeem(form.get("code").value_or(""), form.get("redirect_uri").value_or(""),
                       form.get("code_verifier").value_or(""));
    if (!redeemed) {
        switch (redeemed.error()) {
            case CodeFault::other_redirect_uri:
                return oauth_error(400, "redirect_uri_mismatch", "Bad Request");
            case CodeFault::bad_verifier:
                return oauth_error(400, "invalid_grant", "Invalid code verifier.");
            default: return oauth_error(400, "invalid_grant", "Malformed auth code.");
        }
    }
    const auto grant = grants().begin(redeemed->account, redeemed->scopes, now());
    // Who consented before is not asked again, and gives no other refresh token.
    const bool first = redeemed->asked_again || !has_consented(grant.persona);
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    write_access(out, grant);
    if (redeemed->offline && first) out.key("refresh_token").value(issue_refresh(grant));
    out.end_object();
    return http::Response::json(200, body);
}

http::Response YouTube::refresh(const http::Query& form) {
    const auto sent = grants().read(form.get("refresh_token").value_or(""));
    bool good =
        sent && sent->use == TokenUse::refresh && grants().check(*sent, now()) == TokenState::good;
    if (good) {
        const std::scoped_lock lock(mutex_);
        const auto [used, _] = used_at_.try_emplace(sent->grant.granted_at, sent->issued_at);
        good = now() - used->second < refresh_unused_max;
        if (good) used->second = now();
    }
    if (!good) {
        return oauth_error(400, "invalid_grant", "Token has been expired or revoked.");
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    write_access(out, sent->grant);
    out.end_object();
    return http::Response::json(200, body);
}

void YouTube::write_access(JsonWriter& out, const UserGrant& grant) {
    out.key("access_token").value(grants().issue_access(grant, now(), access_life));
    out.key("expires_in").value(access_life.count());
    out.key("scope").value(login().names(grant.scopes));
    out.key("token_type").value("Bearer");
}

bool YouTube::has_consented(std::size_t persona) {
    const std::scoped_lock lock(mutex_);
    const auto& tokens = refresh_tokens_[persona];
    return std::ranges::any_of(tokens, [&](const std::string& text) {
        const auto token = grants().read(text);
        return token && grants().check(*token, now()) == TokenState::good;
    });
}

std::string YouTube::issue_refresh(const UserGrant& grant) {
    auto text = grants().issue_refresh(grant, now(), refresh_life);
    const std::scoped_lock lock(mutex_);
    auto& tokens = refresh_tokens_[grant.persona];
    tokens.push_back(text);
    if (tokens.size() > refresh_tokens_max) {
        if (const auto oldest = grants().read(tokens.front())) grants().use_up(*oldest);
        tokens.pop_front();
    }
    return text;
}

/// Ends all that the account ever granted the app, whichever token is presented.
http::Response YouTube::revoke_token(const http::Request& request) {
    const auto form = parse_form(request);
    const auto text = form && form->get("token") ? form->get("token") : request.query.get("token");
    const auto token = grants().read(text.value_or(""));
    if (!token || grants().check(*token, now()) != TokenState::good) {
        return oauth_error(400, "invalid_token", "Token expired or revoked");
    }
    grants().revoke(token->grant.persona, now());
    return http::Response::json(200, "{}");
}

void YouTube::reset() {
    CastPlatform::reset();
    uploads_.reset();
    const std::scoped_lock lock(mutex_);
    refresh_tokens_.clear();
    used_at_.clear();
}

}  // namespace rostrum::sandbox::youtube
