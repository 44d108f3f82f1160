#pragma once

#include "core/result.hpp"
#include "db/database.hpp"
#include "events/event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::events {

/// A place in the feed: after every event up to (tx, seq).
struct FeedCursor {
    std::int64_t tx = 0;
    std::int64_t seq = 0;

    auto operator<=>(const FeedCursor&) const = default;
};

std::string to_string(const FeedCursor& cursor);
/// Errors: `validation_failed` for anything that `to_string` does not write.
Result<FeedCursor> parse_feed_cursor(std::string_view text);

struct FeedEntry {
    Event event;
    FeedCursor cursor;  ///< the place after this event
};

/// The change feed of a workspace, in the order of commits, oldest first. A reader that keeps its
/// cursor misses nothing and sees nothing twice.
class Feed {
public:
    explicit Feed(db::Database& database) : database_(database) {}

    Task<std::vector<FeedEntry>> read(WorkspaceId workspace, FeedCursor after, int limit);

    /// A cursor as a client gives it. Errors: `validation_failed` for one that is malformed, or of
    /// another database: its reader has to begin anew.
    Task<Result<FeedCursor>> cursor_of(std::string text);

    /// The place after the newest event; with `before`, after the newest that occurred before it.
    Task<FeedCursor> end(WorkspaceId workspace, std::optional<Time> before = {});

    /// Takes over the events of a restored dump; at start, before anybody reads.
    Task<> adopt();

    /// Deletes events older than `before`.
    Task<std::int64_t> clean(Time before);

private:
    db::Database& database_;
};

}  // namespace rostrum::events
