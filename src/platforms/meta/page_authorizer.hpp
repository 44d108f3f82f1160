#pragma once

#include "core/clock.hpp"
#include "platforms/meta/graph.hpp"
#include "platforms/meta/pages.hpp"
#include "platforms/platform.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::meta {

inline constexpr std::string_view facebook_www_host = "https://www.facebook.com";
inline constexpr std::string_view facebook_graph_host = "https://graph.facebook.com";

/// The version of graph.facebook.com that is used unless a setting names another.
inline constexpr std::string_view facebook_api_version = "v26.0";

/// With this the user is also told what pages belong to a business.
inline constexpr std::string_view scope_business = "business_management";

/// How long a user's token lives when the answer does not say.
inline constexpr std::chrono::seconds user_token_life = std::chrono::days{60};

/// So many accounts are offered to choose from.
inline constexpr std::size_t accounts_max = 200;

/// What is made of the pages of a user.
struct PageRules {
    std::string_view fields;  ///< asked of each page
    std::optional<Account> (*account_of)(const json::value& page);
};

/// Facebook Login for Business. The user's token leads to the pages, and each page has a token of
/// its own, which does not expire. Safe to use from every loop.
class PageAuthorizer final : public Authorizer {
public:
    /// `dialog_root` is the host of the consent page with the API's version. What is referred to
    /// must outlive it.
    PageAuthorizer(Graph graph, const Clock& clock, std::string dialog_root,
                   const AppSettings& settings, PageRules rules);

    std::string authorize_url(const AuthorizeRequest& request) const override;

    /// Trades the code for a token of hours, that for one of 60 days, and asks what was granted.
    /// Without all of this there is an error. The code is used up by then.
    Task<Outcome<Tokens>> exchange(Grant grant) override;

    /// A page's token needs no refresh and is answered as it is. A user's token cannot be
    /// refreshed: `reauthorize`.
    Task<Outcome<Tokens>> refresh(Tokens tokens) override;

    /// Answers at once. The one call that there is takes the app away from the user, and with it
    /// every page that the same user connected, also in other workspaces.
    Task<Outcome<bool>> revoke(Tokens tokens) override;

    /// The pages, with the tokens that they are reached with. At most `accounts_max`.
    Task<Outcome<std::vector<Account>>> accounts(Tokens tokens) override;

private:
    struct Gathered;

    CallRequest token_request(Effect effect) const;
    Task<Outcome<json::value>> trade_code(Grant grant) const;
    Task<Outcome<json::value>> prolong(Secret short_lived) const;
    Task<Outcome<TokenInfo>> inspect(const Secret& token) const;
    Task<std::expected<void, PlatformError>> read_list(const Secret& token,
                                                       std::string_view endpoint, std::string path,
                                                       std::string_view fields,
                                                       Gathered& gathered) const;
    Task<> read_businesses(const Secret& token, Gathered& gathered) const;

    Graph graph_;
    const Clock& clock_;
    std::string dialog_root_;
    const AppSettings& settings_;
    PageRules rules_;
};

}  // namespace rostrum::platforms::meta
