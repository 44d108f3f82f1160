#pragma once

#include "core/describe.hpp"
#include "core/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rostrum::platforms {

// How platforms count the length of a valid text.

/// Code points.
constexpr std::size_t code_points(std::string_view text) { return utf8::count(text); }

/// UTF-16 code units, as browsers count.
constexpr std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) ++units;
        if (byte >= 0xF0) ++units;
    }
    return units;
}

/// Bytes of UTF-8.
constexpr std::size_t utf8_bytes(std::string_view text) { return text.size(); }

/// What a length is a number of, so that others can count, too.
enum class TextUnit : std::uint8_t {
    code_points,
    utf16,
    bytes,
    weighted  ///< by the platform's own table
};
BOOST_DESCRIBE_ENUM(TextUnit, code_points, utf16, bytes, weighted)

/// How long a text is, as a platform counts.
struct TextMeasure {
    TextUnit unit;
    std::size_t (*count)(std::string_view text);

    constexpr std::size_t operator()(std::string_view text) const { return count(text); }
};
inline constexpr TextMeasure by_code_points{TextUnit::code_points, code_points};
inline constexpr TextMeasure by_utf16{TextUnit::utf16, utf16_units};
inline constexpr TextMeasure by_bytes{TextUnit::bytes, utf8_bytes};

}  // namespace rostrum::platforms
