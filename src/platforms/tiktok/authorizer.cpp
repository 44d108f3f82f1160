#include "platforms/tiktok/authorizer.hpp"

#include "platforms/oauth_answer.hpp"
#include "platforms/tiktok/descriptor.hpp"
#include "platforms/tiktok/parse.hpp"
#include "platforms/token_call.hpp"

#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

constexpr std::chrono::hours usual_life{2};

std::string at(std::string_view host, std::string_view path) {
    return std::string(host).append(path);
}

}  // namespace

std::string TikTokAuthorizer::authorize_url(const AuthorizeRequest& request) const {
    // Without `disable_auto_auth` whoever is signed in at TikTok is connected without being asked,
    // and a second account can never be chosen.
    const http::Query query{{"client_key", settings_.client_id},
                            {"response_type", "code"},
                            {"scope", join_scopes(request.scopes, ',')},
                            {"redirect_uri", request.redirect_uri},
                            {"state", request.state},
                            {"disable_auto_auth", "1"}};
    return call_.address(at(www_host, "/v2/auth/authorize/")) + '?' + query.encode();
}

CallRequest TikTokAuthorizer::token_request(std::string_view path, Effect effect) const {
    CallRequest request{.endpoint = "token",
                        .effect = effect,
                        .method = http::Method::post,
                        .url = at(api_host, path),
                        .parameters = {{"client_key", settings_.client_id}},
                        .secrets = {}};
    request.secrets.push_back({"client_secret", settings_.client_secret});
    return request;
}

Task<Outcome<Tokens>> TikTokAuthorizer::exchange(Grant grant) {
    auto request = token_request("/v2/oauth/token/", Effect::change);
    request.parameters.add("grant_type", "authorization_code");
    request.parameters.add("redirect_uri", grant.redirect_uri);
    request.secrets.push_back({"code", std::move(grant.code)});
    return ask_for_tokens(call_, clock_, std::move(request), usual_life);
}

Task<Outcome<Tokens>> TikTokAuthorizer::refresh(Tokens tokens) {
    auto request = token_request("/v2/oauth/token/", Effect::renewal);
    request.parameters.add("grant_type", "refresh_token");
    request.secrets.push_back({"refresh_token", std::move(tokens.refresh)});
    return ask_for_tokens(call_, clock_, std::move(request), usual_life);
}

Task<Outcome<bool>> TikTokAuthorizer::revoke(Tokens tokens) {
    auto request = token_request("/v2/oauth/revoke/", Effect::renewal);
    request.endpoint = "revoke";
    request.may_be_empty = true;
    request.secrets.push_back({"token", std::move(tokens.access)});
    const auto answer = co_await call_.send(std::move(request));
    // A token that is dead already is as good as revoked.
    if (!answer && answer.error().next != Next::reauthorize) {
        co_return std::unexpected(answer.error());
    }
    co_return Answered<bool>{.data = true, .calls = 1, .limits = {}};
}

Task<Outcome<std::vector<Account>>> TikTokAuthorizer::accounts(Tokens tokens) {
    CallRequest request{.endpoint = "user_info",
                        .url = at(api_host, "/v2/user/info/"),
                        .parameters = {{"fields", user_fields(tokens.scopes)}},
                        .secrets = {}};
    request.owner = CallOwner{};
    request.authorization = CallAuthorization::bearer(std::move(tokens.access));
    auto answer = co_await call_.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto account = parse_account(answer->data);
    if (!account) co_return std::unexpected(call_.unusable(Effect::none, "the user has no id"));
    Answered<std::vector<Account>> out{
        .data = {}, .calls = answer->calls, .limits = answer->limits};
    out.data.push_back(*std::move(account));
    co_return out;
}

}  // namespace rostrum::platforms::tiktok
