#include "conformance/services/analytics/fixture.hpp"

namespace rostrum::analytics {
namespace {

using namespace std::chrono_literals;

using Counts = std::vector<std::optional<std::int64_t>>;

class AnalyticsServiceTest : public AnalyticsTest {
protected:
    FollowerHistory followers(std::optional<ConnectionId> id, int days) {
        return run(service.followers(scope, id, days));
    }
    static Counts counts_of(const FollowerHistory& history) {
        Counts counts;
        for (const auto& point : history.points) counts.push_back(point.followers);
        return counts;
    }
    BestTimes best_times(std::optional<ConnectionId> id = std::nullopt,
                         std::optional<std::string> platform = std::nullopt) {
        return run(service.best_times(scope, id, std::move(platform)));
    }
    void set_timezone(const std::string& zone) {
        execute("UPDATE workspaces SET timezone = $2 WHERE id = $1", {scope.workspace, zone});
    }
};

TEST_P(AnalyticsServiceTest, totals_add_up_the_accounts_that_are_connected) {
    add_account(
        {.external_id = "a", .followers = 100, .posts = 10, .engagement = 1000, .rate = 2.5});
    clock.advance(1s);
    add_account({.external_id = "b",
                 .status = "needs_reauth",
                 .followers = 50,
                 .posts = 5,
                 .engagement = 500});
    clock.advance(1s);
    add_account({.external_id = "c"});  // nothing is known yet
    add_account({.external_id = "d",
                 .status = "disconnected",
                 .followers = 7,
                 .posts = 7,
                 .engagement = 7});
    const auto foreign = scope;
    scope = new_scope();
    add_account({.external_id = "e", .followers = 10'000});
    scope = foreign;
    const auto overview = run(service.overview(scope));
    EXPECT_EQ(overview.total_followers, 150);
    EXPECT_EQ(overview.total_posts, 15);
    EXPECT_EQ(overview.total_engagement, 1500);
    ASSERT_EQ(overview.platforms.size(), 3U);
    EXPECT_EQ(overview.platforms[0].handle, "handle-c") << "the newest first";
    EXPECT_FALSE(overview.platforms[0].followers) << "unknown is not 0";
    EXPECT_EQ(overview.platforms[2].handle, "handle-a");
    EXPECT_EQ(overview.platforms[2].engagement_rate, 2.5);
}

TEST_P(AnalyticsServiceTest, an_empty_workspace_has_totals_of_nothing) {
    const auto overview = run(service.overview(scope));
    EXPECT_EQ(overview.total_followers, 0);
    EXPECT_TRUE(overview.platforms.empty());
    EXPECT_TRUE(overview.recent_posts.empty());
    EXPECT_TRUE(run(service.connections(scope)).connections.empty());
}

TEST_P(AnalyticsServiceTest, the_overview_shows_the_ten_newest_posts) {
    const auto account = add_account();
    for (int i = 0; i < 15; ++i) {
        add_post(account, {.external_id = std::to_string(i), .posted_at = clock.now() - i * 1h});
    }
    const auto recent = run(service.overview(scope)).recent_posts;
    ASSERT_EQ(recent.size(), 10U);
    EXPECT_EQ(recent[0].external_id, "0");
    EXPECT_EQ(recent[9].external_id, "9");
    EXPECT_FALSE(recent[0].like_count);
}

TEST_P(AnalyticsServiceTest, connections_tell_whether_they_are_connected) {
    add_account({.external_id = "a"});
    clock.advance(1s);
    add_account({.external_id = "b", .status = "needs_reauth"});
    const auto summaries = run(service.connections(scope)).connections;
    ASSERT_EQ(summaries.size(), 2U);
    EXPECT_EQ(summaries[0].handle, "handle-b");
    EXPECT_FALSE(summaries[0].connected);
    EXPECT_TRUE(summaries[1].connected);
}

TEST_P(AnalyticsServiceTest, an_account_is_chosen_by_id_or_the_active_one_connected_last) {
    const auto first = add_account({.external_id = "first"});
    clock.advance(1s);
    const auto second = add_account({.external_id = "second"});
    clock.advance(1s);
    add_account({.external_id = "broken", .status = "needs_reauth"});
    add_account({.external_id = "gone", .status = "disconnected"});
    add_account({.external_id = "other", .platform = "other"});
    const auto chosen = [&](std::optional<ConnectionId> id) {
        return run(service.account(scope, "fake", id, 30));
    };
    EXPECT_EQ(chosen(std::nullopt)->connection_id, second);
    EXPECT_EQ(chosen(first)->connection_id, first);
    EXPECT_EQ(chosen(ConnectionId{ids.next()}).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(service.account(scope, "other", first, 30)).error().code, ErrorCode::not_found)
        << "of another platform";
    EXPECT_EQ(run(service.account(scope, "unknown", std::nullopt, 30)).error().code,
              ErrorCode::not_found);
    EXPECT_EQ(run(service.account(new_scope(), "fake", first, 30)).error().code,
              ErrorCode::not_found);
    execute("UPDATE connections SET status = 'disconnected' WHERE status = 'active'");
    EXPECT_EQ(chosen(std::nullopt)->handle, "handle-broken");
}

TEST_P(AnalyticsServiceTest, an_account_tells_of_itself_its_posts_and_its_days) {
    const auto id = add_account({.followers = 100, .posts = 60, .rate = 1.5});
    execute(
        "INSERT INTO profiles (connection_id, workspace_id, platform, handle, display_name, bio,"
        " following_count, is_verified, updated_at)"
        " VALUES ($1, $2, 'fake', 'h', 'Shown name', 'A bio', 12, $3, $4)",
        {id, scope.workspace, true, clock.now()});
    for (int i = 0; i < 60; ++i) {
        add_post(id, {.external_id = std::to_string(i), .posted_at = clock.now() - i * 1h});
    }
    add_metric(id, "reach", "2026-01-01", 5);
    add_metric(id, "reach", "2025-12-31", 4);
    add_metric(id, "followers", "2025-12-31", 99);
    add_metric(id, "reach", "2025-12-30", 3);
    const auto account = run(service.account(scope, "fake", id, 2));
    ASSERT_TRUE(account);
    EXPECT_EQ(account->profile.display_name, "Shown name");
    EXPECT_EQ(account->profile.bio, "A bio");
    EXPECT_EQ(account->profile.follower_count, 100);
    EXPECT_EQ(account->profile.following_count, 12);
    EXPECT_TRUE(account->profile.is_verified);
    EXPECT_EQ(account->posts.size(), 50U);
    EXPECT_EQ(account->posts[0].external_id, "0");
    ASSERT_EQ(account->metrics.size(), 3U) << "of today and yesterday";
    EXPECT_EQ(account->metrics[0].metric_type, "followers");
    EXPECT_EQ(account->metrics[0].snapshot_date, "2025-12-31");
    EXPECT_EQ(account->metrics[2].value, 5);
}

TEST_P(AnalyticsServiceTest, an_account_that_was_never_synced_tells_what_is_known) {
    const auto account = run(service.account(scope, "fake", add_account(), 30));
    ASSERT_TRUE(account);
    EXPECT_EQ(account->profile.display_name, "Name");
    EXPECT_FALSE(account->profile.is_verified);
    EXPECT_FALSE(account->profile.bio);
    EXPECT_TRUE(account->posts.empty());
}

TEST_P(AnalyticsServiceTest, a_single_accounts_gaps_stay_gaps) {
    const auto id = add_account();
    add_metric(id, "followers", "2025-12-26", 1);  // before the window
    add_metric(id, "followers", "2025-12-28", 100);
    add_metric(id, "followers", "2025-12-31", 110);
    add_metric(id, "reach", "2025-12-30", 7777);
    const auto history = followers(id, 6);
    EXPECT_EQ(history.days, 6);
    ASSERT_EQ(history.points.size(), 6U);
    EXPECT_EQ(history.points.front().date, "2025-12-27");
    EXPECT_EQ(history.points.back().date, "2026-01-01");
    EXPECT_EQ(counts_of(history),
              (Counts{std::nullopt, 100, std::nullopt, std::nullopt, 110, std::nullopt}));
    EXPECT_EQ(history.change, 10);
}

TEST_P(AnalyticsServiceTest, in_the_sum_an_account_counts_between_its_known_days) {
    const auto a = add_account({.external_id = "a"});
    const auto b = add_account({.external_id = "b"});
    add_metric(a, "followers", "2025-12-28", 100);
    add_metric(a, "followers", "2025-12-31", 110);
    add_metric(b, "followers", "2025-12-29", 5);
    add_metric(b, "followers", "2026-01-01", 8);
    const auto history = followers(std::nullopt, 6);
    EXPECT_EQ(counts_of(history), (Counts{std::nullopt, 100, 105, 105, 115, 8}));
    EXPECT_EQ(history.change, 13) << "what each of them gained since its own first day";
}

TEST_P(AnalyticsServiceTest, without_any_figures_the_history_is_empty_days) {
    const auto id = add_account();
    for (const auto& history : {followers(id, 3), followers(std::nullopt, 3)}) {
        EXPECT_EQ(counts_of(history), (Counts{std::nullopt, std::nullopt, std::nullopt}));
        EXPECT_FALSE(history.change);
    }
    add_metric(id, "followers", "2026-01-01", 3);
    EXPECT_EQ(followers(id, 1).change, 0) << "one known day";
    EXPECT_TRUE(counts_of(run(service.followers(new_scope(), id, 1))) == Counts{std::nullopt})
        << "another workspace";
}

TEST_P(AnalyticsServiceTest, best_times_are_those_of_the_workspaces_clocks) {
    const auto id = add_account();
    // A Sunday, when the clocks of Berlin go from 2 to 3.
    clock.set(*parse_time("2026-04-01T00:00:00Z"));
    const auto add = [&](const std::string& time, double rate) {
        add_post(id, {.external_id = time, .posted_at = *parse_time(time), .rate = rate});
    };
    add("2026-03-29T00:30:00Z", 2.0);  // 01:30 in winter time
    add("2026-03-29T01:30:00Z", 4.0);  // 03:30 in summer time
    add("2026-03-30T01:59:59Z", 6.0);  // Monday, 03:59
    add("2026-03-23T02:00:00Z", 8.0);  // Monday, 03:00, still in winter time
    set_timezone("Europe/Berlin");
    const auto times = best_times();
    EXPECT_EQ(times.timezone, "Europe/Berlin");
    ASSERT_EQ(times.cells.size(), 3U);
    struct Row {
        int weekday;
        int hour;
        int posts;
        double rate;
    };
    constexpr Row rows[] = {{0, 3, 2, 7.0}, {6, 1, 1, 2.0}, {6, 3, 1, 4.0}};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(times.cells[i].weekday, rows[i].weekday) << i;
        EXPECT_EQ(times.cells[i].hour, rows[i].hour) << i;
        EXPECT_EQ(times.cells[i].posts, rows[i].posts) << i;
        EXPECT_DOUBLE_EQ(times.cells[i].engagement_rate, rows[i].rate) << i;
    }
    set_timezone("UTC");
    EXPECT_EQ(best_times().cells.size(), 4U);
}

TEST_P(AnalyticsServiceTest, best_times_look_back_a_year_at_posts_with_a_rate) {
    const auto id = add_account({.external_id = "a"});
    const auto other = add_account({.external_id = "b", .platform = "other"});
    const Time oldest = clock.now() - std::chrono::days{365};
    add_post(id, {.external_id = "in", .posted_at = oldest, .rate = 1.0});
    add_post(id, {.external_id = "before", .posted_at = oldest - 1us, .rate = 1.0});
    add_post(id, {.external_id = "without", .posted_at = clock.now()});
    add_post(other, {.external_id = "other", .posted_at = clock.now() - 1h, .rate = 0.0});
    EXPECT_EQ(best_times().cells.size(), 2U);
    ASSERT_EQ(best_times(id).cells.size(), 1U);
    EXPECT_EQ(best_times(id).cells[0].posts, 1);
    EXPECT_EQ(best_times(std::nullopt, "other").cells.size(), 1U);
    EXPECT_TRUE(best_times(id, "other").cells.empty());
    scope = new_scope();
    EXPECT_TRUE(best_times().cells.empty());
}

TEST_P(AnalyticsServiceTest, best_times_of_a_zone_that_is_no_more_are_none) {
    const auto id = add_account();
    add_post(id, {.external_id = "p", .posted_at = clock.now() - 1h, .rate = 1.0});
    set_timezone("Mars/Olympus");
    EXPECT_TRUE(best_times().cells.empty());
}

ROSTRUM_ON_ALL_ENGINES(AnalyticsServiceTest);

}  // namespace
}  // namespace rostrum::analytics
