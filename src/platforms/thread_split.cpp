#include "platforms/thread_split.hpp"

#include "core/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace rostrum::platforms {
namespace {

constexpr std::string_view blanks = " \t\r\n";
/// Of text, where one begins to look for the end of a post within a word.
constexpr std::size_t bytes_per_unit = 8;

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

/// The first place that does not fit, sought near the beginning: a post is short, a text may be
/// long.
template <typename Iterator, typename Fits>
Iterator first_not_fitting(Iterator begin, Iterator end, Fits fits) {
    auto from = begin;
    for (std::ptrdiff_t step = 1; end - from > step; step *= 2) {
        if (!fits(*(from + step))) return std::partition_point(from, from + step, fits);
        from += step;
    }
    return std::partition_point(from, end, fits);
}

/// As much of the beginning as has at most so many bytes and ends between two code points.
std::string_view whole_prefix(std::string_view text, std::size_t bytes) {
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

/// The ends of the characters of a word, or of so many of its first ones that they do not fit.
std::vector<std::size_t> ends_until_full(std::string_view word, std::size_t max,
                                         TextMeasure measure) {
    for (auto window = bytes_per_unit * max; window < word.size(); window *= 2) {
        auto ends = character_ends(whole_prefix(word, window));
        ends.pop_back();  // this character may go on
        if (!ends.empty() && measure(word.substr(0, ends.back())) > max) return ends;
    }
    return character_ends(word);
}

/// As much of a word as fits, at least one character.
std::size_t cut_word(std::string_view word, const std::vector<std::size_t>& ends, std::size_t max,
                     TextMeasure measure) {
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

/// Where a post of the text ends that has begun at `begin`; the gaps are those behind that.
std::size_t end_of_post(std::string_view text, std::size_t begin, std::span<const Gap> gaps,
                        std::size_t max, TextMeasure measure) {
    const auto length = [&](const Gap& gap) {
        return measure(text.substr(begin, gap.begin - begin));
    };
    const auto word = text.substr(begin, gaps.front().begin - begin);
    if (const auto ends = ends_until_full(word, max, measure);
        ends.back() < word.size() || measure(word) > max) {
        return begin + cut_word(word, ends, max, measure);
    }
    const auto last = first_not_fitting(gaps.begin() + 1, gaps.end(),
                                        [&](const Gap& gap) { return length(gap) <= max; });
    if (last == gaps.end()) return text.size();
    const auto half = length(*(last - 1)) / 2;
    for (const auto wanted : {Cut::paragraph, Cut::sentence}) {
        for (auto gap = last; gap != gaps.begin();) {
            --gap;
            if (gap->cut != wanted) continue;
            if (length(*gap) < half) break;
            return gap->begin;
        }
    }
    return (last - 1)->begin;
}

}  // namespace

std::vector<std::string> split_thread(std::string_view text, std::size_t max, TextMeasure measure) {
    text = trimmed(text);
    std::vector<std::string> parts;
    const auto all = gaps_of(text);
    std::span<const Gap> gaps = all;
    for (std::size_t begin = 0; begin < text.size();) {
        while (gaps.front().begin <= begin) gaps = gaps.subspan(1);
        const auto end = end_of_post(text, begin, gaps, max, measure);
        parts.emplace_back(trimmed(text.substr(begin, end - begin)));
        begin = std::min(text.find_first_not_of(blanks, end), text.size());
    }
    return parts;
}

}  // namespace rostrum::platforms
