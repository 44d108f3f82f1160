#include "core/json_writer.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "sandbox/facebook/facebook.hpp"
#include "sandbox/facebook/simulator.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

namespace rostrum::sandbox::facebook {
namespace {

using instagram::bad_parameter;
using instagram::graph_json;
using instagram::param;

/// The page of a page's token stands above the scopes, counted from 1.
constexpr unsigned page_shift = 16;

/// Tokens that never expire do so when nobody is there any more.
constexpr std::chrono::days never{365 * 50};

GraphError oauth_error(std::string message, int code, int subcode = 0) {
    return {
        .message = std::move(message), .code = code, .subcode = subcode, .type = "OAuthException"};
}

GraphError error_of(CodeFault fault) {
    switch (fault) {
        case CodeFault::expired:
            return oauth_error("This authorization code has expired.", 100, 36'007);
        case CodeFault::other_redirect_uri:
            return oauth_error("Error validating verification code. Please make sure your "
                               "redirect_uri is identical to the one you used in the OAuth dialog "
                               "request",
                               100, 36'008);
        case CodeFault::unknown_or_used:
        case CodeFault::bad_verifier: break;
    }
    return oauth_error("This authorization code has been used.", 100, 36'009);
}

std::string token_answer(std::string_view token, std::chrono::seconds life) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("access_token").value(token).key("token_type").value("bearer");
    out.key("expires_in").value(life.count()).end_object();
    return body;
}

/// The app has it turned on that each token goes along with its proof.
std::optional<GraphError> fault_of_proof(const http::Request& request, std::string_view token) {
    const auto proof = param(request, "appsecret_proof");
    if (proof.empty()) {
        return bad_parameter("API calls from the server require an appsecret_proof argument");
    }
    if (proof == crypto::hex_encode(crypto::hmac_sha256(app_secret, token))) return std::nullopt;
    return bad_parameter("Invalid appsecret_proof provided in the API argument");
}

std::int64_t unix_seconds(Time time) { return time.time_since_epoch() / std::chrono::seconds{1}; }

}  // namespace

http::Response Facebook::access_token(const http::Request& request) {
    if (param(request, "client_id") != app_id) {
        return error_response(
            oauth_error("Error validating application. Invalid application ID.", 101));
    }
    if (param(request, "client_secret") != app_secret) {
        return error_response(oauth_error("Error validating client secret.", 1));
    }
    return param(request, "grant_type") == "fb_exchange_token" ? prolong(request)
                                                               : exchange_code(request);
}

http::Response Facebook::exchange_code(const http::Request& request) {
    const auto redeemed =
        login().redeem(param(request, "code"), param(request, "redirect_uri"), "");
    if (!redeemed) return error_response(error_of(redeemed.error()));
    const auto grant = grants().begin(redeemed->account, redeemed->scopes, now());
    return graph_json(
        200, token_answer(grants().issue_access(grant, now(), short_token_life), short_token_life));
}

http::Response Facebook::prolong(const http::Request& request) {
    const auto caller = read_token(param(request, "fb_exchange_token"));
    if (!caller || caller->page) return error_response(instagram::invalid_token(0));
    if (const auto fault = fault_of(*caller)) return error_response(*fault);
    return graph_json(
        200, token_answer(grants().issue_access(caller->token.grant, now(), long_token_life),
                          long_token_life));
}

std::optional<Caller> Facebook::read_token(std::string_view text) const {
    auto token = grants().read(text);
    if (!token || token->grant.persona >= users().size()) return std::nullopt;
    Caller caller{.token = *token, .page = std::nullopt};
    const auto page = token->grant.scopes >> page_shift;
    if (page > page_infos().size()) return std::nullopt;
    if (page > 0) caller.page = page - 1;
    return caller;
}

std::string Facebook::page_token(const Caller& caller, std::size_t page) {
    const auto& token = caller.token;
    auto grant = token.grant;
    grant.scopes |= static_cast<std::uint32_t>(page + 1) << page_shift;
    // What a token of hours leads to lives no longer than that.
    const bool lasting = token.expires_at - token.issued_at > short_token_life;
    const auto left = std::chrono::floor<std::chrono::seconds>(token.expires_at - now());
    return grants().issue_access(grant, now(), lasting ? std::chrono::seconds{never} : left);
}

bool Facebook::has_lost_role(const UserGrant& grant) const {
    const auto* ending = find_ending(users()[grant.persona].handle);
    return ending != nullptr && ending->loses_role_after.count() > 0 &&
           now() >= grant.granted_at + ending->loses_role_after;
}

std::optional<GraphError> Facebook::fault_of(const Caller& caller) const {
    const auto& handle = users()[caller.user()].handle;
    switch (grants().check(caller.token, now())) {
        case TokenState::good: break;
        case TokenState::expired: return instagram::expired_token(caller.token.expires_at, now());
        case TokenState::revoked: {
            const std::scoped_lock lock(mutex_);
            for (const std::string_view name : {handle, std::string_view{}}) {
                const auto found = revoked_with_.find(name);
                if (found != revoked_with_.end()) return instagram::invalid_token(found->second);
            }
            const auto* ending = find_ending(handle);
            return instagram::invalid_token(ending != nullptr ? ending->subcode : 458);
        }
        case TokenState::unknown:
        case TokenState::used: return instagram::invalid_token(0);
    }
    if (caller.page && has_lost_role(caller.token.grant)) return instagram::invalid_token(492);
    return std::nullopt;
}

GraphResult<Caller> Facebook::authorized(const http::Request& request) const {
    const auto text = instagram::access_token(request);
    if (text.empty()) return std::unexpected(instagram::missing_token());
    const auto caller = read_token(text);
    if (!caller) return std::unexpected(instagram::invalid_token(0));
    if (auto fault = fault_of(*caller)) return std::unexpected(*std::move(fault));
    if (auto fault = fault_of_proof(request, text)) return std::unexpected(*std::move(fault));
    return *caller;
}

/// What a token is. Asked with the app's own token.
http::Response Facebook::debug_token(const http::Request& request) const {
    if (param(request, "access_token") != fmt::format("{}|{}", app_id, app_secret)) {
        return error_response(instagram::invalid_token(0));
    }
    if (auto fault = fault_of_proof(request, param(request, "access_token"))) {
        return error_response(*fault);
    }
    const auto caller = read_token(param(request, "input_token"));
    const auto fault = caller ? fault_of(*caller) : instagram::invalid_token(0);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_object();
    out.key("app_id").value(app_id).key("application").value("Rostrum");
    out.key("is_valid").value(!fault);
    if (fault) {
        out.key("error").begin_object().key("code").value(fault->code);
        out.key("message").value(fault->message).key("subcode").value(fault->subcode).end_object();
    }
    if (caller) {
        const auto& token = caller->token;
        const bool expires = token.expires_at - token.issued_at <= long_token_life;
        out.key("type").value(caller->page ? "PAGE" : "USER");
        out.key("issued_at").value(unix_seconds(token.issued_at));
        out.key("expires_at").value(expires ? unix_seconds(token.expires_at) : 0);
        out.key("data_access_expires_at")
            .value(unix_seconds(token.grant.granted_at + std::chrono::days{90}));
        out.key("user_id").value(std::to_string(user_id(caller->user())));
        out.key("scopes").begin_array();
        for (const auto name : split(login().names(token.grant.scopes), ',')) out.value(name);
        out.end_array().key("granular_scopes").begin_array();
        for (const auto name : split(login().names(token.grant.scopes), ',')) {
            out.begin_object().key("scope").value(name).end_object();
        }
        out.end_array();
    }
    out.end_object().end_object();
    return graph_json(200, body);
}

/// `GET`: what was granted. `DELETE`: the user removes the app, and all tokens are dead.
GraphResult<http::Response> Facebook::permissions(const PageCall& call) {
    if (call.request.method == http::Method::delete_) {
        grants().revoke(call.caller.user(), call.now);
        return graph_json(200, R"({"success":true})");
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (const auto name : scope_names) {
        const auto bit = login().bit(name);
        const bool granted = (call.caller.token.grant.scopes & bit) != 0;
        // Of the others, only those are told that the user was asked for.
        if (!granted && (users()[call.caller.user()].withholds & bit) == 0) continue;
        out.begin_object().key("permission").value(name);
        out.key("status").value(granted ? "granted" : "declined").end_object();
    }
    out.end_array().end_object();
    return graph_json(200, body);
}

}  // namespace rostrum::sandbox::facebook
