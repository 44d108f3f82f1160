#include "events/feed.hpp"

#include "core/log.hpp"
#include "events/sql.hpp"

#include <charconv>

namespace rostrum::events {
namespace {

struct FeedRow {
    Uuid id;
    std::string type;
    std::string subject;
    boost::json::value data;
    Time occurred_at;
    std::int64_t tx = 0;
    std::int64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(FeedRow, (), (id, type, subject, data, occurred_at, tx, seq))

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

}  // namespace

std::string to_string(const FeedCursor& cursor) {
    return std::to_string(cursor.tx) + "-" + std::to_string(cursor.seq);
}

Result<FeedCursor> parse_feed_cursor(std::string_view text) {
    const auto dash = text.find('-');
    if (dash != std::string_view::npos) {
        const auto tx = parse_number(text.substr(0, dash));
        const auto seq = parse_number(text.substr(dash + 1));
        if (tx && seq && to_string(FeedCursor{*tx, *seq}) == text) return FeedCursor{*tx, *seq};
    }
    return fail(invalid_field("cursor", "is not a cursor of the change feed"));
}

Task<std::vector<FeedEntry>> Feed::read(WorkspaceId workspace, FeedCursor after, int limit) {
    const auto rows = co_await database_.query(sql::read, {workspace, after.tx, after.seq, limit});
    std::vector<FeedEntry> entries;
    for (auto& row : rows.all<FeedRow>()) {
        entries.push_back({Event{row.id, std::move(row.type), std::move(row.subject),
                                 std::move(row.data), row.occurred_at},
                           FeedCursor{row.tx, row.seq}});
    }
    co_return entries;
}

Task<FeedCursor> Feed::end(WorkspaceId workspace, std::optional<Time> before) {
    const auto rows = co_await database_.query(sql::end, {workspace, before});
    if (rows.empty()) co_return FeedCursor{};
    co_return FeedCursor{rows.get<std::int64_t>(0, "tx"), rows.get<std::int64_t>(0, "seq")};
}

Task<Result<FeedCursor>> Feed::cursor_of(std::string text) {
    auto cursor = parse_feed_cursor(text);
    if (!cursor) co_return cursor;
    const auto rows = co_await database_.query(sql::is_ahead, {cursor->tx});
    if (rows.get<bool>(0, "is_ahead")) {
        co_return fail(invalid_field("cursor", "is of another database: read from the beginning"));
    }
    co_return cursor;
}

Task<> Feed::adopt() {
    const auto adopted = co_await database_.execute(sql::adopt, {});
    if (adopted.affected() > 0) {
        log::warn("events of another database were taken over", {{"events", adopted.affected()}});
    }
}

Task<std::int64_t> Feed::clean(Time before) {
    constexpr std::int64_t page = 5'000;
    std::int64_t deleted = 0;
    for (;;) {
        const auto rows = co_await database_.execute(sql::clean, {before, page});
        deleted += rows.affected();
        if (rows.affected() < page) co_return deleted;
    }
}

}  // namespace rostrum::events
