#pragma once

#include "core/clock.hpp"
#include "core/ids.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum {

/// The place in a list after which the next page starts: the sort key of the last row, and its id
/// where keys are equal. Clients treat its text as opaque.
struct Cursor {
    std::int64_t key = 0;
    Uuid id;

    bool operator==(const Cursor&) const = default;
};

std::string to_string(const Cursor& cursor);

/// Errors: `validation_failed` for anything that `to_string` does not write.
Result<Cursor> parse_cursor(std::string_view text);

/// A page of a list.
struct PageRequest {
    int limit = 25;  ///< 1 to 100
    std::optional<Cursor> after;
};

/// The parameters of a query that lists newest first: rows before (before, id).
struct PageStart {
    Time before;
    Uuid id;
};
PageStart page_start(const PageRequest& page);

/// The cursor of a row in such a list.
inline Cursor cursor_of(Time created_at, const Uuid& id) {
    return {created_at.time_since_epoch().count(), id};
}

}  // namespace rostrum
