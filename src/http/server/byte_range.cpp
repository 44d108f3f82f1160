#include "http/server/byte_range.hpp"

#include "http/server/entity_tag.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace rostrum::http {
namespace {

using Kind = RangeChoice::Kind;

/// Digits only; a number too large for the type counts as the largest.
std::optional<std::uint64_t> parse_position(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} ? value : ~std::uint64_t{0};
}

std::string_view trim(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

RangeChoice last_bytes(std::string_view text, std::uint64_t size) {
    const auto wanted = parse_position(text);
    if (!wanted) return {};
    const auto length = std::min(*wanted, size);
    if (length == 0) return {.kind = Kind::unsatisfiable};
    return {Kind::part, {size - length, length}};
}

/// Whether the range is of what the client has a part of already.
bool is_same(std::string_view if_range, std::string_view tag) {
    return if_range.empty() || if_range == tag;
}

}  // namespace

RangeChoice choose_range(std::string_view field, std::uint64_t size) {
    const auto equals = field.find('=');
    if (equals == std::string_view::npos ||
        !equals_ignoring_case(trim(field.substr(0, equals)), "bytes")) {
        return {};
    }
    const auto spec = trim(field.substr(equals + 1));
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos || spec.contains(',')) return {};
    if (dash == 0) return last_bytes(spec.substr(1), size);
    const auto first = parse_position(spec.substr(0, dash));
    if (!first) return {};
    auto last = ~std::uint64_t{0};
    if (const auto text = spec.substr(dash + 1); !text.empty()) {
        const auto given = parse_position(text);
        if (!given || *given < *first) return {};
        last = *given;
    }
    if (*first >= size) return {.kind = Kind::unsatisfiable};
    last = std::min(last, size - 1);
    return {Kind::part, {*first, last - *first + 1}};
}

Response content_response(const Request& request, const Content& content,
                          const std::function<BodyStream(ByteRange)>& open) {
    Response response;
    auto& headers = response.headers;
    headers.add("ETag", content.entity_tag);
    headers.add("Cache-Control", content.cache_control);
    headers.add("Accept-Ranges", "bytes");
    if (matches_entity_tag(request.headers.get("If-None-Match"), content.entity_tag)) {
        response.status = 304;
        return response;
    }
    ByteRange range{0, content.size};
    if (is_same(request.headers.get("If-Range"), content.entity_tag)) {
        const auto choice = choose_range(request.headers.get("Range"), content.size);
        if (choice.kind == Kind::unsatisfiable) {
            response.status = 416;
            headers.add("Content-Range", fmt::format("bytes */{}", content.size));
            return response;
        }
        if (choice.kind == Kind::part) {
            range = choice.range;
            response.status = 206;
            headers.add("Content-Range", fmt::format("bytes {}-{}/{}", range.first,
                                                     range.first + range.length - 1, content.size));
        }
    }
    headers.add("Content-Type", content.content_type);
    headers.add("Content-Disposition", content.disposition);
    response.stream = open(range);
    response.stream_length = range.length;
    return response;
}

}  // namespace rostrum::http
