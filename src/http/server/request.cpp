#include "http/server/request.hpp"

#include <algorithm>

namespace rostrum::http {
namespace {

std::string_view trim(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t";
    const auto first = std::min(text.find_first_not_of(blanks), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// The value of `name` in one Cookie field, "a=1; b=2".
std::string_view find_cookie(std::string_view field, std::string_view name) noexcept {
    while (!field.empty()) {
        const auto end = std::min(field.find(';'), field.size());
        const auto pair = trim(field.substr(0, end));
        field.remove_prefix(std::min(end + 1, field.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
        auto value = trim(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        return value;
    }
    return {};
}

}  // namespace

std::string_view cookie(const Request& request, std::string_view name) noexcept {
    for (const auto& [field, value] : request.headers) {
        if (!equals_ignoring_case(field, "Cookie")) continue;
        const auto found = find_cookie(value, name);
        if (!found.empty()) return found;
    }
    return {};
}

}  // namespace rostrum::http
