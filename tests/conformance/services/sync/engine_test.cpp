#include "conformance/services/sync/fixture.hpp"

#include <set>
#include <stdexcept>

namespace rostrum::sync {
namespace {

using namespace std::chrono_literals;
using platforms::Next;
using testing::answered;
using testing::refused;

class EngineTest : public SyncTest {};

TEST_P(EngineTest, a_first_sync_brings_in_the_profile_the_days_and_the_posts) {
    make_posts(7);
    platform->on_metrics = [](const platforms::PlatformPost& post) {
        return answered(platforms::PostMetrics{.views = 300,
                                               .reach = 200,
                                               .likes = {},
                                               .comments = {},
                                               .shares = 5,
                                               .saves = post.external_id == "p0" ? 3 : 0});
    };
    platform->on_daily = [this](Time from, Time to) {
        EXPECT_EQ(to_date(from), "2025-10-03") << "90 days back at first";
        EXPECT_EQ(to, clock.now());
        return answered(testing::FakePlatform::Dailies{{"reach", "2025-12-31", 50},
                                                       {"new_followers", "2025-12-31", 4},
                                                       {"new_followers", "2025-12-30", 6}});
    };
    EXPECT_TRUE(is<jobs::Done>(perform(RunType::initial)));

    const auto done = last();
    EXPECT_EQ(done.status, RunStatus::success);
    EXPECT_EQ(done.type, RunType::initial);
    EXPECT_EQ(done.items_synced, 8) << "the profile and the posts";
    EXPECT_EQ(done.progress.stage, Stage::done);
    EXPECT_EQ(done.progress.done, 7);
    EXPECT_EQ(done.progress.total, 7);
    EXPECT_FALSE(done.error_code);
    EXPECT_EQ(done.duration_ms, 0);

    const auto account = find(connection);
    EXPECT_EQ(account.follower_count, 1000);
    EXPECT_EQ(account.post_count, 7);
    EXPECT_EQ(account.avatar_url, "https://a/2");
    EXPECT_EQ(account.last_sync_status, "success");
    EXPECT_EQ(account.last_synced_at, clock.now());
    EXPECT_EQ(account.next_sync_at, schedule.next("fake", connection, clock.now() + 12h));
    EXPECT_GE(account.next_sync_at, clock.now() + 24h + 3h) << "today's time is too soon";
    EXPECT_LT(account.next_sync_at, clock.now() + 24h + 5h);

    EXPECT_EQ(count("platform_posts"), 7);
    EXPECT_EQ(of_post<std::string>("p0", "caption"), "caption 0");
    EXPECT_EQ(of_post<int>("p0", "like_count"), 10) << "from the list";
    EXPECT_EQ(of_post<int>("p0", "save_count"), 3) << "from the insights";
    EXPECT_EQ(of_post<int>("p0", "engagement"), 20);
    EXPECT_EQ(of_post<double>("p0", "engagement_rate"), 10.0);
    EXPECT_EQ(of_post<double>("p1", "engagement_rate"), 8.5);
    EXPECT_EQ(count("post_metrics"), 7);
    // (20 + 6 * 17) / 7 by 1000 followers.
    EXPECT_EQ(account.engagement_rate, 1.74);

    EXPECT_EQ(snapshot("followers", "2026-01-01"), 1000);
    EXPECT_EQ(snapshot("following", "2026-01-01"), 10);
    EXPECT_EQ(snapshot("posts", "2026-01-01"), 7);
    EXPECT_EQ(snapshot("engagement_rate", "2026-01-01"), 1.74);
    EXPECT_EQ(snapshot("reach", "2025-12-31"), 50);
    EXPECT_EQ(snapshot("followers", "2025-12-31"), 1000) << "counted back";
    EXPECT_EQ(snapshot("followers", "2025-12-30"), 996);
    EXPECT_EQ(events("sync.started"), 1);
    EXPECT_EQ(events("sync.completed"), 1);
}

TEST_P(EngineTest, a_later_sync_fills_the_last_week_again) {
    platform->on_daily = [](Time from, Time) {
        EXPECT_EQ(to_date(from), "2025-12-25");
        return answered(testing::FakePlatform::Dailies{});
    };
    EXPECT_TRUE(is<jobs::Done>(perform(RunType::scheduled)));
    EXPECT_TRUE(is<jobs::Done>(perform(RunType::manual)));
}

TEST_P(EngineTest, a_usual_sync_reads_the_newest_posts) {
    make_posts(60);
    page_size = 10;
    profile.post_count = 60;
    perform();
    EXPECT_EQ(count("platform_posts"), 25);
    EXPECT_EQ(count("platform_posts WHERE external_id = 'p24'"), 1);
    EXPECT_EQ(platform->post_pages, 3);
    EXPECT_EQ(last().progress.total, 25);
    EXPECT_EQ(last().items_synced, 26);
}

TEST_P(EngineTest, a_full_sync_reads_everything_to_the_end) {
    make_posts(230);
    page_size = 50;
    profile.post_count = 230;
    perform(RunType::full);
    EXPECT_EQ(count("platform_posts"), 230);
    EXPECT_EQ(platform->post_pages, 5);
    EXPECT_EQ(last().progress.done, 230);
    EXPECT_EQ(last().progress.total, 230);
}

TEST_P(EngineTest, an_account_without_posts_is_synced_as_well) {
    profile.post_count = 0;
    EXPECT_TRUE(is<jobs::Done>(perform()));
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(last().items_synced, 1);
    EXPECT_FALSE(find(connection).engagement_rate);
}

TEST_P(EngineTest, pages_that_lead_round_in_a_circle_come_to_an_end) {
    struct Row {
        std::vector<std::string> circle;  ///< the cursors, over and over
        std::string_view reason;
    };
    const Row rows[] = {{{"a"}, "a page that leads to itself"},
                        {{"a", "b"}, "two pages that lead to each other"},
                        {{"a", "b", "c"}, "three of them"}};
    for (const auto& row : rows) {
        int pages = 0;
        platform->on_posts = [&](const std::string&, std::size_t) {
            platforms::PostPage page;
            // The emergency exit of this test, far beyond what is acceptable.
            if (++pages < 2000) {
                page.next_cursor = row.circle[static_cast<std::size_t>(pages) % row.circle.size()];
            }
            return answered(std::move(page));
        };
        EXPECT_TRUE(is<jobs::Done>(perform(RunType::full)));
        EXPECT_LT(pages, 100) << row.reason;
    }
}

TEST_P(EngineTest, empty_pages_without_end_come_to_an_end) {
    int pages = 0;
    platform->on_posts = [&](const std::string&, std::size_t) {
        platforms::PostPage page;
        if (++pages < 3000) page.next_cursor = "another " + std::to_string(pages);
        return answered(std::move(page));
    };
    EXPECT_TRUE(is<jobs::Done>(perform()));
    EXPECT_LT(pages, 100) << "25 posts are wanted";
}

TEST_P(EngineTest, a_post_without_insights_does_not_end_the_run) {
    make_posts(4);
    platform->on_metrics =
        [](const platforms::PlatformPost& post) -> platforms::Outcome<platforms::PostMetrics> {
        if (post.external_id == "p1") return refused(Next::not_found);
        if (post.external_id == "p2") return refused(Next::rejected);
        return answered(platforms::PostMetrics{.reach = 100});
    };
    perform();
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(count("platform_posts"), 4);
    EXPECT_EQ(count("platform_posts WHERE reach_count = 100"), 2);
    EXPECT_EQ(of_post<int>("p1", "like_count"), 10) << "what the list told is kept";
}

TEST_P(EngineTest, a_rate_limit_ends_the_run_with_what_there_is_and_says_when_it_goes_on) {
    make_posts(30);
    page_size = 10;
    platform->on_metrics =
        [](const platforms::PlatformPost& post) -> platforms::Outcome<platforms::PostMetrics> {
        if (post.external_id == "p15") return refused(Next::rate_limited, "4", 600s);
        return answered(platforms::PostMetrics{.reach = 100});
    };
    EXPECT_TRUE(is<jobs::Done>(perform()));
    const auto run = last();
    EXPECT_EQ(run.status, RunStatus::partial);
    EXPECT_TRUE(run.rate_limit_hit);
    EXPECT_EQ(run.rate_limit_reset, clock.now() + 600s);
    EXPECT_EQ(run.error_code, "platform_rate_limited");
    EXPECT_EQ(run.items_synced, 21) << "the page that was begun is kept";
    EXPECT_EQ(count("platform_posts"), 20);
    EXPECT_EQ(count("platform_posts WHERE reach_count = 100"), 15);
    EXPECT_GE(find(connection).next_sync_at, clock.now() + 600s);
    EXPECT_LT(find(connection).next_sync_at, clock.now() + 660s) << "not all at one moment";
    EXPECT_EQ(find(connection).last_synced_at, clock.now()) << "in part";
    EXPECT_EQ(events("sync.completed"), 1);
}

TEST_P(EngineTest, a_rate_limit_without_a_time_pauses_an_hour) {
    platform->on_profile = [] { return refused(Next::rate_limited); };
    perform();
    EXPECT_EQ(last().status, RunStatus::failed) << "nothing was read";
    EXPECT_TRUE(last().rate_limit_hit);
    EXPECT_EQ(last().rate_limit_reset, clock.now() + 1h);
    EXPECT_GE(find(connection).next_sync_at, clock.now() + 1h);
    EXPECT_LT(find(connection).next_sync_at, clock.now() + 1h + 1min);
    EXPECT_FALSE(find(connection).last_synced_at);
    EXPECT_EQ(events("sync.failed"), 1);
}

TEST_P(EngineTest, a_passing_failure_is_tried_again_and_ends_the_third_time) {
    platform->on_profile = [] { return refused(Next::retry_later, "http_503", 7s); };
    ASSERT_TRUE(begin());
    auto claimed = job();
    for (int attempt = 1; attempt <= 2; ++attempt) {
        claimed.attempt = attempt;
        const auto outcome = run(engine.run(claimed));
        ASSERT_TRUE(is<jobs::Retry>(outcome)) << attempt;
        EXPECT_EQ(std::get<jobs::Retry>(outcome).after, 7s);
        EXPECT_EQ(last().status, RunStatus::running) << "it still goes on";
    }
    claimed.attempt = 3;
    EXPECT_TRUE(is<jobs::Done>(run(engine.run(claimed))));
    EXPECT_EQ(last().status, RunStatus::failed);
    EXPECT_EQ(last().error_code, "platform_unavailable");
    EXPECT_EQ(last().error_message, "For people.");
    EXPECT_EQ(find(connection).next_sync_at, clock.now() + 1h);
    EXPECT_EQ(find(connection).status, connections::Status::active);
}

TEST_P(EngineTest, a_grant_that_was_revoked_asks_for_a_new_one) {
    make_posts(3);
    platform->on_refresh = [](const auto&) { return refused(Next::reauthorize, "190/460"); };
    platform->on_posts = [](const auto&, auto) { return refused(Next::reauthorize, "190/460"); };
    EXPECT_TRUE(is<jobs::Done>(perform()));
    EXPECT_EQ(last().status, RunStatus::partial) << "the profile was read";
    EXPECT_EQ(last().error_code, "needs_reauth");
    const auto account = find(connection);
    EXPECT_EQ(account.status, connections::Status::needs_reauth);
    EXPECT_EQ(account.error_code, "190/460");
    EXPECT_FALSE(account.next_sync_at);
    EXPECT_EQ(events("connection.needs_reauth"), 1);
    EXPECT_EQ(begin().error().code, ErrorCode::needs_reauth);
}

TEST_P(EngineTest, a_token_that_died_early_is_refreshed_and_the_pass_goes_on) {
    make_posts(3);
    platform->on_profile = [this]() -> platforms::Outcome<platforms::Profile> {
        if (platform->refreshes == 0) return refused(Next::reauthorize, "token_expired");
        return testing::answered(profile);
    };
    EXPECT_TRUE(is<jobs::Done>(perform()));
    EXPECT_EQ(platform->refreshes, 1);
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(count("platform_posts"), 3);
    EXPECT_EQ(find(connection).status, connections::Status::active);
}

TEST_P(EngineTest, new_tokens_that_are_refused_as_well_end_the_grant) {
    platform->on_profile = [] { return refused(Next::reauthorize, "revoked"); };
    ASSERT_TRUE(begin());
    auto claimed = job();
    for (int attempt = 1; attempt <= 2; ++attempt) {
        claimed.attempt = attempt;
        const auto outcome = run(engine.run(claimed));
        ASSERT_TRUE(is<jobs::Retry>(outcome)) << "it may be the platform that is ill";
        EXPECT_EQ(std::get<jobs::Retry>(outcome).after, 7min);
        EXPECT_EQ(find(connection).status, connections::Status::active);
    }
    claimed.attempt = 3;
    EXPECT_TRUE(is<jobs::Done>(run(engine.run(claimed))));
    EXPECT_EQ(find(connection).status, connections::Status::needs_reauth);
}

TEST_P(EngineTest, a_refused_token_that_cannot_be_refreshed_just_now_blames_nobody) {
    platform->on_profile = [] { return refused(Next::reauthorize, "token_expired"); };
    platform->on_refresh = [](const auto&) { return refused(Next::retry_later, "http_503"); };
    ASSERT_TRUE(begin());
    auto claimed = job();
    EXPECT_TRUE(is<jobs::Retry>(run(engine.run(claimed))));
    EXPECT_EQ(last().status, RunStatus::running);
    claimed.attempt = 3;
    EXPECT_TRUE(is<jobs::Done>(run(engine.run(claimed))));
    EXPECT_EQ(last().status, RunStatus::failed);
    EXPECT_EQ(last().error_code, "platform_unavailable");
    EXPECT_EQ(find(connection).status, connections::Status::active);
}

TEST_P(EngineTest, what_the_platform_refuses_for_good_is_not_tried_again) {
    for (const auto next : {Next::rejected, Next::misconfigured, Next::not_found}) {
        platform->on_profile = [&] { return refused(next); };
        EXPECT_TRUE(is<jobs::Done>(perform()));
        EXPECT_EQ(last().status, RunStatus::failed);
        clock.advance(1ms);
    }
}

TEST_P(EngineTest, a_run_that_was_cut_off_is_repeated_and_writes_nothing_twice) {
    make_posts(30);
    page_size = 10;
    ASSERT_TRUE(begin(RunType::full));
    const auto claimed = job();
    int pages = 0;
    const auto usual = platform->on_posts;
    platform->on_posts = [&](const std::string& cursor, std::size_t limit) {
        if (++pages == 2) throw std::runtime_error("the power went out");
        return usual(cursor, limit);
    };
    EXPECT_THROW(run(engine.run(claimed)), std::runtime_error);
    EXPECT_EQ(count("platform_posts"), 10);
    EXPECT_EQ(last().status, RunStatus::running);
    const auto first_id = of_post<PlatformPostId>("p0", "id");
    const auto snapshots = count("metric_snapshots");

    EXPECT_TRUE(is<jobs::Done>(run(engine.run(claimed))));
    EXPECT_EQ(count("platform_posts"), 30);
    EXPECT_EQ(count("post_metrics"), 30);
    EXPECT_EQ(of_post<PlatformPostId>("p0", "id"), first_id);
    EXPECT_EQ(count("metric_snapshots"), snapshots + 1) << "and the engagement rate";
    EXPECT_EQ(last().status, RunStatus::success);

    // The job comes once more, as its worker died before it was deleted.
    EXPECT_TRUE(is<jobs::Done>(run(engine.run(claimed))));
    EXPECT_EQ(list().size(), 1U);
    EXPECT_EQ(events("sync.completed"), 1);
    EXPECT_EQ(pages, 4)
        << "it went on after the first page, and nothing is read for a run that has ended";
}

TEST_P(EngineTest, a_place_that_the_platform_has_forgotten_means_from_the_beginning) {
    make_posts(30);
    page_size = 10;
    ASSERT_TRUE(begin(RunType::full));
    const auto claimed = job();
    int pages = 0;
    const auto usual = platform->on_posts;
    platform->on_posts = [&](const std::string& cursor,
                             std::size_t limit) -> platforms::Outcome<platforms::PostPage> {
        ++pages;
        if (pages == 2) throw std::runtime_error("the power went out");
        if (pages == 3) return refused(Next::rejected, "100");
        return usual(cursor, limit);
    };
    EXPECT_THROW(run(engine.run(claimed)), std::runtime_error);
    EXPECT_TRUE(is<jobs::Done>(run(engine.run(claimed))));
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(last().items_synced, 31);
    EXPECT_EQ(pages, 6);
    EXPECT_EQ(count("platform_posts"), 30);
}

TEST_P(EngineTest, a_platform_that_refuses_the_first_page_is_not_asked_for_ever) {
    platform->on_posts = [](const auto&, auto) { return refused(Next::rejected, "100"); };
    EXPECT_TRUE(is<jobs::Done>(perform(RunType::full)));
    EXPECT_EQ(last().status, RunStatus::partial);
    EXPECT_EQ(platform->post_pages, 1);
}

TEST_P(EngineTest, a_first_sync_without_budget_waits_for_it_in_silence) {
    const auto usual = platform->on_profile;
    platform->on_profile = [] { return refused(Next::rate_limited, "budget/user_info", 60s); };
    const auto outcome = perform(RunType::initial);
    ASSERT_TRUE(is<jobs::Snooze>(outcome));
    const Time until = std::get<jobs::Snooze>(outcome).until;
    EXPECT_GE(until, clock.now() + 60s);
    EXPECT_LT(until, clock.now() + 120s) << "not all at one moment";
    EXPECT_EQ(find(connection).next_sync_at, until);
    EXPECT_TRUE(list().empty()) << "nothing was done, and nothing is in the way of who asks";
    EXPECT_EQ(events("sync.failed"), 0);

    platform->on_profile = usual;
    ASSERT_TRUE(begin(RunType::initial));
    EXPECT_TRUE(is<jobs::Done>(run(engine.run(job()))));
    EXPECT_EQ(last().status, RunStatus::success);
}

TEST_P(EngineTest, who_asks_for_a_sync_is_told_that_the_budget_is_used_up) {
    platform->on_profile = [] { return refused(Next::rate_limited, "budget/user_info", 60s); };
    EXPECT_TRUE(is<jobs::Done>(perform(RunType::manual)));
    EXPECT_EQ(last().status, RunStatus::failed);
    EXPECT_EQ(last().rate_limit_reset, clock.now() + 60s);
}

TEST_P(EngineTest, the_next_day_adds_a_row_of_history_to_each_post) {
    make_posts(2);
    perform();
    clock.advance(1h);
    posts[0].metrics.likes = 20;
    perform();
    EXPECT_EQ(count("post_metrics"), 2) << "the same day is replaced";
    EXPECT_EQ(count("post_metrics WHERE like_count = 20"), 1);
    clock.advance(24h);
    posts[0].metrics.likes = 30;
    perform();
    EXPECT_EQ(count("post_metrics"), 4);
    EXPECT_EQ(of_post<int>("p0", "like_count"), 30);
}

TEST_P(EngineTest, counts_that_are_not_told_any_more_keep_their_last_value) {
    make_posts(1);
    posts[0].metrics = {
        .views = 400, .reach = 200, .likes = 10, .comments = 2, .shares = 5, .saves = 3};
    perform();
    EXPECT_EQ(of_post<int>("p0", "engagement"), 20);
    posts[0].metrics = {.likes = 12, .comments = 2};
    posts[0].thumbnail_url = "https://t/0";
    posts[0].media_url = "";
    perform();
    EXPECT_EQ(of_post<int>("p0", "view_count"), 400);
    EXPECT_EQ(of_post<int>("p0", "reach_count"), 200);
    EXPECT_EQ(of_post<int>("p0", "like_count"), 12);
    EXPECT_EQ(of_post<int>("p0", "share_count"), 5);
    EXPECT_EQ(of_post<int>("p0", "save_count"), 3);
    EXPECT_EQ(of_post<std::string>("p0", "media_url"), "https://m/0");
    EXPECT_EQ(of_post<std::string>("p0", "thumbnail_url"), "https://t/0");
    EXPECT_EQ(count("post_metrics WHERE save_count = 3"), 1);
}

TEST_P(EngineTest, engagement_is_the_sum_of_the_counts_that_are_kept) {
    make_posts(1);
    posts[0].metrics = {.reach = 200, .likes = 10, .comments = 2, .shares = 5, .saves = 3};
    perform();
    posts[0].metrics = {.likes = 12, .comments = 2};
    perform();
    EXPECT_EQ(of_post<int>("p0", "engagement"), 12 + 2 + 5 + 3);
    EXPECT_EQ(of_post<double>("p0", "engagement_rate"), 11.0) << "22 by a reach of 200";
}

TEST_P(EngineTest, a_count_of_nothing_is_a_count) {
    make_posts(1);
    perform();
    posts[0].metrics = {.likes = 0, .comments = 0};
    perform();
    EXPECT_EQ(of_post<int>("p0", "like_count"), 0);
    EXPECT_EQ(of_post<int>("p0", "engagement"), 0);
}

TEST_P(EngineTest, followers_that_were_measured_are_never_replaced_by_an_estimate) {
    perform();
    clock.advance(24h);
    profile.follower_count = 2000;
    platform->on_daily = [](Time, Time) {
        return answered(testing::FakePlatform::Dailies{{"new_followers", "2026-01-01", 7},
                                                       {"new_followers", "2025-12-31", 1}});
    };
    perform();
    EXPECT_EQ(snapshot("followers", "2026-01-02"), 2000);
    EXPECT_EQ(snapshot("followers", "2026-01-01"), 1000) << "measured";
    EXPECT_EQ(snapshot("followers", "2025-12-31"), 1993) << "counted back";
}

TEST_P(EngineTest, a_profile_without_figures_keeps_those_that_were_known) {
    perform();
    profile.follower_count.reset();
    profile.post_count.reset();
    profile.profile_image_url.clear();
    profile.display_name.clear();
    EXPECT_TRUE(is<jobs::Done>(perform()));
    EXPECT_EQ(find(connection).follower_count, 1000);
    EXPECT_EQ(find(connection).post_count, 7);
    EXPECT_EQ(find(connection).avatar_url, "https://a/2");
    EXPECT_EQ(find(connection).display_name, "ada") << "the handle stands in";
    EXPECT_EQ(last().progress.total, std::nullopt);
}

TEST_P(EngineTest, odd_text_in_a_post_does_not_end_the_run) {
    make_posts(3);
    posts[0].caption = std::string("a\0b", 3);
    posts[1].caption = "caf\xE9";
    posts[2].caption = std::string(100'000, 'x') + "😀";
    EXPECT_TRUE(is<jobs::Done>(perform()));
    EXPECT_EQ(last().status, RunStatus::success);
    EXPECT_EQ(count("platform_posts"), 3);
}

TEST_P(EngineTest, a_run_without_its_platform_or_its_tokens_fails_with_a_reason) {
    execute("UPDATE connections SET platform = 'gone'");
    perform();
    EXPECT_EQ(last().status, RunStatus::failed);
    EXPECT_EQ(last().error_code, "platform_rejected");
    execute("UPDATE connections SET platform = 'fake', access_token = refresh_token");
    clock.advance(1ms);
    EXPECT_TRUE(is<jobs::Done>(perform()));
    EXPECT_EQ(last().status, RunStatus::failed);
    EXPECT_EQ(last().error_code, "processing_failed");
}

TEST_P(EngineTest, a_run_of_a_connection_that_was_purged_is_done) {
    ASSERT_TRUE(begin());
    const auto claimed = job();
    ASSERT_TRUE(run(disconnect.run(scope, connection, connections::Purge::yes)));
    EXPECT_TRUE(is<jobs::Done>(run(engine.run(claimed))));
}

TEST_P(EngineTest, a_connection_that_ends_in_the_middle_of_a_run_does_no_harm) {
    make_posts(20);
    page_size = 10;
    const auto usual = platform->on_posts;
    std::optional<std::future<Result<>>> ending;
    platform->on_posts = [&](const std::string& cursor, std::size_t limit) {
        if (!cursor.empty() && !ending) {
            ending = start(disconnect.run(scope, connection, connections::Purge::no), 1);
            ending->wait();
        }
        return usual(cursor, limit);
    };
    EXPECT_TRUE(is<jobs::Done>(perform(RunType::full)));
    EXPECT_EQ(find(connection).status, connections::Status::disconnected);
    clock.advance(48h);
    EXPECT_TRUE(run(store.due_for_sync("fake", 10)).empty());
}

TEST_P(EngineTest, a_payload_that_cannot_be_read_is_discarded) {
    for (const auto& payload :
         {boost::json::value(nullptr), boost::json::value{{"v", 1}}, boost::json::value("text")}) {
        jobs::Job broken{.id = JobId{ids.next()}, .kind = std::string(run_job), .payload = payload};
        EXPECT_TRUE(is<jobs::Discard>(run(engine.run(broken))));
        EXPECT_TRUE(is<jobs::Discard>(run(engine.first(broken))));
    }
}

TEST_P(EngineTest, the_first_sync_is_started_by_its_job_once) {
    jobs::Job first{.id = JobId{ids.next()},
                    .kind = std::string(connections::first_sync_job),
                    .payload = {{"v", 1},
                                {"workspaceId", to_string(scope.workspace)},
                                {"connectionId", to_string(connection)}}};
    EXPECT_TRUE(is<jobs::Done>(run(engine.first(first))));
    EXPECT_TRUE(is<jobs::Done>(run(engine.first(first)))) << "somebody was faster";
    ASSERT_EQ(list().size(), 1U);
    EXPECT_EQ(last().type, RunType::initial);
    EXPECT_EQ(count("jobs"), 1);
}

ROSTRUM_ON_ALL_ENGINES(EngineTest);

}  // namespace
}  // namespace rostrum::sync
