#include "sandbox/youtube/wire.hpp"

#include "sandbox/web.hpp"
#include "sandbox/youtube/ids.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::sandbox::youtube {
namespace {

constexpr std::size_t title_max = 100;

/// The bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if (begins(text[at]) && count-- == 0) break;
    }
    return at;
}

/// The first line, as far as it fits, in whole words.
std::size_t title_bytes(std::string_view caption) {
    const auto line = caption.substr(0, caption.find('\n'));
    const auto fits = bytes_of(line, title_max);
    if (fits == line.size()) return fits;
    const auto space = line.substr(0, fits).rfind(' ');
    return space == std::string_view::npos ? fits : space;
}

}  // namespace

std::string etag(const Dice& dice) { return video_id(dice.of("etag").number()); }

std::string title_of(std::string_view caption) {
    std::string title(caption.substr(0, title_bytes(caption)));
    std::erase_if(title, [](char c) { return c == '<' || c == '>'; });
    return title.empty() ? "Untitled" : title;
}

std::string description_of(std::string_view caption) {
    caption.remove_prefix(title_bytes(caption));
    while (caption.starts_with('\n') || caption.starts_with(' ')) caption.remove_prefix(1);
    return std::string(caption);
}

std::vector<std::string_view> list_parameter(const http::Request& request, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& parameter : request.query) {
        if (parameter.first != name) continue;
        for (const auto value : split(parameter.second, ',')) values.push_back(value);
    }
    return values;
}

std::optional<ApiError> unknown_part(const ApiCall& call, std::span<const std::string_view> known) {
    for (const auto part : call.parts) {
        if (std::ranges::find(known, part) != known.end()) continue;
        return ApiError{400, "unknownPart", fmt::format("'{}'", part)};
    }
    return std::nullopt;
}

}  // namespace rostrum::sandbox::youtube
