#include "platforms/youtube/authorizer.hpp"

#include "platforms/oauth_answer.hpp"
#include "platforms/token_call.hpp"
#include "platforms/youtube/descriptor.hpp"
#include "platforms/youtube/errors.hpp"
#include "platforms/youtube/parse.hpp"

#include <utility>

namespace rostrum::platforms::youtube {
namespace {

constexpr std::chrono::hours usual_life{1};

}  // namespace

std::string YouTubeAuthorizer::authorize_url(const AuthorizeRequest& request) const {
    // A refresh token comes with the first consent only, unless consent is asked for again; and
    // without the choice of an account a second one could hardly be connected.
    http::Query query{{"client_id", settings_.client_id},
                      {"redirect_uri", request.redirect_uri},
                      {"response_type", "code"},
                      {"scope", join_scopes(request.scopes, ' ')},
                      {"state", request.state},
                      {"access_type", "offline"},
                      {"prompt", "select_account consent"}};
    if (!request.code_challenge.empty()) {
        query.add("code_challenge", request.code_challenge);
        query.add("code_challenge_method", "S256");
    }
    return call_.address(consent_url) + '?' + query.encode();
}

CallRequest YouTubeAuthorizer::token_request(Effect effect) const {
    CallRequest request{.endpoint = "token",
                        .effect = effect,
                        .method = http::Method::post,
                        .url = std::string(token_url),
                        .parameters = {{"client_id", settings_.client_id}},
                        .secrets = {}};
    request.secrets.push_back({"client_secret", settings_.client_secret});
    return request;
}

Task<Outcome<Tokens>> YouTubeAuthorizer::exchange(Grant grant) {
    auto request = token_request(Effect::change);
    request.parameters.add("grant_type", "authorization_code");
    request.parameters.add("redirect_uri", grant.redirect_uri);
    request.secrets.push_back({"code", std::move(grant.code)});
    if (!grant.code_verifier.empty()) {
        request.secrets.push_back({"code_verifier", std::move(grant.code_verifier)});
    }
    return ask_for_tokens(call_, clock_, std::move(request), usual_life);
}

Task<Outcome<Tokens>> YouTubeAuthorizer::refresh(Tokens tokens) {
    if (tokens.refresh.empty()) {
        co_return std::unexpected(error_of(no_refresh_token, "there is no refresh token"));
    }
    auto request = token_request(Effect::renewal);
    request.parameters.add("grant_type", "refresh_token");
    request.secrets.push_back({"refresh_token", std::move(tokens.refresh)});
    co_return co_await ask_for_tokens(call_, clock_, std::move(request), usual_life);
}

Task<Outcome<bool>> YouTubeAuthorizer::revoke(Tokens tokens) {
    // Either token ends the whole grant, and the access token may have expired.
    auto& token = tokens.refresh.empty() ? tokens.access : tokens.refresh;
    CallRequest request{.endpoint = "revoke",
                        .effect = Effect::renewal,
                        .method = http::Method::post,
                        .url = std::string(revoke_url),
                        .parameters = {},
                        .secrets = {},
                        .may_be_empty = true};
    request.secrets.push_back({"token", std::move(token)});
    const auto answer = co_await call_.send(std::move(request));
    // A token that is dead already is as good as revoked.
    if (!answer && answer.error().next != Next::reauthorize) {
        co_return std::unexpected(answer.error());
    }
    co_return Answered<bool>{.data = true, .calls = 1, .limits = {}};
}

Task<Outcome<std::vector<Account>>> YouTubeAuthorizer::accounts(Tokens tokens) {
    auto answer = co_await api_.own_channels("id,snippet", std::move(tokens.access));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto accounts = parse_accounts(answer->data);
    if (accounts.empty()) co_return std::unexpected(api_.unusable("no channel has an id"));
    co_return Answered<std::vector<Account>>{
        .data = std::move(accounts), .calls = answer->calls, .limits = answer->limits};
}

}  // namespace rostrum::platforms::youtube
