#include "platforms/linkedin/little_text.hpp"

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

}  // namespace rostrum::platforms::linkedin
