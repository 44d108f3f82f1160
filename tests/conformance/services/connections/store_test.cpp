#include "conformance/services/connections/fixture.hpp"

namespace rostrum::connections {
namespace {

using namespace std::chrono_literals;

class ConnectionStoreTest : public ConnectionsTest {
protected:
    std::vector<Connection> list(std::optional<std::string> platform_name = std::nullopt,
                                 PageRequest page = {}) {
        return run(store.list(scope, page, std::move(platform_name)));
    }
};

TEST_P(ConnectionStoreTest, lists_are_paged_newest_first_and_by_platform) {
    for (int i = 0; i < 7; ++i) {
        connected_as(std::to_string(i));
        clock.advance(1ms);
    }
    execute("UPDATE connections SET platform = 'other' WHERE external_id = '3'");
    const auto first = list(std::nullopt, {.limit = 4, .after = std::nullopt});
    ASSERT_EQ(first.size(), 4U);
    EXPECT_EQ(first[0].external_id, "6");
    const auto next = cursor_of(first[3].created_at, first[3].id.value);
    const auto second = list(std::nullopt, {.limit = 4, .after = next});
    ASSERT_EQ(second.size(), 3U);
    EXPECT_EQ(second[2].external_id, "0");
    EXPECT_EQ(list("fake").size(), 6U);
    EXPECT_EQ(list("other").size(), 1U);
    EXPECT_TRUE(list("unknown").empty());
    EXPECT_EQ(run(store.all(scope)).size(), 7U);
}

TEST_P(ConnectionStoreTest, connections_of_other_workspaces_are_out_of_reach) {
    const auto id = connected();
    const auto own = scope;
    scope = new_scope();
    EXPECT_TRUE(list().empty());
    EXPECT_TRUE(run(store.all(scope)).empty());
    EXPECT_EQ(run(store.find(scope, id)).error().code, ErrorCode::not_found);
    EXPECT_TRUE(run(store.find(own, id)));
}

TEST_P(ConnectionStoreTest, what_a_sync_learned_replaces_what_was_known_but_not_by_nothing) {
    const auto id = connected();
    clock.advance(1h);
    commit([&](db::Transaction& tx) {
        return store.record_profile(tx, id,
                                    {.handle = "new",
                                     .display_name = "New",
                                     .avatar_url = "https://a/2",
                                     .follower_count = 5,
                                     .post_count = 6,
                                     .engagement_rate = 1.5});
    });
    commit([&](db::Transaction& tx) {
        return store.record_profile(tx, id, {.handle = "newer", .display_name = "Newer"});
    });
    const auto connection = find(id);
    EXPECT_EQ(connection.handle, "newer");
    EXPECT_EQ(connection.avatar_url, "https://a/2");
    EXPECT_EQ(connection.follower_count, 5);
    EXPECT_EQ(connection.post_count, 6);
    EXPECT_EQ(connection.engagement_rate, 1.5);
}

TEST_P(ConnectionStoreTest, a_failed_sync_is_no_sync) {
    const auto id = connected();
    const Time next = clock.now() + 24h;
    commit([&](db::Transaction& tx) { return store.record_sync(tx, id, {"success", next}); });
    const Time synced = clock.now();
    clock.advance(1h);
    commit([&](db::Transaction& tx) { return store.record_sync(tx, id, {"failed", next, 1}); });
    EXPECT_EQ(find(id).last_synced_at, synced);
    EXPECT_EQ(find(id).last_sync_status, "failed");
    EXPECT_EQ(find(id).next_sync_at, next);
    commit(
        [&](db::Transaction& tx) { return store.record_sync(tx, id, {"partial", std::nullopt}); });
    EXPECT_EQ(find(id).last_synced_at, clock.now());
    EXPECT_EQ(find(id).next_sync_at, next) << "stays, when nothing is said about it";
}

TEST_P(ConnectionStoreTest, a_connection_that_is_not_active_has_no_next_sync) {
    const auto id = connected();
    run(store.mark_needs_reauth(stored(id), "190", "Connect again."));
    commit([&](db::Transaction& tx) {
        return store.record_sync(tx, id, {"failed", clock.now() + 1h});
    });
    EXPECT_FALSE(find(id).next_sync_at);
    EXPECT_EQ(find(id).last_sync_status, "failed");
}

TEST_P(ConnectionStoreTest, syncs_are_due_in_the_order_of_their_time) {
    const auto set_next = [&](ConnectionId id, Time next) {
        commit([&](db::Transaction& tx) { return store.record_sync(tx, id, {"success", next}); });
    };
    const auto late = connected_as("late");
    const auto early = connected_as("early");
    const auto future = connected_as("future");
    connected_as("never");
    const auto broken = connected_as("broken");
    set_next(late, clock.now());
    set_next(early, clock.now() - 1s);
    set_next(future, clock.now() + 1us);
    set_next(broken, clock.now());
    run(store.mark_needs_reauth(stored(broken), "190", "Connect again."));
    EXPECT_EQ(run(store.due_platforms()), std::vector<std::string>{"fake"});
    EXPECT_TRUE(run(store.due_for_sync("other", 10)).empty());
    const auto due = run(store.due_for_sync("fake", 10));
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].id, early);
    EXPECT_EQ(due[1].id, late);
    EXPECT_EQ(run(store.due_for_sync("fake", 1)).size(), 1U);
}

TEST_P(ConnectionStoreTest, needing_a_new_sign_in_is_told_once_and_only_of_active_ones) {
    const auto id = connected();
    const auto tokens = stored(id);
    EXPECT_TRUE(run(store.mark_needs_reauth(tokens, "190", "Connect again.")));
    EXPECT_FALSE(run(store.mark_needs_reauth(tokens, "191", "Other words.")));
    EXPECT_EQ(find(id).error_code, "190");
    EXPECT_EQ(find(id).error_message, "Connect again.");
    EXPECT_EQ(events("connection.needs_reauth"), 1);
}

ROSTRUM_ON_ALL_ENGINES(ConnectionStoreTest);

class DisconnectTest : public ConnectionsTest {
protected:
    void add_data_of(ConnectionId id) {
        execute(
            "INSERT INTO platform_posts (id, workspace_id, connection_id, platform, external_id,"
            " media_type, posted_at, created_at, updated_at)"
            " VALUES ($1, $2, $3, 'fake', 'p', 'image', $4, $4, $4)",
            {ids.next(), scope.workspace, id, clock.now()});
    }
};

TEST_P(DisconnectTest, revokes_at_the_platform_and_erases_the_tokens_but_keeps_the_data) {
    const auto id = connected();
    add_data_of(id);
    platform->on_revoke = [](const platforms::Tokens& tokens) {
        EXPECT_EQ(tokens.access.reveal(), "access-of-code");
        EXPECT_EQ(tokens.refresh.reveal(), "refresh-of-code");
        return testing::answered(true);
    };
    EXPECT_TRUE(run(disconnect.run(scope, id, Purge::no)));
    EXPECT_EQ(platform->revocations, 1);
    EXPECT_EQ(find(id).status, Status::disconnected);
    EXPECT_FALSE(find(id).token_expires_at);
    EXPECT_FALSE(stored(id).access_token);
    EXPECT_FALSE(stored(id).refresh_token);
    EXPECT_EQ(count("platform_posts"), 1);
    EXPECT_EQ(events("connection.disconnected"), 1);
    EXPECT_EQ(run(refresher.refresh(id)).error().code, ErrorCode::needs_reauth);
}

TEST_P(DisconnectTest, what_others_have_connected_as_well_is_not_revoked_for_all) {
    platform->revokes_all_grants() = true;
    const auto ours = connected();
    const auto own = scope;
    scope = new_scope();
    const auto theirs = connected();
    EXPECT_TRUE(run(disconnect.run(own, ours, Purge::no)));
    EXPECT_EQ(platform->revocations, 0) << "the other workspace would lose it";
    EXPECT_TRUE(run(disconnect.run(scope, theirs, Purge::no)));
    EXPECT_EQ(platform->revocations, 1) << "the last one does";
}

TEST_P(DisconnectTest, purges_everything_that_hangs_on_the_connection_and_nothing_else) {
    const auto id = connected();
    const auto other = connected_as("other");
    add_data_of(id);
    EXPECT_TRUE(run(disconnect.run(scope, id, Purge::yes)));
    EXPECT_EQ(run(store.find(scope, id)).error().code, ErrorCode::not_found);
    EXPECT_EQ(count("platform_posts"), 0);
    EXPECT_EQ(find(other).status, Status::active);
    EXPECT_EQ(events("connection.disconnected"), 1);
}

TEST_P(DisconnectTest, a_platform_that_is_down_or_gone_or_a_lost_key_does_not_stop_it) {
    platform->on_revoke = [](const auto&) {
        return testing::refused(platforms::Next::retry_later);
    };
    const auto down = connected_as("down");
    EXPECT_TRUE(run(disconnect.run(scope, down, Purge::no)));
    EXPECT_EQ(find(down).status, Status::disconnected);

    const auto gone = connected_as("gone");
    execute("UPDATE connections SET platform = 'gone' WHERE id = $1", {gone});
    EXPECT_TRUE(run(disconnect.run(scope, gone, Purge::yes)));

    const auto unreadable = connected_as("unreadable");
    execute("UPDATE connections SET access_token = refresh_token WHERE id = $1", {unreadable});
    EXPECT_TRUE(run(disconnect.run(scope, unreadable, Purge::no)));
    EXPECT_FALSE(stored(unreadable).access_token);
    EXPECT_EQ(platform->revocations, 1);
}

TEST_P(DisconnectTest, connections_of_other_workspaces_are_out_of_reach) {
    const auto id = connected();
    const auto other = new_scope();
    EXPECT_EQ(run(disconnect.run(other, id, Purge::yes)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(disconnect.run(scope, ConnectionId{ids.next()}, Purge::no)).error().code,
              ErrorCode::not_found);
    EXPECT_EQ(platform->revocations, 0) << "the platform is not asked for it either";
    EXPECT_EQ(find(id).status, Status::active);
}

TEST_P(DisconnectTest, a_connection_that_is_ended_can_be_purged_and_connected_again) {
    const auto id = connected();
    ASSERT_TRUE(run(disconnect.run(scope, id, Purge::no)));
    EXPECT_EQ(connected("again"), id);
    EXPECT_EQ(find(id).status, Status::active);
    EXPECT_EQ(access_of(id), "access-of-again");
    ASSERT_TRUE(run(disconnect.run(scope, id, Purge::no)));
    ASSERT_TRUE(run(disconnect.run(scope, id, Purge::yes)));
    EXPECT_NE(connected("new"), id);
}

ROSTRUM_ON_ALL_ENGINES(DisconnectTest);

}  // namespace
}  // namespace rostrum::connections
