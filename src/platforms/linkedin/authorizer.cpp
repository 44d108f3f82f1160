#include "platforms/linkedin/authorizer.hpp"

#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/member_reader.hpp"
#include "platforms/linkedin/organization_reader.hpp"
#include "platforms/linkedin/parse.hpp"
#include "platforms/oauth_answer.hpp"
#include "platforms/token_call.hpp"

#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

constexpr std::chrono::days usual_life{60};

bool may_list_organizations(const std::vector<std::string>& scopes) {
    return has_scope(scopes, scope_organization_admin) ||
           has_scope(scopes, scope_organization_posts);
}

}  // namespace

std::string LinkedInAuthorizer::authorize_url(const AuthorizeRequest& request) const {
    const http::Query query{{"response_type", "code"},
                            {"client_id", settings_.client_id},
                            {"redirect_uri", request.redirect_uri},
                            {"state", request.state},
                            {"scope", join_scopes(request.scopes, ' ')}};
    const auto page = std::string(www_host) + "/oauth/v2/authorization";
    return call_.address(page) + '?' + query.encode();
}

CallRequest LinkedInAuthorizer::token_request(Effect effect) const {
    CallRequest request{.endpoint = "token",
                        .effect = effect,
                        .method = http::Method::post,
                        .url = std::string(www_host) + "/oauth/v2/accessToken",
                        .parameters = {{"client_id", settings_.client_id}},
                        .secrets = {}};
    request.secrets.push_back({"client_secret", settings_.client_secret});
    return request;
}

Task<Outcome<Tokens>> LinkedInAuthorizer::exchange(Grant grant) {
    auto request = token_request(Effect::change);
    request.parameters.add("grant_type", "authorization_code");
    request.parameters.add("redirect_uri", grant.redirect_uri);
    request.secrets.push_back({"code", std::move(grant.code)});
    return ask_for_tokens(call_, clock_, std::move(request), usual_life);
}

PlatformError LinkedInAuthorizer::nothing_to_refresh_with(const Tokens& tokens) const {
    const bool over = tokens.expires_at && *tokens.expires_at <= clock_.now();
    return {.next = over ? Next::reauthorize : Next::rejected,
            .code = "no_refresh_token",
            .message = "the app was given no refresh token",
            .user_message = "LinkedIn lets this server's app renew no sign-in. Connect the account "
                            "again before it ends.",
            .retry_after = {}};
}

Task<Outcome<Tokens>> LinkedInAuthorizer::refresh(Tokens tokens) {
    if (tokens.refresh.empty()) co_return std::unexpected(nothing_to_refresh_with(tokens));
    auto request = token_request(Effect::renewal);
    request.parameters.add("grant_type", "refresh_token");
    request.secrets.push_back({"refresh_token", std::move(tokens.refresh)});
    auto fresh = co_await ask_for_tokens(call_, clock_, std::move(request), usual_life);
    // The code that means a malformed request elsewhere is all that a dead refresh token gets.
    if (!fresh && fresh.error().code == "invalid_request" && fresh.error().next == Next::rejected) {
        fresh.error().next = Next::reauthorize;
        fresh.error().user_message =
            "LinkedIn no longer accepts this connection. Connect the account again.";
    }
    co_return fresh;
}

Task<Outcome<bool>> LinkedInAuthorizer::revoke(Tokens) {
    co_return Answered<bool>{.data = true, .calls = 0, .limits = {}};
}

Task<Outcome<std::vector<Account>>> LinkedInAuthorizer::accounts(Tokens tokens) {
    auto member = co_await read_member(rest_, tokens.access, tokens.scopes);
    if (!member) co_return std::unexpected(std::move(member.error()));
    Answered<std::vector<Account>> out{
        .data = {}, .calls = member->calls, .limits = member->limits};
    out.data.push_back(account_of(member->data));
    if (!may_list_organizations(tokens.scopes)) co_return out;
    auto organizations = co_await read_organizations(rest_, tokens.access);
    if (!organizations) co_return std::unexpected(std::move(organizations.error()));
    out.calls += organizations->calls;
    out.limits.merge(organizations->limits);
    for (const auto& organization : organizations->data) {
        out.data.push_back(account_of(organization));
    }
    co_return out;
}

}  // namespace rostrum::platforms::linkedin
