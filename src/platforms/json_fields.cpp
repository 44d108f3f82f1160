#include "platforms/json_fields.hpp"

#include <charconv>
#include <cmath>
#include <utility>

namespace rostrum::platforms {
namespace {

/// Reads all of `text` as a number.
template <typename T>
std::optional<T> parse_number(std::string_view text) noexcept {
    T value{};
    const char* begin = text.data();
    const char* end = begin + text.size();
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

/// Doubles are exact for whole numbers up to here; beyond, an id would silently become another one.
constexpr double exact_max = 9'007'199'254'740'992.0;

std::string_view view(const json::string& text) noexcept { return {text.data(), text.size()}; }

}  // namespace

const json::value* find_field(const json::object& in, std::string_view name) noexcept {
    const auto* member = in.if_contains(name);
    return member != nullptr && !member->is_null() ? member : nullptr;
}

const json::value* find_field(const json::value& in, std::string_view name) noexcept {
    const auto* object = in.if_object();
    return object != nullptr ? find_field(*object, name) : nullptr;
}

const json::array* find_list(const json::object& in, std::string_view name) noexcept {
    const auto* member = find_field(in, name);
    return member != nullptr ? member->if_array() : nullptr;
}

const json::array* find_list(const json::value& in, std::string_view name) noexcept {
    const auto* member = find_field(in, name);
    return member != nullptr ? member->if_array() : nullptr;
}

std::optional<std::int64_t> whole_number_of(const json::value& in) noexcept {
    if (const auto* integer = in.if_int64()) return *integer;
    if (const auto* big = in.if_uint64(); big != nullptr && std::in_range<std::int64_t>(*big)) {
        return static_cast<std::int64_t>(*big);
    }
    if (const auto* real = in.if_double();
        real != nullptr && std::abs(*real) <= exact_max && std::trunc(*real) == *real) {
        return static_cast<std::int64_t>(*real);
    }
    if (const auto* digits = in.if_string()) return parse_number<std::int64_t>(view(*digits));
    return std::nullopt;
}

std::optional<std::int64_t> whole_number_of(const json::value& in, std::string_view name) noexcept {
    const auto* member = find_field(in, name);
    return member != nullptr ? whole_number_of(*member) : std::nullopt;
}

std::optional<double> number_of(const json::value& in) noexcept {
    std::optional<double> value;
    if (const auto* real = in.if_double()) {
        value = *real;
    } else if (const auto whole = whole_number_of(in)) {
        value = static_cast<double>(*whole);
    } else if (const auto* digits = in.if_string()) {
        value = parse_number<double>(view(*digits));
    }
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::string text_of(const json::value& in) {
    if (const auto* found = in.if_string()) {
        std::string out(view(*found));
        std::erase(out, '\0');
        return out;
    }
    if (const auto* integer = in.if_int64()) return std::to_string(*integer);
    if (const auto* big = in.if_uint64()) return std::to_string(*big);
    return {};
}

std::string text_of(const json::value& in, std::string_view name) {
    const auto* member = find_field(in, name);
    return member != nullptr ? text_of(*member) : std::string();
}

std::optional<Time> time_of_unix(std::int64_t seconds) noexcept {
    constexpr std::int64_t seconds_max = 253'402'300'799;  // the end of the year 9999
    if (seconds < 0 || seconds > seconds_max) return std::nullopt;
    return Time{std::chrono::seconds{seconds}};
}

bool flag_of(const json::value& in, std::string_view name) noexcept {
    const auto* member = find_field(in, name);
    return member != nullptr && member->is_bool() && member->get_bool();
}

}  // namespace rostrum::platforms
