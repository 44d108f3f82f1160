#include "platforms/x/authorizer.hpp"

#include "platforms/oauth_answer.hpp"
#include "platforms/token_call.hpp"
#include "platforms/x/descriptor.hpp"
#include "platforms/x/parse.hpp"

#include <array>
#include <utility>

namespace rostrum::platforms::x {
namespace {

constexpr std::chrono::hours usual_life{2};

std::string at(std::string_view host, std::string_view path) {
    return std::string(host).append(path);
}

}  // namespace

std::string XAuthorizer::authorize_url(const AuthorizeRequest& request) const {
    const http::Query query{{"response_type", "code"},
                            {"client_id", settings_.client_id},
                            {"redirect_uri", request.redirect_uri},
                            {"scope", join_scopes(request.scopes, ' ')},
                            {"state", request.state},
                            {"code_challenge", request.code_challenge},
                            {"code_challenge_method", "S256"}};
    return call_.address(at(www_host, "/i/oauth2/authorize")) + '?' + query.encode();
}

CallRequest XAuthorizer::token_request(std::string_view path, Effect effect) const {
    CallRequest request{.endpoint = "token",
                        .effect = effect,
                        .method = http::Method::post,
                        .url = at(api_host, path),
                        .parameters = {},
                        .secrets = {}};
    request.authorization = CallAuthorization::basic(settings_.client_id, settings_.client_secret);
    return request;
}

Task<Outcome<Tokens>> XAuthorizer::exchange(Grant grant) {
    auto request = token_request("/2/oauth2/token", Effect::change);
    request.parameters.add("grant_type", "authorization_code");
    request.parameters.add("redirect_uri", grant.redirect_uri);
    request.secrets.push_back({"code", std::move(grant.code)});
    request.secrets.push_back({"code_verifier", std::move(grant.code_verifier)});
    return ask_for_tokens(call_, clock_, std::move(request), usual_life);
}

Task<Outcome<Tokens>> XAuthorizer::refresh(Tokens tokens) {
    auto request = token_request("/2/oauth2/token", Effect::renewal);
    request.parameters.add("grant_type", "refresh_token");
    request.secrets.push_back({"refresh_token", std::move(tokens.refresh)});
    return ask_for_tokens(call_, clock_, std::move(request), usual_life);
}

Task<Outcome<bool>> XAuthorizer::revoke(Tokens tokens) {
    // The lasting one first: if the second call fails, what is left dies within two hours.
    std::array<Secret, 2> both{std::move(tokens.refresh), std::move(tokens.access)};
    Answered<bool> done{.data = true, .calls = 0, .limits = {}};
    for (auto& token : both) {
        if (token.empty()) continue;
        auto request = token_request("/2/oauth2/revoke", Effect::renewal);
        request.endpoint = "revoke";
        request.may_be_empty = true;
        request.secrets.push_back({"token", std::move(token)});
        const auto answer = co_await call_.send(std::move(request));
        // A token that is dead already is as good as revoked.
        if (!answer && answer.error().next != Next::reauthorize) {
            co_return std::unexpected(answer.error());
        }
        ++done.calls;
    }
    co_return done;
}

Task<Outcome<std::vector<Account>>> XAuthorizer::accounts(Tokens tokens) {
    CallRequest request{.endpoint = "users_me",
                        .url = at(api_host, "/2/users/me"),
                        .parameters = {{"user.fields", std::string(user_fields)}},
                        .secrets = {}};
    request.owner = CallOwner{};
    request.authorization = CallAuthorization::bearer(std::move(tokens.access));
    auto answer = co_await call_.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto account = parse_account(answer->data);
    if (!account) co_return std::unexpected(call_.unusable(Effect::none, "the user has no id"));
    co_await call_.attribute("users_me", account->external_id, answer->calls);
    Answered<std::vector<Account>> out{
        .data = {}, .calls = answer->calls, .limits = answer->limits};
    out.data.push_back(*std::move(account));
    co_return out;
}

}  // namespace rostrum::platforms::x
