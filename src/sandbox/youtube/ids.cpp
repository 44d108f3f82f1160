#include "sandbox/youtube/ids.hpp"

#include "crypto/encoding.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace rostrum::sandbox::youtube {
namespace {

/// An odd factor has an inverse modulo 2^64, so that ids look like chance and can be read back.
constexpr std::uint64_t factor = 0x9e3779b97f4a7c15;

constexpr std::uint64_t inverse_of(std::uint64_t odd) {
    std::uint64_t inverse = odd;  // right in three bits; each step doubles them
    for (int i = 0; i < 5; ++i) inverse *= 2 - odd * inverse;
    return inverse;
}
static_assert(factor * inverse_of(factor) == 1);

constexpr std::string_view page_prefix = "from ";

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::string video_id(std::uint64_t post) {
    const std::uint64_t number = post * factor;
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(number >> (8 * i) & 0xFF);
    }
    return crypto::base64url_encode(bytes);
}

std::optional<std::uint64_t> parse_video_id(std::string_view text) {
    const auto bytes = crypto::base64url_decode(text);
    if (!bytes || bytes->size() != 8) return std::nullopt;
    std::uint64_t number = 0;
    for (std::size_t i = 8; i-- > 0;) {
        number = number << 8 | std::to_integer<std::uint64_t>((*bytes)[i]);
    }
    return number * inverse_of(factor);
}

std::string page_token(const PagePlace& place) {
    auto text = fmt::format("{}{}", page_prefix, place.slot);
    if (place.uploads_before) {
        text += fmt::format(" {}", place.uploads_before->time_since_epoch().count());
    }
    return crypto::base64url_encode(crypto::as_bytes(text));
}

std::optional<PagePlace> parse_page_token(std::string_view text) {
    const auto bytes = crypto::base64url_decode(text);
    if (!bytes) return std::nullopt;
    auto content = crypto::as_text(*bytes);
    if (!content.starts_with(page_prefix)) return std::nullopt;
    content.remove_prefix(page_prefix.size());
    const auto space = content.find(' ');
    const auto slot = parse_number(content.substr(0, space));
    if (!slot) return std::nullopt;
    PagePlace place{.slot = *slot};
    if (space == std::string_view::npos) return place;
    const auto before = parse_number(content.substr(space + 1));
    if (!before) return std::nullopt;
    place.uploads_before = Time{std::chrono::microseconds{*before}};
    return place;
}

}  // namespace rostrum::sandbox::youtube
