#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Tolerant reading of what platforms answer: a field of another type than expected counts as
/// absent, unknown fields are not looked at, and nothing here throws.
namespace rostrum::platforms {

/// The member `name`; null when `in` is no object, has no such member, or the member is null.
const json::value* find_field(const json::value& in, std::string_view name) noexcept;
const json::value* find_field(const json::object& in, std::string_view name) noexcept;

/// The member as a list, or null.
const json::array* find_list(const json::value& in, std::string_view name) noexcept;
const json::array* find_list(const json::object& in, std::string_view name) noexcept;

// What is found is a part of `in`, and would be gone with it.
const json::value* find_field(json::value&& in, std::string_view name) = delete;
const json::value* find_field(json::object&& in, std::string_view name) = delete;
const json::array* find_list(json::value&& in, std::string_view name) = delete;
const json::array* find_list(json::object&& in, std::string_view name) = delete;

/// A whole number, also one that is written as text or as 12.0.
std::optional<std::int64_t> whole_number_of(const json::value& in) noexcept;
std::optional<std::int64_t> whole_number_of(const json::value& in, std::string_view name) noexcept;

/// Any finite number, also one that is written as text.
std::optional<double> number_of(const json::value& in) noexcept;

/// Text without NUL characters, which no database keeps. A whole number becomes its digits, since
/// platforms write ids both ways. Anything else is empty.
std::string text_of(const json::value& in);
std::string text_of(const json::value& in, std::string_view name);

/// A moment in Unix seconds of the years 1970 to 9999.
std::optional<Time> time_of_unix(std::int64_t seconds) noexcept;

/// True only for a literal `true`.
bool flag_of(const json::value& in, std::string_view name) noexcept;

}  // namespace rostrum::platforms
