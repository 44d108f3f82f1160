#include "core/cursor.hpp"

#include <algorithm>
#include <charconv>

namespace rostrum {

std::string to_string(const Cursor& cursor) {
    return std::to_string(cursor.key) + "_" + to_string(cursor.id);
}

Result<Cursor> parse_cursor(std::string_view text) {
    const auto invalid = [] {
        return fail(invalid_field("cursor", "is not a cursor of this list"));
    };
    const auto separator = text.find('_');
    if (separator == std::string_view::npos) return invalid();
    Cursor cursor;
    const char* end = text.data() + separator;
    const auto [stop, error] = std::from_chars(text.data(), end, cursor.key);
    const auto id = parse_uuid(text.substr(separator + 1));
    if (error != std::errc{} || stop != end || !id) return invalid();
    cursor.id = *id;
    // Only the one way of writing it is accepted ("007" is not).
    if (to_string(cursor) != text) return invalid();
    return cursor;
}

PageStart page_start(const PageRequest& page) {
    // Later than every row, and than every time that a database takes.
    constexpr Time latest{std::chrono::sys_days{std::chrono::year{9999} / 1 / 1}};
    constexpr Time earliest{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};
    if (page.after) {
        const Time given{std::chrono::microseconds{page.after->key}};
        return {std::clamp(given, earliest, latest), page.after->id};
    }
    Uuid last;
    last.bytes.fill(0xFF);
    return {latest, last};
}

}  // namespace rostrum
