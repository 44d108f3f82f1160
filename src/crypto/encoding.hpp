#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::crypto {

/// Bytes that are no text; the type that the database binds as a blob.
using Bytes = std::vector<std::byte>;

/// The bytes of a text, without a copy.
inline std::span<const std::byte> as_bytes(std::string_view text) noexcept {
    return std::as_bytes(std::span(text));
}

/// Bytes seen as text, without a copy.
inline std::string_view as_text(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hex digits.
std::string hex_encode(std::span<const std::byte> bytes);

/// Accepts an even number of digits in either case; an empty text is no bytes.
std::optional<Bytes> hex_decode(std::string_view text);

/// RFC 4648, section 4: '+', '/' and padding, as HTTP Basic and some webhook signatures have it.
std::string base64_encode(std::span<const std::byte> bytes);

/// Strict: padded, no white space, and only the one canonical form of the last group.
std::optional<Bytes> base64_decode(std::string_view text);

/// RFC 4648, section 5: '-' and '_', without padding.
std::string base64url_encode(std::span<const std::byte> bytes);

/// Strict: no padding, no white space, and only the one canonical form of the last group.
std::optional<Bytes> base64url_decode(std::string_view text);

}  // namespace rostrum::crypto
