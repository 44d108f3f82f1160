#include "http/query.hpp"

#include "core/utf8.hpp"

#include <algorithm>
#include <expected>

namespace rostrum::http {
namespace {

constexpr bool is_unreserved(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// The value of a hex digit, or -1.
constexpr int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void append_percent_encoded(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

/// Decodes one name or value of a form; what is wrong with it is the error.
std::expected<std::string, std::string_view> decode_part(std::string_view text) {
    auto decoded = percent_decode(text, true);
    if (!decoded) return std::unexpected("has a broken percent escape");
    if (!utf8::valid(*decoded)) return std::unexpected("is not valid UTF-8");
    if (decoded->find('\0') != std::string::npos) {
        return std::unexpected("must not hold a NUL character");
    }
    return std::move(*decoded);
}

Result<Query::Pair> decode_pair(std::string_view text) {
    const auto equals = std::min(text.find('='), text.size());
    auto name = decode_part(text.substr(0, equals));
    if (!name) return fail(invalid_field("query", std::string(name.error())));
    auto value = decode_part(text.substr(std::min(equals + 1, text.size())));
    if (!value) return fail(invalid_field(std::move(*name), std::string(value.error())));
    return Query::Pair{std::move(*name), std::move(*value)};
}

}  // namespace

std::optional<std::string_view> Query::get(std::string_view name) const noexcept {
    for (const auto& [key, value] : pairs_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::string Query::encode() const {
    std::string out;
    for (const auto& [name, value] : pairs_) {
        if (!out.empty()) out += '&';
        append_percent_encoded(out, name);
        out += '=';
        append_percent_encoded(out, value);
    }
    return out;
}

Result<Query> parse_query(std::string_view text) {
    Query query;
    std::size_t count = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.empty()) continue;
        if (++count > query_pairs_max) {
            return fail(invalid_field(
                "query", "must have at most " + std::to_string(query_pairs_max) + " pairs"));
        }
        auto pair = decode_pair(part);
        if (!pair) return std::unexpected(std::move(pair.error()));
        query.add(std::move(pair->first), std::move(pair->second));
    }
    return query;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high << 4 | low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_percent_encoded(out, text);
    return out;
}

}  // namespace rostrum::http
