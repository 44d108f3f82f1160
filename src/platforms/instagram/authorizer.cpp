#include "platforms/instagram/authorizer.hpp"

#include "platforms/instagram/descriptor.hpp"
#include "platforms/instagram/parse.hpp"
#include "platforms/meta/instagram_answers.hpp"
#include "platforms/oauth_answer.hpp"

#include <utility>

namespace rostrum::platforms::instagram {
namespace {

std::string at(std::string_view host, std::string_view path) {
    return std::string(host).append(path);
}

/// The code without the "#_" that Instagram puts behind it.
Secret without_fragment(const Secret& code) {
    auto text = code.reveal();
    if (text.ends_with("#_")) text.remove_suffix(2);
    return Secret(std::string(text));
}

}  // namespace

InstagramAuthorizer::InstagramAuthorizer(const PlatformCall& call, const Clock& clock,
                                         std::string graph_root, const AppSettings& settings)
    : call_(call), clock_(clock), graph_root_(std::move(graph_root)), settings_(settings) {}

std::string InstagramAuthorizer::authorize_url(const AuthorizeRequest& request) const {
    // Without `force_reauth`, whoever is signed in at Instagram is connected without being asked,
    // and a second account can never be chosen.
    const http::Query query{
        {"client_id", settings_.client_id}, {"redirect_uri", request.redirect_uri},
        {"response_type", "code"},          {"scope", join_scopes(request.scopes, ',')},
        {"state", request.state},           {"force_reauth", "true"}};
    return call_.address(at(www_host, "/oauth/authorize")) + '?' + query.encode();
}

Task<Outcome<Tokens>> InstagramAuthorizer::exchange(Grant grant) {
    auto traded = co_await trade_code(std::move(grant));
    if (!traded) co_return std::unexpected(std::move(traded.error()));
    auto short_lived = parse_short_grant(traded->data);
    if (!short_lived) {
        co_return std::unexpected(
            call_.unusable(Effect::change, "the answer to the code has no token"));
    }
    const Time asked_at = clock_.now();
    auto prolonged = co_await prolong(std::move(short_lived->token));
    if (!prolonged) co_return std::unexpected(std::move(prolonged.error()));
    auto tokens = parse_long_token(prolonged->data, asked_at);
    if (!tokens) {
        co_return std::unexpected(call_.unusable(Effect::none, "the answer has no lasting token"));
    }
    tokens->scopes = std::move(short_lived->scopes);
    auto limits = traded->limits;
    limits.merge(prolonged->limits);
    co_return Answered<Tokens>{
        .data = *std::move(tokens), .calls = traded->calls + prolonged->calls, .limits = limits};
}

Task<Outcome<json::value>> InstagramAuthorizer::trade_code(Grant grant) const {
    CallRequest request{.endpoint = "token",
                        .effect = Effect::change,
                        .method = http::Method::post,
                        .url = at(api_host, "/oauth/access_token"),
                        .parameters = {{"client_id", settings_.client_id},
                                       {"grant_type", "authorization_code"},
                                       {"redirect_uri", grant.redirect_uri}},
                        .secrets = {}};
    request.secrets.push_back({"client_secret", settings_.client_secret});
    request.secrets.push_back({"code", without_fragment(grant.code)});
    co_return co_await call_.send(std::move(request));
}

Task<Outcome<json::value>> InstagramAuthorizer::prolong(Secret short_lived) const {
    CallRequest request{.endpoint = "long_lived_token",
                        .url = at(graph_host, "/access_token"),
                        .parameters = {{"grant_type", "ig_exchange_token"}},
                        .secrets = {}};
    request.secrets.push_back({"client_secret", settings_.client_secret});
    request.secrets.push_back({"access_token", std::move(short_lived)});
    co_return co_await call_.send(std::move(request));
}

Task<Outcome<Tokens>> InstagramAuthorizer::refresh(Tokens tokens) {
    CallRequest request{.endpoint = "refresh_token",
                        .effect = Effect::renewal,
                        .url = at(graph_host, "/refresh_access_token"),
                        .parameters = {{"grant_type", "ig_refresh_token"}},
                        .secrets = {}};
    request.secrets.push_back({"access_token", std::move(tokens.access)});
    const Time asked_at = clock_.now();
    auto answer = co_await call_.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto renewed = parse_long_token(answer->data, asked_at);
    if (!renewed) {
        co_return std::unexpected(call_.unusable(Effect::renewal, "the answer has no token"));
    }
    co_return Answered<Tokens>{
        .data = *std::move(renewed), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<bool>> InstagramAuthorizer::revoke(Tokens) {
    co_return Answered<bool>{.data = true, .calls = 0, .limits = {}};
}

Task<Outcome<std::vector<Account>>> InstagramAuthorizer::accounts(Tokens tokens) {
    CallRequest request{.endpoint = "me",
                        .url = at(graph_root_, "/me"),
                        .parameters = {{"fields", std::string(me_fields)}},
                        .secrets = {}};
    request.secrets.push_back({"access_token", std::move(tokens.access)});
    auto answer = co_await call_.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto account = meta::parse_instagram_account(answer->data);
    if (!account) co_return std::unexpected(call_.unusable(Effect::none, "the account has no id"));
    Answered<std::vector<Account>> out{
        .data = {}, .calls = answer->calls, .limits = answer->limits};
    out.data.push_back(*std::move(account));
    co_return out;
}

}  // namespace rostrum::platforms::instagram
