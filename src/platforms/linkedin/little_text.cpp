#include "platforms/linkedin/little_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace rostrum::platforms::linkedin {
namespace {

constexpr std::string_view reserved = R"(|{}@[]()<>#\*_~)";

/// A part that was understood, and how long it was written.
struct Piece {
    std::string text;
    std::size_t length = 0;
};

std::optional<Piece> read_escape(std::string_view in) {
    if (in.size() < 2 || in[0] != '\\' || !reserved.contains(in[1])) return std::nullopt;
    return Piece{std::string(1, in[1]), 2};
}

/// Up to an `end` that is not escaped.
std::optional<Piece> read_until(std::string_view in, char end) {
    Piece out;
    while (out.length < in.size()) {
        if (in[out.length] == end) {
            ++out.length;
            return out;
        }
        const auto escape = read_escape(in.substr(out.length));
        out.text += escape ? escape->text : std::string(1, in[out.length]);
        out.length += escape ? escape->length : 1;
    }
    return std::nullopt;
}

std::optional<Piece> read_hashtag(std::string_view in) {
    for (const std::string_view start : {R"({hashtag|\#|)", "{hashtag|#|"}) {
        if (!in.starts_with(start)) continue;
        auto word = read_until(in.substr(start.size()), '}');
        if (!word) return std::nullopt;
        return Piece{'#' + word->text, start.size() + word->length};
    }
    return std::nullopt;
}

std::optional<Piece> read_mention(std::string_view in) {
    if (!in.starts_with("@[")) return std::nullopt;
    auto name = read_until(in.substr(2), ']');
    if (!name) return std::nullopt;
    const auto rest = in.substr(2 + name->length);
    if (!rest.starts_with("(urn:")) return std::nullopt;
    const auto end = rest.find(')');
    if (end == std::string_view::npos) return std::nullopt;
    return Piece{std::move(name->text), 2 + name->length + end + 1};
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (reserved.contains(c)) out += '\\';
        out += c;
    }
}

/// How long the hashtag is that a text begins with, with its sign; 0: it does not.
std::size_t hashtag_length(std::string_view in) {
    if (!in.starts_with('#')) return 0;
    std::size_t length = 1;
    bool has_letter = false;
    for (; length < in.size() && is_word(in[length]); ++length) {
        has_letter = has_letter || in[length] < '0' || in[length] > '9';
    }
    return has_letter ? length : 0;
}

/// A mention of somebody who can be mentioned; its length, or 0.
std::size_t mention_length(std::string_view in) {
    const auto mention = read_mention(in);
    if (!mention) return 0;
    const auto urn = in.substr(in.find("](urn:") + 2);
    const bool known = urn.starts_with("urn:li:person:") || urn.starts_with("urn:li:organization:");
    return known ? mention->length : 0;
}

}  // namespace

std::string plain_text(std::string_view in) {
    constexpr std::array readers{read_escape, read_hashtag, read_mention};
    std::string out;
    out.reserve(in.size());
    while (!in.empty()) {
        std::optional<Piece> piece;
        for (const auto read : readers) {
            if (!piece) piece = read(in);
        }
        if (piece) out += piece->text;
        if (!piece) out += in.front();
        in.remove_prefix(piece ? piece->length : 1);
    }
    return out;
}

std::string to_little_text(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 16);
    bool in_word = false;
    while (!text.empty()) {
        const auto hashtag = in_word ? 0 : hashtag_length(text);
        const auto mention = hashtag == 0 ? mention_length(text) : 0;
        const auto length = std::max<std::size_t>({hashtag, mention, 1});
        const auto piece = text.substr(0, length);
        if (hashtag != 0) {
            out += R"({hashtag|\#|)";
            append_escaped(out, piece.substr(1));
            out += '}';
        } else if (mention != 0) {
            out += piece;
        } else {
            append_escaped(out, piece);
        }
        in_word = is_word(piece.back());
        text.remove_prefix(length);
    }
    return out;
}

}  // namespace rostrum::platforms::linkedin
