#include "sandbox/x/wording.hpp"

#include "core/utf8.hpp"
#include "sandbox/web.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace rostrum::sandbox::x {
namespace {

constexpr std::size_t address_weight = 23;

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; }

bool is_bare_address(std::string_view word) {
    constexpr std::array<std::string_view, 14> ends{"com", "org", "net", "de", "jp", "co", "io",
                                                    "uk",  "app", "dev", "eu", "at", "ch", "fr"};
    const auto host = word.substr(0, word.find_first_of("/?"));
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    const bool plain = std::ranges::all_of(host, [](char c) { return is_name(c) || c == '.'; });
    return plain && std::ranges::find(ends, host.substr(dot + 1)) != ends.end();
}

/// The address that a word is, without the punctuation around it.
std::string_view address_of(std::string_view word) {
    while (!word.empty() && std::string_view("(\"'").contains(word.front())) word.remove_prefix(1);
    while (!word.empty() && std::string_view(".,;:!?)\"'").contains(word.back())) {
        word.remove_suffix(1);
    }
    const bool whole = word.starts_with("https://") || word.starts_with("http://");
    if (whole && word.find('.') != std::string_view::npos) return word;
    return is_bare_address(word) ? word : std::string_view{};
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (const auto line : split(text, '\n')) {
        for (const auto word : split(line, ' ')) words.push_back(word);
    }
    return words;
}

std::uint32_t decode(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence.front());
    std::uint32_t point = sequence.size() == 1 ? lead : lead & (0x7FU >> sequence.size());
    for (const char c : sequence.substr(1)) {
        point = point << 6U | (static_cast<unsigned char>(c) & 0x3FU);
    }
    return point;
}

bool is_light(std::uint32_t c) {
    return c <= 4351 || (c >= 8192 && c <= 8205) || (c >= 8208 && c <= 8223) ||
           (c >= 8242 && c <= 8247);
}

}  // namespace

std::vector<std::string> addresses_in(std::string_view text) {
    std::vector<std::string> out;
    for (const auto word : words_of(text)) {
        if (const auto address = address_of(word); !address.empty()) out.emplace_back(address);
    }
    return out;
}

std::size_t weight_of(std::string_view text) {
    constexpr std::uint32_t joiner = 0x200D;
    std::size_t weight = 0;
    for (const auto& address : addresses_in(text)) weight += address_weight - address.size();
    std::uint32_t last = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const auto length = std::max<std::size_t>(utf8::sequence_length(rest), 1);
        const auto point = decode(rest.substr(0, length));
        rest.remove_prefix(length);
        const bool follows = point == 0xFE0F || (point >= 0x1F3FB && point <= 0x1F3FF) ||
                             (point == joiner && last > 0x2000) || last == joiner;
        const bool second_region =
            last >= 0x1F1E6 && last <= 0x1F1FF && point >= 0x1F1E6 && point <= 0x1F1FF;
        if (!follows && !second_region) weight += is_light(point) ? 1 : 2;
        last = second_region ? 0 : point;
    }
    return weight;
}

std::size_t cashtags_in(std::string_view text) {
    const auto words = words_of(text);
    return static_cast<std::size_t>(std::ranges::count_if(words, [](std::string_view word) {
        return word.size() >= 2 && word.size() <= 7 && word.front() == '$' &&
               std::ranges::all_of(word.substr(1), [](char c) {
                   return std::isalpha(static_cast<unsigned char>(c)) != 0;
               });
    }));
}

}  // namespace rostrum::sandbox::x
