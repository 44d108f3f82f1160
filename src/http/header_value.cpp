#include "http/header_value.hpp"

#include "core/utf8.hpp"
#include "http/message.hpp"
#include "http/query.hpp"

#include <algorithm>

namespace rostrum::http {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < 0x7f && !std::string_view("()<>@,;:\\\"/[]?={}").contains(c);
    });
}

/// Takes a quoted string off the front of `text`.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string out;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '"') {
            text.remove_prefix(at + 1);
            return out;
        }
        // Any other backslash is part of a path that an old browser sent.
        if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '"') ++at;
        out += text[at];
    }
    return std::nullopt;
}

/// Takes a value without quotes off the front of `text`.
std::string take_plain(std::string_view& text) {
    const auto end = std::min(text.find(';'), text.size());
    std::string out(trim(text.substr(0, end)));
    text.remove_prefix(end);
    return out;
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < ' ' || byte == 0x7f;
    });
}

/// The text of `UTF-8''a%20b` (RFC 8187).
std::optional<std::string> decode_extended(std::string_view text) {
    const auto first = text.find('\'');
    const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
    if (second == std::string_view::npos || !equals_ignoring_case(text.substr(0, first), "utf-8")) {
        return std::nullopt;
    }
    return percent_decode(text.substr(second + 1));
}

}  // namespace

std::optional<std::string_view> HeaderValue::get(std::string_view name) const noexcept {
    for (const auto& [key, text] : parameters) {
        if (key == name) return text;
    }
    return std::nullopt;
}

std::optional<HeaderValue> parse_header_value(std::string_view text) {
    HeaderValue out;
    const auto semicolon = std::min(text.find(';'), text.size());
    out.value = lower(trim(text.substr(0, semicolon)));
    if (out.value.empty()) return std::nullopt;
    text.remove_prefix(semicolon);
    while (!(text = trim(text)).empty()) {
        if (text.front() != ';') return std::nullopt;
        text = trim(text.substr(1));
        if (text.empty()) break;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const auto name = trim(text.substr(0, equals));
        if (!is_token(name)) return std::nullopt;
        text = trim(text.substr(equals + 1));
        auto value = text.starts_with('"') ? take_quoted(text)
                                           : std::optional<std::string>(take_plain(text));
        if (!value) return std::nullopt;
        out.parameters.emplace_back(lower(name), std::move(*value));
    }
    return out;
}

std::optional<std::string> file_name_of(const HeaderValue& disposition) {
    std::optional<std::string> name;
    if (const auto extended = disposition.get("filename*")) name = decode_extended(*extended);
    if (!name) {
        if (const auto plain = disposition.get("filename")) name = std::string(*plain);
    }
    if (!name) return std::nullopt;
    name->erase(0, name->find_last_of("/\\") + 1);
    if (name->empty() || !utf8::valid(*name) || has_control(*name)) return std::nullopt;
    return name;
}

std::string inline_disposition(std::string_view file_name) {
    std::string plain(file_name);
    std::ranges::replace_if(
        plain, [](char c) { return c < ' ' || c >= 0x7f || c == '"' || c == '\\'; }, '_');
    std::string out = "inline; filename=\"" + plain + "\"";
    if (plain != file_name) out += "; filename*=UTF-8''" + percent_encode(file_name);
    return out;
}

}  // namespace rostrum::http
