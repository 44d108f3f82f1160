#include "http/server/accept_encoding.hpp"

#include "http/message.hpp"

#include <algorithm>

namespace rostrum::http {
namespace {

std::string_view trim(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// Takes what stands before the next `separator` off `text`.
std::string_view take(std::string_view& text, char separator) noexcept {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

/// "0.5" is 500; what is no q-value counts as 0.
int parse_quality(std::string_view text) noexcept {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    int value = (text[0] - '0') * 1000;
    if (text.size() == 1) return value;
    if (text[1] != '.') return 0;
    int weight = 100;
    for (const char digit : text.substr(2)) {
        if (digit < '0' || digit > '9') return 0;
        value += (digit - '0') * weight;
        weight /= 10;
    }
    return std::min(value, 1000);
}

/// The q-value among an element's parameters, 1 by default.
int quality_of(std::string_view parameters) noexcept {
    while (!parameters.empty()) {
        auto value = take(parameters, ';');
        const auto name = take(value, '=');
        if (equals_ignoring_case(name, "q")) return parse_quality(trim(value));
    }
    return 1000;
}

}  // namespace

int accepted_quality(std::string_view accept_encoding, std::string_view coding) noexcept {
    int of_any = 0;
    while (!accept_encoding.empty()) {
        auto parameters = take(accept_encoding, ',');
        const auto name = take(parameters, ';');
        if (equals_ignoring_case(name, coding)) return quality_of(parameters);
        if (name == "*") of_any = quality_of(parameters);
    }
    return of_any;
}

}  // namespace rostrum::http
