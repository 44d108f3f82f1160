#include "core/duration.hpp"

#include <charconv>
#include <cstdint>

namespace rostrum {
namespace {

constexpr std::int64_t units_max = 1'000'000;

std::optional<std::chrono::milliseconds> unit_of(std::string_view name) {
    if (name == "ms") return std::chrono::milliseconds{1};
    if (name == "s") return std::chrono::seconds{1};
    if (name == "m") return std::chrono::minutes{1};
    if (name == "h") return std::chrono::hours{1};
    if (name == "d") return std::chrono::days{1};
    return std::nullopt;
}

/// Digits and nothing else.
std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    if (text.empty() || text.front() == '-') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "1.5" is 1500.
std::optional<std::int64_t> thousandths(std::string_view text) {
    constexpr std::size_t digits_max = 3;
    const auto point = text.find('.');
    const auto whole = whole_number(text.substr(0, point));
    if (!whole || *whole > units_max) return std::nullopt;
    if (point == std::string_view::npos) return *whole * 1000;
    const auto digits = text.substr(point + 1);
    auto fraction = whole_number(digits);
    if (!fraction || digits.size() > digits_max) return std::nullopt;
    for (std::size_t i = digits.size(); i < digits_max; ++i) *fraction *= 10;
    return *whole * 1000 + *fraction;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    if (text == "0") return std::chrono::milliseconds{0};
    const auto letter = text.find_first_not_of("0123456789.");
    if (letter == std::string_view::npos) return std::nullopt;
    const auto unit = unit_of(text.substr(letter));
    const auto number = thousandths(text.substr(0, letter));
    if (!unit || !number) return std::nullopt;
    return *unit * *number / 1000;
}

}  // namespace rostrum
