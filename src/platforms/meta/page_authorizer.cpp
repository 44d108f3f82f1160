#include "platforms/meta/page_authorizer.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/meta/graph_answers.hpp"
#include "platforms/oauth_answer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

constexpr std::size_t list_limit = 100;
/// A list that never ends is given up.
constexpr int list_pages_max = 20;
constexpr std::size_t businesses_max = 25;

/// The code without the "#_=_" that Facebook puts behind it.
Secret without_fragment(const Secret& code) {
    auto text = code.reveal();
    if (text.ends_with("#_=_")) text.remove_suffix(4);
    return Secret(std::string(text));
}

}  // namespace

/// The elements of lists, and what they cost.
struct PageAuthorizer::Gathered {
    std::vector<json::value> items;
    int calls = 0;
    LimitsSeen limits;
};

PageAuthorizer::PageAuthorizer(Graph graph, const Clock& clock, std::string dialog_root,
                               const AppSettings& settings, PageRules rules)
    : graph_(std::move(graph)),
      clock_(clock),
      dialog_root_(std::move(dialog_root)),
      settings_(settings),
      rules_(rules) {}

std::string PageAuthorizer::authorize_url(const AuthorizeRequest& request) const {
    // Without `auth_type`, what was declined once is never asked again.
    const http::Query query{
        {"client_id", settings_.client_id}, {"redirect_uri", request.redirect_uri},
        {"response_type", "code"},          {"scope", join_scopes(request.scopes, ',')},
        {"state", request.state},           {"auth_type", "rerequest"}};
    return graph_.call().address(dialog_root_ + "/dialog/oauth") + '?' + query.encode();
}

// --- Tokens --------------------------------------------------------------------------------------

CallRequest PageAuthorizer::token_request(Effect effect) const {
    CallRequest request{.endpoint = "token",
                        .effect = effect,
                        .url = graph_.root() + "/oauth/access_token",
                        .parameters = {{"client_id", settings_.client_id}},
                        .secrets = {}};
    request.secrets.push_back({"client_secret", settings_.client_secret});
    return request;
}

Task<Outcome<json::value>> PageAuthorizer::trade_code(Grant grant) const {
    auto request = token_request(Effect::change);
    request.parameters.add("redirect_uri", grant.redirect_uri);
    request.secrets.push_back({"code", without_fragment(grant.code)});
    co_return co_await graph_.call().send(std::move(request));
}

Task<Outcome<json::value>> PageAuthorizer::prolong(Secret short_lived) const {
    auto request = token_request(Effect::none);
    request.endpoint = "long_lived_token";
    request.parameters.add("grant_type", "fb_exchange_token");
    request.secrets.push_back({"fb_exchange_token", std::move(short_lived)});
    co_return co_await graph_.call().send(std::move(request));
}

Task<Outcome<TokenInfo>> PageAuthorizer::inspect(const Secret& token) const {
    const Secret app(settings_.client_id + '|' + std::string(settings_.client_secret.reveal()));
    auto request = graph_.get("debug_token", app, "/debug_token", {});
    request.owner.reset();
    request.secrets.push_back({"input_token", token});
    auto answer = co_await graph_.call().send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto info = parse_token_info(answer->data);
    if (!info) {
        co_return std::unexpected(graph_.call().unusable(Effect::none, "the token is not valid"));
    }
    co_return Answered<TokenInfo>{
        .data = *std::move(info), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<Tokens>> PageAuthorizer::exchange(Grant grant) {
    const auto& call = graph_.call();
    auto traded = co_await trade_code(std::move(grant));
    if (!traded) co_return std::unexpected(std::move(traded.error()));
    Secret short_lived(text_of(traded->data, "access_token"));
    if (short_lived.empty()) {
        co_return std::unexpected(
            call.unusable(Effect::change, "the answer to the code has no token"));
    }
    const Time asked_at = clock_.now();
    auto prolonged = co_await prolong(std::move(short_lived));
    if (!prolonged) co_return std::unexpected(std::move(prolonged.error()));
    auto tokens = parse_tokens(prolonged->data, asked_at, user_token_life);
    if (!tokens) {
        co_return std::unexpected(call.unusable(Effect::none, "the answer has no lasting token"));
    }
    auto info = co_await inspect(tokens->access);
    if (!info) co_return std::unexpected(std::move(info.error()));
    tokens->scopes = std::move(info->data.scopes);
    auto limits = traded->limits;
    limits.merge(prolonged->limits);
    limits.merge(info->limits);
    co_return Answered<Tokens>{.data = *std::move(tokens),
                               .calls = traded->calls + prolonged->calls + info->calls,
                               .limits = limits};
}

Task<Outcome<Tokens>> PageAuthorizer::refresh(Tokens tokens) {
    if (tokens.expires_at) {
        co_return std::unexpected(
            PlatformError{.next = Next::reauthorize,
                          .code = "no_refresh",
                          .message = "a user's token cannot be refreshed",
                          .user_message = "The access to Facebook ends. Connect the account again.",
                          .retry_after = {}});
    }
    co_return Answered<Tokens>{.data = std::move(tokens), .calls = 0, .limits = {}};
}

Task<Outcome<bool>> PageAuthorizer::revoke(Tokens) {
    co_return Answered<bool>{.data = true, .calls = 0, .limits = {}};
}

// --- Pages ---------------------------------------------------------------------------------------

Task<std::expected<void, PlatformError>> PageAuthorizer::read_list(const Secret& token,
                                                                   std::string_view endpoint,
                                                                   std::string path,
                                                                   std::string_view fields,
                                                                   Gathered& gathered) const {
    std::string cursor;
    for (int page = 0; page < list_pages_max; ++page) {
        http::Query parameters{{"fields", std::string(fields)},
                               {"limit", std::to_string(list_limit)}};
        if (!cursor.empty()) parameters.add("after", cursor);
        auto answer =
            co_await graph_.call().send(graph_.get(endpoint, token, path, std::move(parameters)));
        if (!answer) co_return std::unexpected(std::move(answer.error()));
        gathered.calls += answer->calls;
        gathered.limits.merge(answer->limits);
        const auto* list = find_list(answer->data, "data");
        if (list == nullptr) {
            co_return std::unexpected(graph_.call().unusable(Effect::none, "there is no list"));
        }
        gathered.items.insert(gathered.items.end(), list->begin(), list->end());
        auto next = parse_next_cursor(answer->data);
        if (next.empty() || next == cursor) break;
        cursor = std::move(next);
    }
    co_return std::expected<void, PlatformError>{};
}

/// Pages that the user has through a business may be missing among those of the user. This is an
/// extra: what cannot be read is left out.
Task<> PageAuthorizer::read_businesses(const Secret& token, Gathered& gathered) const {
    Gathered businesses;
    const auto listed = co_await read_list(token, "businesses", "/me/businesses", "id", businesses);
    gathered.calls += businesses.calls;
    gathered.limits.merge(businesses.limits);
    if (!listed) co_return;
    if (businesses.items.size() > businesses_max) businesses.items.resize(businesses_max);
    constexpr std::array<std::string_view, 2> edges{"/owned_pages", "/client_pages"};
    for (const auto& business : businesses.items) {
        const auto root = '/' + http::percent_encode(text_of(business, "id"));
        for (const auto edge : edges) {
            // Whatever was read before an error is kept.
            (void)co_await read_list(token, "business_pages", root + std::string(edge),
                                     rules_.fields, gathered);
        }
    }
}

Task<Outcome<std::vector<Account>>> PageAuthorizer::accounts(Tokens tokens) {
    auto info = co_await inspect(tokens.access);
    if (!info) co_return std::unexpected(std::move(info.error()));
    Gathered gathered{.items = {}, .calls = info->calls, .limits = info->limits};
    auto listed =
        co_await read_list(tokens.access, "accounts", "/me/accounts", rules_.fields, gathered);
    if (!listed) co_return std::unexpected(std::move(listed.error()));
    if (has_scope(info->data.scopes, scope_business)) {
        co_await read_businesses(tokens.access, gathered);
    }
    Answered<std::vector<Account>> out{
        .data = {}, .calls = gathered.calls, .limits = gathered.limits};
    for (const auto& page : gathered.items) {
        auto account = rules_.account_of(page);
        if (!account || out.data.size() == accounts_max) continue;
        const bool known = std::ranges::find(out.data, account->external_id,
                                             &Account::external_id) != out.data.end();
        if (known) continue;
        account->app_scoped_id = info->data.user_id;
        account->tokens->scopes =
            scopes_for(info->data, {text_of(page, "id"), account->external_id});
        out.data.push_back(*std::move(account));
    }
    co_return out;
}

}  // namespace rostrum::platforms::meta
