#include "platforms/x/links.hpp"

#include "platforms/x/top_level_domains.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::platforms::x {
namespace {

/// No host name is longer; also what keeps the search short.
constexpr std::size_t domain_max = 253;
constexpr std::size_t label_max = 63;
constexpr std::size_t link_bytes_max = 4096;
constexpr std::size_t tco_slug_max = 40;

char32_t lower(char32_t c) { return c >= U'A' && c <= U'Z' ? c + 32 : c; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return lower(c) >= U'a' && lower(c) <= U'z'; }
bool is_alphanumeric(char32_t c) { return is_letter(c) || is_digit(c); }
bool is_one_of(char32_t c, std::u32string_view set) { return set.contains(c); }

bool is_latin_accent(char32_t c) {
    constexpr std::u32string_view single = U"\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F"
                                           U"\u0272\u0289\u028B\u02BB";
    return (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x1E00 && c <= 0x1EFF) || is_one_of(c, single);
}
bool is_space(char32_t c) {
    return (c >= 0x9 && c <= 0xD) || (c >= 0x2000 && c <= 0x200A) ||
           is_one_of(c, U"\x20\x85\xA0\u1680\u180E\u2028\u2029\u202F\u205F\u3000");
}
bool is_invalid(char32_t c) { return c == 0xFFFE || c == 0xFEFF || c == 0xFFFF; }
bool is_direction(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           is_one_of(c, U"\u061C\u200E\u200F");
}
bool is_domain_char(char32_t c) {
    return c != 0 && !is_one_of(c, U"!'#%&()*+,\\-./:;<=>?@[]^_{|}~$") && !is_space(c) &&
           !is_invalid(c) && !is_direction(c);
}
bool may_stand_before(char32_t c) {
    return is_direction(c) ||
           !(is_alphanumeric(c) || is_one_of(c, U"@\uFF20$#\uFF03") || is_invalid(c));
}
bool is_path_char(char32_t c) {
    return is_alphanumeric(c) || (c >= 0x400 && c <= 0x4FF) || is_latin_accent(c) ||
           is_one_of(c, U"!*';:=+,.$/%#[]-\u2013_~@|&");
}
bool is_path_end(char32_t c) {
    return is_alphanumeric(c) || (c >= 0x400 && c <= 0x4FF) || is_latin_accent(c) ||
           is_one_of(c, U"+-=_#/");
}
bool is_query_char(char32_t c) {
    return is_alphanumeric(c) || is_one_of(c, U"!?*'@();:&=+$/%#[]-_.,~|");
}
bool is_query_end(char32_t c) { return is_alphanumeric(c) || is_one_of(c, U"-_&=#/"); }

bool starts_with(const CodePoints& text, std::size_t at, std::u32string_view word) {
    for (const char32_t c : word) {
        if (lower(text.at(at++)) != c) return false;
    }
    return true;
}

/// What may not follow a top-level domain.
bool continues_name(char32_t c) { return is_alphanumeric(c) || is_one_of(c, U"@+-"); }

/// Where a top-level domain that is not of ASCII only ends.
std::optional<std::size_t> foreign_end(const CodePoints& text, std::size_t at) {
    const auto rest = std::string_view(text.text).substr(text.offsets[at]);
    for (const auto name : foreign_top_level_domains()) {
        if (!rest.starts_with(name)) continue;
        const auto next = std::ranges::lower_bound(text.offsets, text.offsets[at] + name.size());
        const auto end = static_cast<std::size_t>(next - text.offsets.begin());
        if (!continues_name(text.at(end))) return end;
    }
    return std::nullopt;
}

/// Where the top-level domain at `at` ends, if there is one.
std::optional<std::size_t> top_level_end(const CodePoints& text, std::size_t at) {
    std::string name;
    auto end = at;
    for (; is_alphanumeric(text.at(end)) && name.size() <= label_max; ++end) {
        name += static_cast<char>(lower(text.at(end)));
    }
    // Only what goes on with something else than ASCII can be a foreign one.
    if (text.at(end) >= 0x80) {
        if (const auto foreign = foreign_end(text, at)) return foreign;
    }
    if (!continues_name(text.at(end)) && is_top_level_domain(name)) return end;
    if (!starts_with(text, at, U"xn--")) return std::nullopt;
    for (end = at + 4; is_alphanumeric(text.at(end)) || text.at(end) == U'-';) ++end;
    return end > at + 4 ? std::optional(end) : std::nullopt;
}

/// Where the longest domain from `at` on ends. `is_part` says what labels consist of, beside what
/// `is_good_label` forbids.
template <typename IsPart, typename IsGoodLabel>
std::optional<std::size_t> domain_end(const CodePoints& text, std::size_t at, IsPart is_part,
                                      IsGoodLabel is_good_label) {
    std::optional<std::size_t> found;
    for (auto label = at; label - at <= domain_max;) {
        auto end = label;
        while (is_part(text.at(end)) && end - at <= domain_max + label_max) ++end;
        if (end == label || text.at(end) != U'.') break;
        const bool is_name = is_good_label(label, end, false);
        if (!is_name && !is_good_label(label, end, true)) break;
        label = end + 1;
        if (!is_name || label >= text.size()) continue;
        if (const auto top = top_level_end(text, label)) found = top;
    }
    return found;
}

/// The domain of any script that a link may have.
std::optional<std::size_t> any_domain_end(const CodePoints& text, std::size_t at) {
    const auto is_part = [](char32_t c) { return is_domain_char(c) || c == U'-' || c == U'_'; };
    const auto is_good_label = [&](std::size_t begin, std::size_t end, bool underscores) {
        if (!is_domain_char(text.at(begin)) || !is_domain_char(text.at(end - 1))) return false;
        for (auto i = begin; i < end && !underscores; ++i) {
            if (text.at(i) == U'_') return false;
        }
        return true;
    };
    return domain_end(text, at, is_part, is_good_label);
}

/// A host name has short labels, and an encoded one is ASCII.
bool is_host(const CodePoints& text, std::size_t begin, std::size_t end) {
    if (end - begin > domain_max) return false;
    for (auto label = begin; label < end;) {
        auto stop = label;
        bool ascii = true;
        for (; stop < end && text.at(stop) != U'.'; ++stop) ascii = ascii && text.at(stop) < 0x80;
        if (stop - label > label_max || (!ascii && starts_with(text, label, U"xn--"))) return false;
        label = stop + 1;
    }
    return true;
}

/// Where balanced brackets that begin at `at` end, with one more pair inside at most.
std::optional<std::size_t> brackets_end(const CodePoints& text, std::size_t at) {
    if (text.at(at) != U'(') return std::nullopt;
    int depth = 1;
    auto i = at + 1;
    for (; depth > 0; ++i) {
        const auto c = text.at(i);
        if (c == U'(') {
            if (++depth > 2) return std::nullopt;
        } else if (c == U')') {
            --depth;
        } else if (!is_path_char(c)) {
            return std::nullopt;
        }
    }
    return i > at + 2 ? std::optional(i) : std::nullopt;
}

std::size_t path_end(const CodePoints& text, std::size_t at) {
    if (text.at(at) != U'/') return at;
    auto end = at + 1;
    for (auto i = end;;) {
        if (const auto closed = brackets_end(text, i)) {
            i = end = *closed;
        } else if (is_path_char(text.at(i))) {
            if (is_path_end(text.at(i++))) end = i;
        } else {
            return end;
        }
    }
}

std::size_t query_end(const CodePoints& text, std::size_t at) {
    if (text.at(at) != U'?') return at;
    auto end = at;
    for (auto i = at + 1; is_query_char(text.at(i)); ++i) {
        if (is_query_end(text.at(i))) end = i + 1;
    }
    return end;
}

std::size_t port_end(const CodePoints& text, std::size_t at) {
    if (text.at(at) != U':' || !is_digit(text.at(at + 1))) return at;
    for (++at; is_digit(text.at(at));) ++at;
    return at;
}

/// The ASCII domains inside of one of any script; the last one has the path.
void add_bare_links(const CodePoints& text, LinkSpan domain, std::size_t path_begin,
                    std::size_t end, std::vector<LinkSpan>& out) {
    const auto is_part = [](char32_t c) {
        return is_alphanumeric(c) || c == U'-' || is_latin_accent(c);
    };
    const auto any_label = [](std::size_t, std::size_t, bool) { return true; };
    const auto known = out.size();
    for (auto i = domain.begin; i < domain.end;) {
        const auto stop =
            is_part(text.at(i)) ? domain_end(text, i, is_part, any_label) : std::nullopt;
        if (stop && *stop <= domain.end) out.push_back({i, *stop});
        i = stop && *stop <= domain.end ? *stop : i + 1;
    }
    if (out.size() > known && text.at(path_begin) == U'/') out.back().end = end;
}

/// An address of X's own shortener ends with its code, or with a query behind it.
std::optional<std::size_t> own_link_end(const CodePoints& text, std::size_t begin,
                                        std::size_t end) {
    for (const std::u32string_view start : {U"http://t.co/", U"https://t.co/"}) {
        if (!starts_with(text, begin, start)) continue;
        const auto slug = begin + start.size();
        auto stop = slug;
        while (stop < end && is_alphanumeric(text.at(stop))) ++stop;
        if (stop == slug) return end;
        if (stop - slug > tco_slug_max) return std::nullopt;
        return query_end(text, stop);
    }
    return end;
}

/// Reads what begins at `at`; answers where the search goes on.
std::optional<std::size_t> read_link(const CodePoints& text, std::size_t at,
                                     std::vector<LinkSpan>& out) {
    std::size_t begin = at;
    for (const std::u32string_view protocol : {U"http://", U"https://"}) {
        if (starts_with(text, at, protocol)) begin += protocol.size();
    }
    auto domain = any_domain_end(text, begin);
    if (!domain && begin != at) domain = any_domain_end(text, begin = at);
    if (!domain) return std::nullopt;
    const auto port = port_end(text, *domain);
    const auto end = query_end(text, path_end(text, port));
    const bool fits = text.offsets[end] - text.offsets[at] <= link_bytes_max;
    if (!fits || !is_host(text, begin, *domain)) return end;
    if (begin == at) {
        const bool inside_a_name = at > 0 && is_one_of(text.at(at - 1), U"-_./");
        if (!inside_a_name) add_bare_links(text, {begin, *domain}, port, end, out);
        return end;
    }
    if (const auto stop = own_link_end(text, at, end)) out.push_back({at, *stop});
    return end;
}

}  // namespace

std::vector<LinkSpan> find_links(const CodePoints& text) {
    std::vector<LinkSpan> links;
    if (std::ranges::find(text.points, U'.') == text.points.end()) return links;
    std::size_t done = 0;  // what stands before a link must not belong to another one
    for (std::size_t i = 0; i < text.size();) {
        const bool may_begin = i == 0 || (i > done && may_stand_before(text.at(i - 1)));
        const auto next = may_begin ? read_link(text, i, links) : std::nullopt;
        if (next) done = *next;
        i = next ? *next : i + 1;
    }
    return links;
}

}  // namespace rostrum::platforms::x
