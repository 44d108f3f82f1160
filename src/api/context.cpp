#include "api/context.hpp"

#include "crypto/hash.hpp"

#include <algorithm>
#include <charconv>

namespace rostrum::api {

std::optional<Error> Context::check_content_type() const {
    auto type = request_.headers.get("Content-Type");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ')) type.remove_suffix(1);
    // Without a body there is no type to be wrong.
    const bool json = http::equals_ignoring_case(type, "application/json");
    if (json || (request_.body.empty() && type.empty())) return std::nullopt;
    if (request_.body.empty()) return std::nullopt;
    return make_error(ErrorCode::unsupported_media_type, "the body must be application/json");
}

/// A UUID of version 8: what it is made of is ours.
std::optional<Uuid> Context::derived_uuid(std::size_t place) const {
    const auto key = request_.headers.get("Idempotency-Key");
    if (key.empty() || !principal) return std::nullopt;
    std::string text = principal->key + '\n' + to_string(scope().workspace) + '\n';
    text += request_.path + '\n' + std::to_string(place) + '\n';
    const auto digest = crypto::sha256(text.append(key));
    Uuid id;
    std::ranges::transform(digest.begin(), digest.begin() + id.bytes.size(), id.bytes.begin(),
                           [](std::byte byte) { return std::to_integer<std::uint8_t>(byte); });
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
    return id;
}

bool Context::is_null(std::string_view field) const {
    const auto body = parse_json(request_.body);
    const auto* object = body ? body->if_object() : nullptr;
    const auto* found = object != nullptr ? object->if_contains(field) : nullptr;
    return found != nullptr && found->is_null();
}

std::optional<std::string> Context::text(std::string_view name) const {
    const auto value = request_.query.get(name);
    if (!value || value->empty()) return std::nullopt;
    return std::string(*value);
}

Result<int> Context::number(std::string_view name, int fallback, int minimum, int maximum) const {
    const auto given = text(name);
    if (!given) return fallback;
    int value = 0;
    const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), value);
    const bool whole = error == std::errc{} && end == given->data() + given->size();
    if (!whole || value < minimum || value > maximum) {
        return fail(invalid_field(std::string(name), "must be a whole number from " +
                                                         std::to_string(minimum) + " to " +
                                                         std::to_string(maximum)));
    }
    return value;
}

Result<std::optional<Time>> Context::time(std::string_view name) const {
    const auto given = text(name);
    if (!given) return std::optional<Time>();
    if (const auto time = parse_time(*given)) return std::optional<Time>(*time);
    if (const auto day = parse_time(*given + "T00:00:00Z")) return std::optional<Time>(*day);
    return fail(invalid_field(std::string(name), "must be a day or a time in RFC 3339"));
}

Result<PageRequest> Context::page() const {
    const auto limit = number("limit", 25, 1, 100);
    if (!limit) return std::unexpected(limit.error());
    PageRequest page{.limit = *limit, .after = std::nullopt};
    if (const auto given = text("cursor")) {
        const auto cursor = parse_cursor(*given);
        if (!cursor) return std::unexpected(cursor.error());
        page.after = *cursor;
    }
    return page;
}

Result<bool> Context::flag(std::string_view name) const {
    const auto given = text(name);
    if (!given || *given == "false" || *given == "0") return false;
    if (*given == "true" || *given == "1") return true;
    return fail(invalid_field(std::string(name), "must be true or false"));
}

}  // namespace rostrum::api
