#include "core/ids.hpp"

#include <span>

namespace rostrum {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

constexpr bool dash_before(std::size_t byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

std::optional<std::uint8_t> hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
    return std::nullopt;
}

}  // namespace

void append_uuid(std::string& out, const Uuid& id) {
    char text[36];
    char* end = text;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        if (dash_before(i)) *end++ = '-';
        *end++ = hex_digits[id.bytes[i] >> 4];
        *end++ = hex_digits[id.bytes[i] & 15];
    }
    out.append(text, sizeof text);
}

std::string to_string(const Uuid& id) {
    std::string out;
    append_uuid(out, id);
    return out;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid id;
    std::size_t at = 0;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        if (dash_before(i) && text[at++] != '-') return std::nullopt;
        const auto high = hex_value(text[at++]);
        const auto low = hex_value(text[at++]);
        if (!high || !low) return std::nullopt;
        id.bytes[i] = static_cast<std::uint8_t>(*high << 4 | *low);
    }
    return id;
}

Uuid IdSource::next() {
    Uuid id;
    random_.fill(std::as_writable_bytes(std::span(id.bytes)));
    const auto milliseconds = static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::milliseconds>(clock_.now().time_since_epoch()).count());
    for (std::size_t i = 0; i < 6; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
    }
    id.bytes[6] = static_cast<std::uint8_t>(0x70 | (id.bytes[6] & 0x0f));
    id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

}  // namespace rostrum
