#include "platforms/meta/pages.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

std::vector<std::string> parse_texts(const json::value& in, std::string_view name) {
    std::vector<std::string> texts;
    const auto* list = find_list(in, name);
    if (list == nullptr) return texts;
    for (const auto& item : *list) {
        if (auto text = text_of(item); !text.empty()) texts.push_back(std::move(text));
    }
    return texts;
}

/// The page's own token, which does not expire.
std::optional<Tokens> parse_page_tokens(const json::value& page) {
    Tokens tokens;
    tokens.access = Secret(text_of(page, "access_token"));
    if (tokens.access.empty()) return std::nullopt;
    return tokens;
}

/// Names of pages need not be unique, usernames are, and not every page has one.
void fill_names(Account& account) {
    if (account.handle.empty()) account.handle = account.display_name;
    if (account.handle.empty()) account.handle = account.external_id;
    if (account.display_name.empty()) account.display_name = account.handle;
}

}  // namespace

std::optional<TokenInfo> parse_token_info(const json::value& body) {
    const auto* data = find_field(body, "data");
    if (data == nullptr || !flag_of(*data, "is_valid")) return std::nullopt;
    TokenInfo info{.user_id = text_of(*data, "user_id"),
                   .scopes = parse_texts(*data, "scopes"),
                   .granular_scopes = {}};
    if (const auto* granular = find_list(*data, "granular_scopes")) {
        for (const auto& item : *granular) {
            info.granular_scopes.push_back(
                {text_of(item, "scope"), parse_texts(item, "target_ids")});
        }
    }
    return info;
}

std::vector<std::string> scopes_for(const TokenInfo& info, const std::vector<std::string>& ids) {
    const auto is_withheld = [&](const std::string& scope) {
        const auto row = std::ranges::find(info.granular_scopes, scope, &GranularScope::scope);
        if (row == info.granular_scopes.end() || row->targets.empty()) return false;
        return std::ranges::find_first_of(row->targets, ids) == row->targets.end();
    };
    auto scopes = info.scopes;
    std::erase_if(scopes, is_withheld);
    return scopes;
}

std::optional<Account> parse_page_account(const json::value& page) {
    Account account;
    account.external_id = text_of(page, "id");
    account.tokens = parse_page_tokens(page);
    if (account.external_id.empty() || !account.tokens) return std::nullopt;
    account.handle = text_of(page, "username");
    account.display_name = text_of(page, "name");
    if (const auto* picture = find_field(page, "picture")) {
        const auto* data = find_field(*picture, "data");
        account.avatar_url = text_of(data != nullptr ? *data : *picture, "url");
    }
    fill_names(account);
    return account;
}

std::optional<Account> parse_linked_instagram_account(const json::value& page) {
    const auto* instagram = find_field(page, "instagram_business_account");
    if (instagram == nullptr) return std::nullopt;
    Account account;
    account.external_id = text_of(*instagram, "id");
    account.tokens = parse_page_tokens(page);
    if (account.external_id.empty() || !account.tokens) return std::nullopt;
    account.handle = text_of(*instagram, "username");
    account.display_name = text_of(*instagram, "name");
    account.avatar_url = text_of(*instagram, "profile_picture_url");
    fill_names(account);
    return account;
}

}  // namespace rostrum::platforms::meta
