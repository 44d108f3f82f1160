#include "sandbox/instagram/scopes.hpp"

#include "sandbox/web.hpp"

#include <algorithm>

namespace rostrum::sandbox::instagram {

std::vector<std::string_view> ScopeSet::names() const {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < scope_names.size(); ++i) {
        if (has(static_cast<Scope>(i))) names.push_back(scope_names[i]);
    }
    return names;
}

std::string ScopeSet::joined() const {
    std::string list;
    for (const auto name : names()) {
        if (!list.empty()) list += ',';
        list += name;
    }
    return list;
}

std::optional<Scope> parse_scope(std::string_view name) noexcept {
    const auto found = std::ranges::find(scope_names, name);
    if (found == scope_names.end()) return std::nullopt;
    return static_cast<Scope>(found - scope_names.begin());
}

ScopeSet parse_scopes(std::string_view list, std::vector<std::string_view>& unknown) {
    ScopeSet scopes;
    for (const auto part : split(list, ',')) {
        for (const auto name : split(part, ' ')) {
            if (const auto scope = parse_scope(name)) {
                scopes.add(*scope);
            } else {
                unknown.push_back(name);
            }
        }
    }
    return scopes;
}

}  // namespace rostrum::sandbox::instagram
