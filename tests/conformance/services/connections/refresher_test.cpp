#include "conformance/services/connections/fixture.hpp"

#include <algorithm>

namespace rostrum::connections {
namespace {

using namespace std::chrono_literals;
using testing::answered;
using testing::refused;

class RefresherTest : public ConnectionsTest {};

TEST_P(RefresherTest, new_tokens_replace_the_old_and_the_event_tells_of_it) {
    platforms::Tokens sent;
    platform->on_refresh = [&](const platforms::Tokens& old) {
        sent = old;
        return answered(tokens("fresh", "rotated"));
    };
    const auto id = connected();
    clock.advance(a_day);
    EXPECT_TRUE(run(refresher.refresh(id)));
    EXPECT_EQ(sent.access.reveal(), "access-of-code");
    EXPECT_EQ(sent.refresh.reveal(), "refresh-of-code");
    EXPECT_EQ(access_of(id), "fresh");
    EXPECT_EQ(refresh_of(id), "rotated");
    const auto now = stored(id);
    EXPECT_EQ(now.token_version, 2);
    EXPECT_EQ(now.token_issued_at, clock.now());
    EXPECT_EQ(now.token_expires_at, clock.now() + token_life);
    EXPECT_EQ(events("connection.updated"), 1);
    EXPECT_TRUE(run(refresher.refresh(id))) << "the lease was given back";
}

TEST_P(RefresherTest, what_the_answer_leaves_out_stays_as_it_is) {
    const auto id = connected();
    const auto expires_at = stored(id).token_expires_at;
    platform->on_refresh = [](const auto&) {
        return answered(platforms::Tokens{
            .access = Secret("fresh"), .refresh = Secret(), .expires_at = {}, .scopes = {}});
    };
    ASSERT_TRUE(run(refresher.refresh(id)));
    EXPECT_EQ(access_of(id), "fresh");
    EXPECT_EQ(refresh_of(id), "refresh-of-code");
    EXPECT_EQ(stored(id).token_expires_at, expires_at);
    EXPECT_EQ(find(id).scopes.size(), 2U);
}

TEST_P(RefresherTest, one_refresh_at_a_time) {
    const auto id = connected();
    testing::Gate gate;
    platform->refresh_gate = &gate;
    auto first = start(refresher.refresh(id));
    ASSERT_TRUE(gate.wait_for(1));
    const auto second = run(refresher.refresh(id), 1);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    gate.open();
    EXPECT_TRUE(first.get());
    EXPECT_EQ(platform->refreshes, 1);
}

TEST_P(RefresherTest, the_lease_of_a_node_that_died_runs_out) {
    const auto id = connected();
    testing::Gate gate;
    platform->refresh_gate = &gate;
    auto dead = start(refresher.refresh(id));
    ASSERT_TRUE(gate.wait_for(1));
    clock.advance(119s);
    EXPECT_FALSE(run(refresher.refresh(id), 1));
    clock.advance(1s);
    gate.open();
    EXPECT_TRUE(run(refresher.refresh(id), 1));
    dead.get();
}

TEST_P(RefresherTest, thirty_two_at_once_on_two_nodes_ask_the_platform_once) {
    const auto id = connected();
    const auto elsewhere = db::open(*loops, place.options());
    ConnectionStore other_store{*elsewhere, outbox, clock};
    Metrics other_metrics;
    Refresher other{*elsewhere, other_store, registry, vault, outbox, clock, other_metrics};
    testing::Gate gate;
    platform->refresh_gate = &gate;
    std::vector<std::future<Result<>>> all;
    for (std::size_t i = 0; i < 32; ++i) {
        all.push_back(start((i % 4 < 2 ? refresher : other).refresh(id), i % 2));
    }
    // All but the one that holds the lease are answered while it is still at the platform.
    int refreshed = 0;
    int busy = 0;
    std::future<Result<>>* holder = nullptr;
    EXPECT_TRUE(testing::eventually([&] {
        return std::ranges::count_if(all, [](auto& one) {
                   return one.wait_for(0s) == std::future_status::ready;
               }) == 31;
    }));
    for (auto& one : all) {
        if (one.wait_for(0s) != std::future_status::ready) {
            holder = &one;
            continue;
        }
        const auto answer = one.get();
        refreshed += answer.has_value();
        busy += !answer && answer.error().code == ErrorCode::conflict;
    }
    gate.open();
    ASSERT_NE(holder, nullptr);
    refreshed += holder->get().has_value();
    EXPECT_EQ(refreshed, 1);
    EXPECT_EQ(busy, 31);
    EXPECT_EQ(platform->refreshes, 1);
    EXPECT_EQ(access_of(id), "access-of-code+");
    EXPECT_EQ(stored(id).token_version, 2);
    elsewhere->close();
}

TEST_P(RefresherTest, of_tokens_that_rotate_few_are_exchanged_at_once) {
    platform->refresh_policy().rotates = true;
    std::vector<ConnectionId> ids;
    for (int i = 0; i < 6; ++i) ids.push_back(connected_as(std::to_string(i)));
    testing::Gate gate;
    platform->refresh_gate = &gate;
    std::vector<std::future<Result<>>> all;
    for (const auto id : ids) all.push_back(start(refresher.refresh(id)));
    ASSERT_TRUE(gate.wait_for(2));
    run(store.tokens(ids[0]));  // time for the others to come, if they did
    EXPECT_EQ(gate.arrived(), 2U);
    gate.open();
    for (auto& one : all) EXPECT_TRUE(one.get());
    EXPECT_EQ(platform->refreshes, 6);
}

TEST_P(RefresherTest, a_token_that_lives_on_does_not_wait_for_others) {
    platform->refresh_policy().rotates = true;
    std::vector<ConnectionId> ids;
    for (int i = 0; i < 3; ++i) ids.push_back(connected_as(std::to_string(i)));
    clock.advance(token_life - a_day);  // all are due
    testing::Gate gate;
    platform->refresh_gate = &gate;
    std::vector<std::future<Result<>>> all;
    for (int i = 0; i < 2; ++i) all.push_back(start(refresher.refresh(ids[i])));
    ASSERT_TRUE(gate.wait_for(2));
    EXPECT_EQ(run(refresher.access(ids[2]))->access.token.reveal(), "access-of-of-2");
    gate.open();
    for (auto& one : all) EXPECT_TRUE(one.get());
    EXPECT_EQ(run(refresher.access(ids[2]))->access.token.reveal(), "access-of-of-2+");
}

TEST_P(RefresherTest, who_waited_for_a_turn_finds_the_tokens_replaced) {
    platform->refresh_policy().rotates = true;
    const auto id = connected();
    const auto other = connected_as("other");
    const auto seen = stored(id);
    testing::Gate gate;
    platform->refresh_gate = &gate;
    auto before = start(refresher.refresh(other));
    auto first = start(refresher.replace(seen));
    ASSERT_TRUE(gate.wait_for(2));
    auto second = start(refresher.replace(seen));
    run(store.tokens(id));
    gate.open();
    EXPECT_TRUE(before.get());
    EXPECT_TRUE(first.get());
    // Its turn may come while the first one is still storing what it got.
    const auto last = second.get();
    EXPECT_TRUE(last || last.error().code == ErrorCode::conflict);
    EXPECT_EQ(platform->refreshes, 2) << "one of each connection";
    EXPECT_EQ(stored(id).token_version, seen.token_version + 1);
}

TEST_P(RefresherTest, tokens_that_came_in_meanwhile_are_not_overwritten) {
    const auto id = connected("first");
    testing::Gate gate;
    platform->refresh_gate = &gate;
    auto slow = start(refresher.refresh(id));
    ASSERT_TRUE(gate.wait_for(1));
    connected("second");
    gate.open();
    slow.get();
    EXPECT_EQ(access_of(id), "access-of-second");
    EXPECT_EQ(refresh_of(id), "refresh-of-second");
    EXPECT_EQ(events("connection.updated"), 0);
}

TEST_P(RefresherTest, a_connection_that_was_ended_meanwhile_stays_ended) {
    const auto id = connected();
    testing::Gate gate;
    platform->refresh_gate = &gate;
    auto slow = start(refresher.refresh(id));
    ASSERT_TRUE(gate.wait_for(1));
    ASSERT_TRUE(run(disconnect.run(scope, id, Purge::no), 1));
    gate.open();
    slow.get();
    EXPECT_EQ(find(id).status, Status::disconnected);
    EXPECT_FALSE(stored(id).access_token);
}

TEST_P(RefresherTest, a_grant_that_was_revoked_is_told_once) {
    const auto id = connected();
    platform->on_refresh = [](const auto&) {
        return refused(platforms::Next::reauthorize, "190/460");
    };
    EXPECT_EQ(run(refresher.refresh(id)).error().code, ErrorCode::needs_reauth);
    const auto broken = find(id);
    EXPECT_EQ(broken.status, Status::needs_reauth);
    EXPECT_EQ(broken.error_code, "190/460");
    EXPECT_EQ(broken.error_message, "For people.");
    EXPECT_EQ(events("connection.needs_reauth"), 1);

    EXPECT_EQ(run(refresher.refresh(id)).error().code, ErrorCode::needs_reauth);
    EXPECT_EQ(run(refresher.access(id)).error().code, ErrorCode::needs_reauth);
    EXPECT_EQ(events("connection.needs_reauth"), 1);
    EXPECT_EQ(platform->refreshes, 1) << "nobody asks again";
}

TEST_P(RefresherTest, old_tokens_do_not_discredit_new_ones) {
    const auto id = connected("first");
    testing::Gate gate;
    platform->refresh_gate = &gate;
    platform->on_refresh = [](const auto&) { return refused(platforms::Next::reauthorize); };
    auto slow = start(refresher.refresh(id));
    ASSERT_TRUE(gate.wait_for(1));
    connected("second");
    gate.open();
    EXPECT_FALSE(slow.get());
    EXPECT_EQ(find(id).status, Status::active);
    EXPECT_EQ(events("connection.needs_reauth"), 0);
}

TEST_P(RefresherTest, a_passing_failure_changes_nothing) {
    struct Row {
        platforms::Next next;
        ErrorCode code;
    };
    constexpr Row rows[] = {
        {platforms::Next::retry_later, ErrorCode::platform_unavailable},
        {platforms::Next::ambiguous, ErrorCode::platform_unavailable},
        {platforms::Next::rate_limited, ErrorCode::platform_rate_limited},
        {platforms::Next::rejected, ErrorCode::platform_rejected},
        {platforms::Next::misconfigured, ErrorCode::platform_rejected},
    };
    const auto id = connected();
    for (const auto& row : rows) {
        platform->on_refresh = [&](const auto&) { return refused(row.next); };
        EXPECT_EQ(run(refresher.refresh(id)).error().code, row.code);
        EXPECT_EQ(find(id).status, Status::active);
        EXPECT_EQ(access_of(id), "access-of-code");
    }
    EXPECT_EQ(platform->refreshes, 5) << "the lease was given back each time";
    EXPECT_EQ(events("connection.needs_reauth"), 0);
}

TEST_P(RefresherTest, what_does_not_exist_or_has_no_platform_is_not_refreshed) {
    EXPECT_EQ(run(refresher.refresh(ConnectionId{ids.next()})).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(refresher.access(ConnectionId{ids.next()})).error().code, ErrorCode::not_found);
    const auto id = connected();
    execute("UPDATE connections SET platform = 'gone'");
    EXPECT_EQ(run(refresher.refresh(id)).error().code, ErrorCode::platform_rejected);
    EXPECT_EQ(count("connections WHERE refresh_lease_until IS NULL"), 1);
}

TEST_P(RefresherTest, access_refreshes_when_the_policy_says_so) {
    const auto id = connected();
    const auto access = [&] {
        return std::string(run(refresher.access(id))->access.token.reveal());
    };
    EXPECT_EQ(access(), "access-of-code");
    clock.advance(30 * a_day - 1us);
    EXPECT_EQ(access(), "access-of-code") << "more than 30 days are left";
    clock.advance(1us);
    EXPECT_EQ(access(), "access-of-code+") << "30 days are left";
    EXPECT_EQ(access(), "access-of-code+") << "it is new again";
    const auto whole = run(refresher.access(id));
    EXPECT_EQ(whole->access.external_id, "4711");
    EXPECT_EQ(whole->access.scopes.size(), 2U);
}

TEST_P(RefresherTest, access_is_given_with_the_old_token_while_the_platform_is_down) {
    const auto id = connected();
    clock.advance(40 * a_day);
    platform->on_refresh = [](const auto&) { return refused(platforms::Next::retry_later); };
    EXPECT_EQ(run(refresher.access(id))->access.token.reveal(), "access-of-code");
    platform->on_refresh = [](const auto&) { return refused(platforms::Next::reauthorize); };
    EXPECT_EQ(run(refresher.access(id)).error().code, ErrorCode::needs_reauth);
}

TEST_P(RefresherTest, a_pass_refreshes_what_is_due_and_nothing_else) {
    const auto old = connected_as("old");
    clock.advance(10 * a_day);
    const auto middle = connected_as("middle");
    clock.advance(20 * a_day - 1us);
    const auto early = run(refresher.refresh_due());
    EXPECT_EQ(early.refreshed + early.failed, 0) << "a microsecond too early";
    clock.advance(1us);
    const auto due = run(refresher.refresh_due());
    EXPECT_EQ(due.refreshed, 1);
    EXPECT_EQ(due.failed, 0);
    EXPECT_EQ(access_of(old), "access-of-of-old+");
    EXPECT_EQ(access_of(middle), "access-of-of-middle");
    EXPECT_EQ(run(refresher.refresh_due()).refreshed, 0);
}

TEST_P(RefresherTest, a_token_is_not_refreshed_in_its_first_day) {
    platform->on_exchange = [&](const auto&) {
        auto brief = tokens("brief", "r");
        brief.expires_at = clock.now() + 10 * a_day;  // less than the policy's 30 days are left
        return answered(std::move(brief));
    };
    const auto id = connected();
    clock.advance(a_day - 1us);
    EXPECT_EQ(run(refresher.refresh_due()).refreshed, 0);
    EXPECT_EQ(run(refresher.access(id))->access.token.reveal(), "brief");
    clock.advance(1us);
    EXPECT_EQ(run(refresher.refresh_due()).refreshed, 1);
}

TEST_P(RefresherTest, tokens_of_an_hour_are_refreshed_when_they_are_needed_only) {
    platform->refresh_policy().on_demand = true;
    const auto id = connected();
    clock.advance(token_life - a_day);
    EXPECT_EQ(run(refresher.refresh_due()).refreshed, 0);
    EXPECT_TRUE(run(refresher.access(id)));
    EXPECT_EQ(platform->refreshes, 1);
}

TEST_P(RefresherTest, a_pass_counts_failures_and_goes_on) {
    for (const std::string name : {"1", "2", "3"}) connected_as(name);
    clock.advance(30 * a_day);
    platform->on_refresh =
        [&](const platforms::Tokens& old) -> platforms::Outcome<platforms::Tokens> {
        if (old.access.reveal().ends_with("2")) return refused(platforms::Next::reauthorize);
        return answered(tokens("fresh", ""));
    };
    const auto pass = run(refresher.refresh_due());
    EXPECT_EQ(pass.refreshed, 2);
    EXPECT_EQ(pass.failed, 1);
    EXPECT_EQ(count("connections WHERE status = 'needs_reauth'"), 1);
}

TEST_P(RefresherTest, a_token_without_an_end_is_never_due) {
    platform->on_exchange = [&](const auto&) {
        auto lasting = tokens("lasting", "");
        lasting.expires_at.reset();
        return answered(std::move(lasting));
    };
    const auto id = connected();
    clock.advance(1000 * a_day);
    EXPECT_EQ(run(refresher.refresh_due()).refreshed, 0);
    EXPECT_EQ(run(refresher.access(id))->access.token.reveal(), "lasting");
    EXPECT_EQ(platform->refreshes, 0);
}

TEST_P(RefresherTest, without_the_refresh_token_that_it_takes_an_access_goes_on_to_its_end) {
    platform->refresh_policy().needs_refresh_token = true;
    platform->on_exchange = [&](const auto&) { return answered(tokens("only", "")); };
    const auto id = connected();
    clock.advance(59 * a_day);
    const auto pass = run(refresher.refresh_due());
    EXPECT_EQ(pass.refreshed + pass.failed, 0);
    EXPECT_EQ(run(refresher.access(id))->access.token.reveal(), "only");
    EXPECT_EQ(platform->refreshes, 0);
    EXPECT_EQ(find(id).access_ends_at, clock.now() + a_day) << "which is known beforehand";
}

TEST_P(RefresherTest, everything_is_sealed_again_with_a_new_key) {
    std::vector<ConnectionId> all;
    for (int i = 0; i < 5; ++i) all.push_back(connected_as(std::to_string(i)));
    ASSERT_TRUE(run(disconnect.run(scope, all[4], Purge::no)));
    EXPECT_EQ(run(refresher.reseal_all()), 0) << "the active key sealed them";

    const auto both = crypto::Keyring::parse(new_key + "," + old_key).value();
    const Vault rotating{both, random};
    Refresher rotation{*database, store, registry, rotating, outbox, clock, metrics};
    EXPECT_EQ(run(rotation.reseal_all()), 4);
    EXPECT_EQ(run(rotation.reseal_all()), 0);

    const auto only_new = crypto::Keyring::parse(new_key).value();
    const Vault after{only_new, random};
    for (int i = 0; i < 4; ++i) {
        const auto id = all[static_cast<std::size_t>(i)];
        const auto kept = stored(id);
        EXPECT_FALSE(vault.open(*kept.access_token, id, Vault::Column::access_token));
        const auto access = after.open(*kept.access_token, id, Vault::Column::access_token);
        const auto refresh = after.open(*kept.refresh_token, id, Vault::Column::refresh_token);
        ASSERT_TRUE(access && refresh);
        EXPECT_EQ(access->reveal(), "access-of-of-" + std::to_string(i));
        EXPECT_EQ(refresh->reveal(), "refresh-of-of-" + std::to_string(i));
        EXPECT_EQ(kept.token_version, 1) << "a refresh under way is not disturbed";
    }
}

TEST_P(RefresherTest, a_token_that_no_key_opens_does_not_stop_the_others) {
    const auto good = connected_as("good");
    const auto odd = connected_as("odd");
    const auto elsewhere = crypto::Keyring::parse("lost:" + std::string(64, 'c')).value();
    const Vault lost{elsewhere, random};
    execute("UPDATE connections SET access_token = $2 WHERE id = $1",
            {odd, lost.seal(Secret("x"), odd, Vault::Column::access_token)});
    const auto both = crypto::Keyring::parse(new_key + "," + old_key).value();
    const Vault rotating{both, random};
    Refresher rotation{*database, store, registry, rotating, outbox, clock, metrics};
    EXPECT_EQ(run(rotation.reseal_all()), 2) << "the odd one's refresh token is fine";
    EXPECT_TRUE(rotating.open(*stored(good).access_token, good, Vault::Column::access_token));
    EXPECT_EQ(run(refresher.access(odd)).error().code, ErrorCode::processing_failed);
}

TEST_P(RefresherTest, more_rows_than_a_page_are_sealed_again) {
    const auto id = connected();
    for (int i = 0; i < 450; ++i) {
        const ConnectionId copy{ids.next()};
        execute("INSERT INTO connections (id, workspace_id, platform, external_id, handle,"
                " display_name, status, scopes, access_token, created_at, updated_at)"
                " VALUES ($1, $2, 'fake', $3, 'h', 'd', 'active', '[]', $4, $5, $5)",
                {copy, scope.workspace, std::to_string(i),
                 vault.seal(Secret("t"), copy, Vault::Column::access_token), clock.now()});
    }
    const auto both = crypto::Keyring::parse(new_key + "," + old_key).value();
    const Vault rotating{both, random};
    Refresher rotation{*database, store, registry, rotating, outbox, clock, metrics};
    EXPECT_EQ(run(rotation.reseal_all()), 451);
    EXPECT_TRUE(rotating.open(*stored(id).access_token, id, Vault::Column::access_token));
}

TEST_P(RefresherTest, a_token_that_was_moved_to_another_row_does_not_open) {
    const auto one = connected_as("one");
    const auto other = connected_as("other");
    execute("UPDATE connections SET access_token ="
            " (SELECT c.access_token FROM connections c WHERE c.id = $2) WHERE id = $1",
            {one, other});
    EXPECT_EQ(run(refresher.access(one)).error().code, ErrorCode::processing_failed);
    EXPECT_FALSE(run(refresher.refresh(one)));
    EXPECT_EQ(platform->refreshes, 0) << "nothing is sent";
    EXPECT_EQ(run(refresher.access(other))->access.token.reveal(), "access-of-of-other");
    execute("UPDATE connections SET access_token = refresh_token WHERE id = $1", {other});
    EXPECT_FALSE(run(refresher.access(other))) << "nor in another column";
}

ROSTRUM_ON_ALL_ENGINES(RefresherTest);

}  // namespace
}  // namespace rostrum::connections
