#include "sandbox/instagram/wire.hpp"

#include "core/utf8.hpp"

#include <cstdint>

namespace rostrum::sandbox::instagram {
namespace {

void append_unit(std::string& out, std::uint32_t unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += digits[unit >> shift & 15];
}

/// The code point of a well-formed sequence of two to four bytes.
std::uint32_t code_point(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence.front());
    std::uint32_t point = lead & (0xFFU >> (sequence.size() + 1));
    for (const char c : sequence.substr(1))
        point = point << 6 | (static_cast<unsigned char>(c) & 0x3F);
    return point;
}

void append_escaped(std::string& out, std::uint32_t point) {
    if (point < 0x10000) return append_unit(out, point);
    point -= 0x10000;
    append_unit(out, 0xD800 | point >> 10);
    append_unit(out, 0xDC00 | (point & 0x3FF));
}

}  // namespace

std::string escape_as_meta(std::string_view json) {
    std::string out;
    out.reserve(json.size() + json.size() / 8);
    while (!json.empty()) {
        const auto size = std::max<std::size_t>(utf8::sequence_length(json), 1);
        if (size > 1) {
            append_escaped(out, code_point(json.substr(0, size)));
        } else if (json.front() == '/') {
            out += "\\/";
        } else {
            out += json.front();
        }
        json.remove_prefix(size);
    }
    return out;
}

http::Response graph_json(int status, std::string_view json) {
    auto response = http::Response::json(status, escape_as_meta(json));
    response.headers.set("Cache-Control", "private, no-cache, no-store, must-revalidate");
    response.headers.set("Access-Control-Allow-Origin", "*");
    return response;
}

std::string graph_time(Time time) {
    auto text = to_rfc3339(std::chrono::floor<std::chrono::seconds>(time));
    text.replace(text.size() - 1, 1, "+0000");
    return text;
}

}  // namespace rostrum::sandbox::instagram
