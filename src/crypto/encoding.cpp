#include "crypto/encoding.hpp"

#include <array>
#include <cstdint>

namespace rostrum::crypto {
namespace {

/// An alphabet of 64 characters and its inverse.
struct Base64 {
    static constexpr std::uint8_t none = 0xFF;

    constexpr Base64(std::string_view alphabet, bool pads) : digits(alphabet), padded(pads) {
        values.fill(none);
        for (std::uint8_t i = 0; i < 64; ++i) values[static_cast<std::uint8_t>(digits[i])] = i;
    }

    constexpr std::uint8_t value_of(char c) const { return values[static_cast<std::uint8_t>(c)]; }

    std::string_view digits;
    bool padded;
    std::array<std::uint8_t, 256> values{};
};

constexpr Base64 standard{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", true};
constexpr Base64 url_safe{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                          false};

std::string encode(const Base64& base, std::span<const std::byte> bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t pending = 0;
    int bits = 0;
    for (const std::byte byte : bytes) {
        pending = pending << 8 | std::to_integer<std::uint32_t>(byte);
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            out += base.digits[pending >> bits & 63];
        }
    }
    if (bits > 0) out += base.digits[pending << (6 - bits) & 63];
    if (base.padded) out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

/// Takes the padding off; false when it is missing or too long.
bool strip_padding(std::string_view& text) {
    if (text.size() % 4 != 0) return false;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return true;
}

std::optional<Bytes> decode(const Base64& base, std::string_view text) {
    if (base.padded && !strip_padding(text)) return std::nullopt;
    if (text.size() % 4 == 1) return std::nullopt;
    Bytes out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t pending = 0;
    int bits = 0;
    for (const char c : text) {
        const std::uint32_t value = base.value_of(c);
        if (value == Base64::none) return std::nullopt;
        pending = pending << 6 | value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<std::byte>(pending >> bits));
        }
    }
    // Bits that belong to no byte must be 0, or many texts would stand for the same bytes.
    if ((pending & ((1U << bits) - 1)) != 0) return std::nullopt;
    return out;
}

constexpr std::optional<std::uint8_t> hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
    return std::nullopt;
}

}  // namespace

std::string hex_encode(std::span<const std::byte> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        out += digits[std::to_integer<std::size_t>(byte >> 4)];
        out += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return out;
}

std::optional<Bytes> hex_decode(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = hex_value(text[i]);
        const auto low = hex_value(text[i + 1]);
        if (!high || !low) return std::nullopt;
        out.push_back(static_cast<std::byte>(*high << 4 | *low));
    }
    return out;
}

std::string base64_encode(std::span<const std::byte> bytes) { return encode(standard, bytes); }

std::optional<Bytes> base64_decode(std::string_view text) { return decode(standard, text); }

std::string base64url_encode(std::span<const std::byte> bytes) { return encode(url_safe, bytes); }

std::optional<Bytes> base64url_decode(std::string_view text) { return decode(url_safe, text); }

}  // namespace rostrum::crypto
