#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The answers of Facebook's login: tokens and pages. Unknown fields are ignored, absent fields and
/// such of a wrong type are empty; nothing throws.
namespace rostrum::platforms::meta {

/// A permission that holds for some of the user's pages only.
struct GranularScope {
    std::string scope;
    std::vector<std::string> targets;  ///< ids of pages or Instagram accounts; empty: all of them
};

/// What /debug_token tells of a token.
struct TokenInfo {
    std::string user_id;  ///< what the user is called towards this app
    std::vector<std::string> scopes;
    std::vector<GranularScope> granular_scopes;
};

/// None when the answer says that the token is not valid, or nothing at all.
std::optional<TokenInfo> parse_token_info(const json::value& body);

/// The scopes of a token that hold for one of these ids.
std::vector<std::string> scopes_for(const TokenInfo& info, const std::vector<std::string>& ids);

/// A page of the user, as an account. None without id or token: somebody who has no role there any
/// more gets no token.
std::optional<Account> parse_page_account(const json::value& page);

/// The Instagram account of a page, reached with the page's token. None when the page has none.
std::optional<Account> parse_linked_instagram_account(const json::value& page);

}  // namespace rostrum::platforms::meta
