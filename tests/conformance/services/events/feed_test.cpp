#include "events/feed.hpp"

#include "conformance/services/fixture.hpp"
#include "events/outbox.hpp"
#include "support/gate.hpp"

#include <set>

namespace rostrum::events {
namespace {

using namespace std::chrono_literals;

class FeedTest : public ServiceTest {
protected:
    NewEvent event(const std::string& subject) const {
        return {.workspace = workspace, .type = "thing.happened", .subject = subject};
    }
    void append(NewEvent event) {
        commit([&](db::Transaction& tx) { return outbox.append(tx, std::move(event)); });
    }
    std::vector<FeedEntry> read(FeedCursor after = {}, int limit = 1000) {
        return run(feed.read(workspace, after, limit));
    }
    /// What the feed tells once it tells so many: it waits for whatever else the server is doing.
    std::vector<FeedEntry> read_when(std::size_t number, FeedCursor after = {}) {
        EXPECT_TRUE(testing::eventually([&] { return read(after).size() >= number; }));
        return read(after);
    }

    const WorkspaceId workspace{ids.next()};
    Outbox outbox{clock, ids};
    Feed feed{*database};
};

std::vector<std::string> subjects_of(const std::vector<FeedEntry>& entries) {
    std::vector<std::string> subjects;
    for (const auto& entry : entries) subjects.push_back(entry.event.subject);
    return subjects;
}

TEST_P(FeedTest, an_event_commits_with_its_change) {
    roll_back([&](db::Transaction& tx) { return outbox.append(tx, event("undone")); });
    append(event("done"));
    EXPECT_EQ(subjects_of(read_when(1)), std::vector<std::string>{"done"});
}

TEST_P(FeedTest, an_event_is_read_as_it_was_written) {
    auto written = event("subject");
    written.data = {{"text", "ü\"\\"}, {"number", 5}, {"nothing", nullptr}};
    append(written);
    const auto entries = read_when(1);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].event.type, "thing.happened");
    EXPECT_EQ(entries[0].event.data, written.data);
    EXPECT_EQ(entries[0].event.occurred_at, clock.now());
    EXPECT_FALSE(entries[0].event.id.is_nil());
}

TEST_P(FeedTest, goes_on_after_its_cursor) {
    for (int i = 0; i < 10; ++i) append(event(std::to_string(i)));
    ASSERT_EQ(read_when(10).size(), 10U);
    std::vector<std::string> seen;
    FeedCursor cursor;
    for (;;) {
        const auto page = read(cursor, 3);
        if (page.empty()) break;
        for (const auto& entry : page) {
            EXPECT_GT(entry.cursor, cursor);
            cursor = entry.cursor;
            seen.push_back(entry.event.subject);
        }
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}));
    EXPECT_EQ(run(feed.end(workspace)), cursor);
    append(event("10"));
    EXPECT_EQ(subjects_of(read_when(1, cursor)), std::vector<std::string>{"10"});
}

Task<> append_numbered(db::Transaction& tx, Outbox& outbox, WorkspaceId workspace, int number) {
    for (int i = 0; i < number; ++i) {
        co_await outbox.append(tx,
                               {.workspace = workspace, .type = "t", .subject = std::to_string(i)});
    }
}

TEST_P(FeedTest, events_of_one_transaction_keep_their_order) {
    commit([&](db::Transaction& tx) { return append_numbered(tx, outbox, workspace, 5); });
    EXPECT_EQ(subjects_of(read_when(5)), (std::vector<std::string>{"0", "1", "2", "3", "4"}));
}

TEST_P(FeedTest, has_a_place_for_a_time) {
    append(event("older"));
    const auto older = read_when(1).at(0).cursor;
    clock.advance(10s);
    append(event("newer"));
    const auto newer = read_when(2).at(1).cursor;
    EXPECT_EQ(run(feed.end(workspace, clock.now() - 11s)), FeedCursor{});
    EXPECT_EQ(run(feed.end(workspace, clock.now())), older) << "not before: at that time";
    EXPECT_EQ(run(feed.end(workspace, clock.now() + 1s)), newer);
    EXPECT_EQ(run(feed.end(workspace)), newer);
}

TEST_P(FeedTest, belongs_to_one_workspace) {
    auto foreign = event("foreign");
    foreign.workspace = WorkspaceId{ids.next()};
    append(foreign);
    append(event("own"));
    EXPECT_EQ(subjects_of(read_when(1)), std::vector<std::string>{"own"});
    EXPECT_EQ(run(feed.end(WorkspaceId{ids.next()})), FeedCursor{});
}

TEST_P(FeedTest, cleaning_drops_what_is_older) {
    append(event("old"));
    clock.advance(1h);
    append(event("new"));
    EXPECT_EQ(run(feed.clean(clock.now())), 1);
    EXPECT_EQ(run(feed.clean(clock.now())), 0);
    EXPECT_EQ(subjects_of(read_when(1)), std::vector<std::string>{"new"});
}

TEST_P(FeedTest, old_events_go_however_many_they_are) {
    execute("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < "
            "10001)"
            " INSERT INTO events (id, workspace_id, type, subject, data, occurred_at)"
            " SELECT $1, $1, 't', 's', '{}', $2 FROM numbers",
            {ids.next(), clock.now()});
    EXPECT_EQ(count("events"), 10'001);
    EXPECT_EQ(run(feed.clean(clock.now() + 1us)), 10'001);
    EXPECT_EQ(count("events"), 0);
}

/// Appends an event and keeps the transaction open until the gate opens.
Task<Result<>> append_slowly(db::Transaction& tx, Outbox& outbox, NewEvent event,
                             testing::Gate& gate) {
    co_await outbox.append(tx, std::move(event));
    co_await gate.pass();
    co_return Result<>{};
}

TEST_P(FeedTest, an_older_transaction_under_way_holds_newer_events_back) {
    if (!on_postgres()) GTEST_SKIP() << "SQLite has one writer: no two transactions overlap";
    append(event("before"));
    const auto before = read_when(1).at(0).cursor;
    testing::Gate gate;
    auto slow = start(database->transaction([&](db::Transaction& tx) {
        return append_slowly(tx, outbox, event("older"), gate);
    }),
                      1);  // the other loop's connections stay free
    ASSERT_TRUE(gate.wait_for(1));
    append(event("newer"));
    EXPECT_TRUE(read(before).empty()) << "a reader who took the newer one now would miss the older";
    EXPECT_EQ(run(feed.end(workspace)), before);
    gate.open();
    EXPECT_TRUE(slow.get());
    EXPECT_EQ(subjects_of(read_when(2, before)), (std::vector<std::string>{"older", "newer"}));
}

Task<Result<>> append_in(db::Transaction& tx, Outbox& outbox, NewEvent event, bool twice) {
    co_await outbox.append(tx, event);
    if (twice) co_await outbox.append(tx, event);
    co_return Result<>{};
}

TEST_P(FeedTest, a_reader_beside_many_writers_misses_nothing_and_sees_nothing_twice) {
    constexpr int writes = 300;
    std::vector<std::future<Result<>>> all;
    for (int i = 0; i < writes; ++i) {
        all.push_back(start(database->transaction([this, i](db::Transaction& tx) {
            return append_in(tx, outbox, event(std::to_string(i)), i % 3 == 0);
        }),
                            static_cast<std::size_t>(i) % 2));
    }
    FeedCursor cursor;
    std::multiset<std::string> seen;
    EXPECT_TRUE(testing::eventually([&] {
        for (const auto& entry : read(cursor, 7)) {
            EXPECT_GT(entry.cursor, cursor);
            cursor = entry.cursor;
            seen.insert(entry.event.subject);
        }
        return seen.size() >= writes + writes / 3;
    }));
    for (auto& one : all) EXPECT_TRUE(one.get());
    EXPECT_TRUE(read(cursor).empty());
    for (int i = 0; i < writes; ++i) {
        EXPECT_EQ(seen.count(std::to_string(i)), i % 3 == 0 ? 2U : 1U) << i;
    }
}

ROSTRUM_ON_ALL_ENGINES(FeedTest);

TEST_P(FeedTest, a_cursor_of_another_database_is_refused) {
    append(event("here"));
    const auto last = read_when(1).back().cursor;
    EXPECT_EQ(run(feed.cursor_of(to_string(last))).value(), last);
    EXPECT_EQ(run(feed.cursor_of("0-0")).value(), FeedCursor{});
    const auto foreign = run(feed.cursor_of("999999999999-1"));
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, ErrorCode::validation_failed);
    EXPECT_FALSE(run(feed.cursor_of("nonsense")));
}

TEST_P(FeedTest, the_events_of_a_restored_dump_come_first_and_are_not_hidden) {
    append(event("of the other cluster"));
    read_when(1);
    execute("UPDATE events SET tx = 999999999999");
    run(feed.adopt());
    append(event("of this one"));
    EXPECT_EQ(subjects_of(read_when(2)),
              (std::vector<std::string>{"of the other cluster", "of this one"}));
}

}  // namespace
}  // namespace rostrum::events
