#include "platforms/oauth_answer.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::platforms {
namespace {

constexpr std::chrono::seconds life_max = std::chrono::days{3650};

}  // namespace

std::vector<std::string> split_scopes(std::string_view text) {
    std::vector<std::string> scopes;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(", "), text.size());
        if (end != 0) scopes.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return scopes;
}

bool has_scope(const std::vector<std::string>& scopes, std::string_view scope) {
    return std::ranges::find(scopes, scope) != scopes.end();
}

std::string join_scopes(const std::vector<std::string>& scopes, char separator) {
    std::string out;
    for (const auto& scope : scopes) {
        if (!out.empty()) out += separator;
        out += scope;
    }
    return out;
}

std::chrono::seconds life_of(const json::value& in, std::string_view name,
                             std::chrono::seconds usual) {
    const auto told = whole_number_of(in, name).value_or(0);
    return told > 0 ? std::chrono::seconds{std::min<std::int64_t>(told, life_max.count())} : usual;
}

std::optional<Tokens> parse_tokens(const json::value& body, Time asked_at,
                                   std::chrono::seconds usual_life) {
    Tokens tokens;
    tokens.access = Secret(text_of(body, "access_token"));
    if (tokens.access.empty()) return std::nullopt;
    tokens.refresh = Secret(text_of(body, "refresh_token"));
    tokens.expires_at = asked_at + life_of(body, "expires_in", usual_life);
    for (const std::string_view name : {"refresh_expires_in", "refresh_token_expires_in"}) {
        const auto life = life_of(body, name, std::chrono::seconds{0});
        if (life.count() > 0) tokens.refresh_expires_at = asked_at + life;
    }
    tokens.scopes = split_scopes(text_of(body, "scope"));
    return tokens;
}

}  // namespace rostrum::platforms
