#include "platforms/instagram/parse.hpp"

#include "platforms/instagram/descriptor.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/meta/instagram_answers.hpp"
#include "platforms/oauth_answer.hpp"

#include <utility>

namespace rostrum::platforms::instagram {
namespace {

/// The names in a list, or in text with commas or spaces between them.
std::vector<std::string> parse_scopes(const json::value* in) {
    if (in == nullptr) return {};
    const auto* list = in->if_array();
    if (list == nullptr) return split_scopes(text_of(*in));
    std::vector<std::string> scopes;
    for (const auto& scope : *list) {
        if (auto name = text_of(scope); !name.empty()) scopes.push_back(std::move(name));
    }
    return scopes;
}

}  // namespace

std::optional<ShortGrant> parse_short_grant(const json::value& body) {
    const auto& in = meta::unwrapped(body);
    ShortGrant grant{.token = Secret(text_of(in, "access_token")),
                     .scopes = parse_scopes(find_field(in, "permissions"))};
    if (grant.token.empty()) return std::nullopt;
    return grant;
}

std::optional<Tokens> parse_long_token(const json::value& body, Time asked_at) {
    const auto& in = meta::unwrapped(body);
    Tokens tokens;
    tokens.access = Secret(text_of(in, "access_token"));
    tokens.expires_at = asked_at + life_of(in, "expires_in", token_life);
    tokens.scopes = parse_scopes(find_field(in, "permissions"));
    if (tokens.access.empty()) return std::nullopt;
    return tokens;
}

}  // namespace rostrum::platforms::instagram
