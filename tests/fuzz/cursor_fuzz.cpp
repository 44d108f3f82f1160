// Cursors of lists and of the feed, ids and times: what is accepted is written back the same.
#include "core/cursor.hpp"

#include "events/feed.hpp"

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rostrum;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto cursor = parse_cursor(text); cursor && to_string(*cursor) != text) {
        __builtin_trap();
    }
    if (const auto cursor = events::parse_feed_cursor(text); cursor && to_string(*cursor) != text) {
        __builtin_trap();
    }
    if (const auto id = parse_uuid(text); id && parse_uuid(to_string(*id)) != id) __builtin_trap();
    if (const auto time = parse_time(text); time && parse_time(to_rfc3339(*time)) != time) {
        __builtin_trap();
    }
    return 0;
}
