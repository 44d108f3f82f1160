#include "http/server/entity_tag.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace rostrum::http {
namespace {

/// Both halves of the full product, folded: every bit of the input reaches every bit of the result.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t hash(std::string_view text) {
    constexpr std::uint64_t first = 0x9e3779b97f4a7c15;
    constexpr std::uint64_t second = 0xe7037ed1a0b428db;
    std::uint64_t state = first ^ text.size();
    while (!text.empty()) {
        std::uint64_t word = 0;
        const auto count = std::min(text.size(), sizeof word);
        std::memcpy(&word, text.data(), count);
        text.remove_prefix(count);
        state = mix(state ^ word, second);
        // A product with 0 would forget everything before it.
        state += first;
    }
    return mix(state, first);
}

}  // namespace

std::string entity_tag(std::string_view body) { return fmt::format("\"{:016x}\"", hash(body)); }

bool matches_entity_tag(std::string_view if_none_match, std::string_view tag) {
    if (if_none_match == "*") return true;
    while (!if_none_match.empty()) {
        if_none_match.remove_prefix(
            std::min(if_none_match.find_first_not_of(" \t,"), if_none_match.size()));
        if (if_none_match.starts_with("W/")) if_none_match.remove_prefix(2);
        if (if_none_match.starts_with(tag)) return true;
        // Commas may stand inside a tag: skip to its closing quote.
        const auto open = if_none_match.find('"');
        if (open == std::string_view::npos) return false;
        const auto close = if_none_match.find('"', open + 1);
        if (close == std::string_view::npos) return false;
        if_none_match.remove_prefix(close + 1);
    }
    return false;
}

}  // namespace rostrum::http
