#include "platforms/redact.hpp"

#include "core/log.hpp"
#include "http/query.hpp"

#include <algorithm>

namespace rostrum::platforms {
namespace {

constexpr std::string_view hidden = "***";
/// Ids of accounts and traces are shorter, tokens are longer.
constexpr std::size_t word_length_max = 31;

void hide(std::string& text, std::string_view secret) {
    if (secret.empty()) return;
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos;) {
        text.replace(at, secret.size(), hidden);
        at += hidden.size();
    }
}

/// Removes "?..." up to the end of each URL.
void drop_queries(std::string& text) {
    for (std::size_t at = 0; (at = text.find("://", at)) != std::string::npos;) {
        const auto end = std::min(text.find_first_of(" \t\r\n\"'<>", at), text.size());
        const auto query = std::min(text.find('?', at), end);
        text.erase(query, end - query);
        at = query;
    }
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/// Codes of errors may be long, too: "spam_risk_user_banned_from_posting". Tokens are not made of
/// short words of small letters.
bool is_code(std::string_view word) {
    constexpr std::size_t part_length_max = 16;
    std::size_t length = 0;
    return std::ranges::all_of(word, [&](char c) {
        length = c == '_' ? 0 : length + 1;
        return (c == '_' || (c >= 'a' && c <= 'z')) && length <= part_length_max;
    });
}

void hide_long_words(std::string& text) {
    for (auto at = text.begin(); at != text.end();) {
        const auto start = std::find_if(at, text.end(), is_word);
        const auto end = std::find_if_not(start, text.end(), is_word);
        if (static_cast<std::size_t>(end - start) <= word_length_max || is_code({start, end})) {
            at = end;
            continue;
        }
        const auto offset = start - text.begin();
        text.replace(start, end, hidden);
        at = text.begin() + offset + static_cast<std::ptrdiff_t>(hidden.size());
    }
}

/// Cuts before `message_bytes_max`, between two code points.
void shorten(std::string& text) {
    if (text.size() <= message_bytes_max) return;
    std::size_t end = message_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    text += "...";
}

}  // namespace

std::string redact_message(std::string_view message, std::span<const Secret* const> secrets) {
    std::string text(message);
    for (const Secret* secret : secrets) {
        hide(text, secret->reveal());
        hide(text, http::percent_encode(secret->reveal()));
    }
    drop_queries(text);
    hide_long_words(text);
    text = log::redact(text);
    shorten(text);
    return text;
}

}  // namespace rostrum::platforms
