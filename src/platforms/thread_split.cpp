#include "platforms/thread_split.hpp"

#include "core/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace rostrum::platforms {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// What a cut at a place would interrupt; the worse, the greater.
enum class Cut : std::uint8_t { paragraph, sentence, words };

bool ends_sentence(std::string_view before) {
    constexpr std::array<std::string_view, 8> ends{".", "!", "?", "…", "。", "！", "？", "؟"};
    while (!before.empty() && std::string_view("\"')]").contains(before.back())) {
        before.remove_suffix(1);
    }
    return std::ranges::any_of(ends, [&](auto end) { return before.ends_with(end); });
}

/// A stretch of white space where a text may be cut.
struct Gap {
    std::size_t begin = 0;
    Cut cut = Cut::words;
};

std::vector<Gap> gaps_of(std::string_view text) {
    std::vector<Gap> gaps;
    for (std::size_t at = 0; (at = text.find_first_of(blanks, at)) != std::string_view::npos;) {
        const auto end = std::min(text.find_first_not_of(blanks, at), text.size());
        const auto lines = std::ranges::count(text.substr(at, end - at), '\n');
        auto cut = ends_sentence(text.substr(0, at)) ? Cut::sentence : Cut::words;
        if (lines >= 2) cut = Cut::paragraph;
        gaps.push_back({at, cut});
        at = end;
    }
    gaps.push_back({text.size(), Cut::paragraph});
    return gaps;
}

std::int32_t decode(std::string_view text) {
    utf8proc_int32_t point = 0;
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &point);
    return point;
}

/// The ends of the characters of a word, as people see them.
std::vector<std::size_t> character_ends(std::string_view word) {
    std::vector<std::size_t> ends;
    std::int32_t state = 0;
    std::int32_t last = -1;
    for (std::size_t at = 0; at < word.size();) {
        const auto length = std::max<std::size_t>(utf8::sequence_length(word.substr(at)), 1);
        const auto point = decode(word.substr(at, length));
        if (last >= 0 && utf8proc_grapheme_break_stateful(last, point, &state)) ends.push_back(at);
        last = point;
        at += length;
    }
    ends.push_back(word.size());
    return ends;
}

/// As much of a word as fits, at least one character.
std::size_t cut_word(std::string_view word, std::size_t max, TextMeasure measure) {
    const auto ends = character_ends(word);
    const auto fits = [&](std::size_t end) { return measure(word.substr(0, end)) <= max; };
    const auto last = std::ranges::partition_point(ends, fits);
    auto end = last == ends.begin() ? ends.begin() : last - 1;
    // Where scripts without spaces meet Latin letters, an address may stand: it stays whole.
    const auto is_ascii = [&](std::size_t at) {
        return static_cast<unsigned char>(word[at]) < 0x80;
    };
    for (auto at = end; at != ends.begin() && *at < word.size(); --at) {
        if (!is_ascii(*at) || !is_ascii(*at - 1)) return *at;
    }
    return *end;
}

/// Where the first post ends.
std::size_t first_end(std::string_view text, std::size_t max, TextMeasure measure) {
    const auto gaps = gaps_of(text);
    const auto fits = [&](const Gap& gap) { return measure(text.substr(0, gap.begin)) <= max; };
    const auto last = std::ranges::partition_point(gaps, fits);
    if (last == gaps.begin()) return cut_word(text.substr(0, gaps.front().begin), max, measure);
    const auto half = measure(text.substr(0, (last - 1)->begin)) / 2;
    for (const auto wanted : {Cut::paragraph, Cut::sentence}) {
        for (auto gap = last; gap != gaps.begin();) {
            --gap;
            if (gap->cut == wanted && measure(text.substr(0, gap->begin)) >= half) {
                return gap->begin;
            }
        }
    }
    return (last - 1)->begin;
}

}  // namespace

std::vector<std::string> split_thread(std::string_view text, std::size_t max, TextMeasure measure) {
    std::vector<std::string> parts;
    for (auto rest = trimmed(text); !rest.empty();) {
        const auto end = measure(rest) <= max ? rest.size() : first_end(rest, max, measure);
        parts.emplace_back(trimmed(rest.substr(0, end)));
        rest = trimmed(rest.substr(end));
    }
    return parts;
}

}  // namespace rostrum::platforms
