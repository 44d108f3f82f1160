#include "connections/inactive.hpp"

#include "conformance/services/connections/fixture.hpp"

namespace rostrum::connections {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::days long_ago{90};

class InactiveAccountsTest : public ConnectionsTest {
protected:
    void record(ConnectionId id, const std::string& status, std::int64_t failed) {
        commit([&](db::Transaction& tx) {
            return store.record_sync(tx, id, {status, clock.now() + 1h, failed});
        });
    }
    void break_it(ConnectionId id) {
        ASSERT_TRUE(run(store.mark_needs_reauth(stored(id), "190", "Connect again.")));
    }
    std::int64_t give_up() { return run(inactive.disconnect(long_ago)); }

    InactiveAccounts inactive{*database, outbox, clock};
};

TEST_P(InactiveAccountsTest, that_are_broken_for_long_are_disconnected_and_keep_their_data) {
    const auto id = connected();
    record(id, "success", 0);
    break_it(id);
    clock.advance(long_ago);
    EXPECT_EQ(give_up(), 0) << "not longer than that";
    clock.advance(1us);
    EXPECT_EQ(give_up(), 1);
    EXPECT_EQ(find(id).status, Status::disconnected);
    EXPECT_FALSE(find(id).next_sync_at);
    EXPECT_FALSE(stored(id).access_token);
    EXPECT_FALSE(stored(id).refresh_token);
    EXPECT_EQ(platform->revocations, 0) << "others may live on the same grant";
    const auto event = query("SELECT data FROM events WHERE type = 'connection.disconnected'");
    ASSERT_EQ(event.size(), 1U);
    const auto data = event.get<boost::json::value>(0, "data");
    EXPECT_EQ(data.at("reason"), "inactive");
    EXPECT_EQ(data.at("platform"), "fake");
    EXPECT_EQ(data.at("purged"), false);

    EXPECT_EQ(give_up(), 0) << "once";
    EXPECT_EQ(events("connection.disconnected"), 1);
    EXPECT_EQ(connected("again"), id) << "it can be connected again";
    EXPECT_EQ(find(id).status, Status::active);
    EXPECT_EQ(give_up(), 0);
}

TEST_P(InactiveAccountsTest, that_fail_for_long_are_disconnected) {
    const auto id = connected();
    record(id, "success", 0);
    clock.advance(long_ago);
    record(id, "partial", 1);
    clock.advance(1s);
    EXPECT_EQ(give_up(), 1) << "in part is no success";
    EXPECT_EQ(find(id).status, Status::disconnected);
}

TEST_P(InactiveAccountsTest, that_never_succeeded_count_from_when_they_were_connected) {
    const auto id = connected();
    record(id, "failed", 1);
    clock.advance(long_ago);
    EXPECT_EQ(give_up(), 0);
    clock.advance(1us);
    EXPECT_EQ(give_up(), 1);
    EXPECT_EQ(find(id).status, Status::disconnected);
}

TEST_P(InactiveAccountsTest, are_none_of_those_that_somebody_looks_after) {
    const auto healthy = connected_as("healthy");
    const auto succeeded = connected_as("succeeded");
    const auto again = connected_as("again");
    const auto never_tried = connected_as("never tried");
    const auto gone = connected_as("gone");
    record(healthy, "success", 0);
    for (const auto id : {again, gone}) break_it(id);
    ASSERT_TRUE(run(disconnect.run(scope, gone, Purge::no)));
    clock.advance(std::chrono::days{60});
    record(succeeded, "success", 0);
    clock.advance(std::chrono::days{60});
    record(succeeded, "failed", 1);
    connected_as("again");
    record(again, "failed", 1);
    EXPECT_EQ(give_up(), 0);
    EXPECT_EQ(find(healthy).status, Status::active);
    EXPECT_EQ(find(again).status, Status::active) << "connected again today";
    EXPECT_EQ(find(never_tried).status, Status::active);
    EXPECT_EQ(events("connection.disconnected"), 1) << "that of its owner";
}

TEST_P(InactiveAccountsTest, are_found_on_every_page) {
    std::vector<db::Params> rows;
    const Time then = clock.now() - std::chrono::days{91};
    for (int i = 0; i < 450; ++i) {
        rows.push_back({ids.next(), scope.workspace, "e" + std::to_string(i), then});
    }
    run(database->batch(
        statement("INSERT INTO connections (id, workspace_id, platform, external_id, handle,"
                  " display_name, status, scopes, created_at, updated_at)"
                  " VALUES ($1, $2, 'fake', $3, 'h', 'H', 'needs_reauth', '[]', $4, $4)"),
        std::move(rows)));
    EXPECT_EQ(give_up(), 450);
    EXPECT_EQ(count("connections WHERE status = 'disconnected'"), 450);
}

ROSTRUM_ON_ALL_ENGINES(InactiveAccountsTest);

}  // namespace
}  // namespace rostrum::connections
