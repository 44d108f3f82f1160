#include "sync/report_store.hpp"

#include "conformance/services/sync/fixture.hpp"
#include "sync/health.hpp"

namespace rostrum::sync {
namespace {

using namespace std::chrono_literals;
using platforms::Next;
using testing::refused;

class ReportStoreTest : public SyncTest {
protected:
    jobs::Job made_now() {
        return {
            .id = JobId{ids.next()}, .kind = std::string(report_job), .created_at = clock.now()};
    }
    void report(const jobs::Job& job) { EXPECT_TRUE(is<jobs::Done>(run(reports.run(job)))); }
    std::vector<Report> reports_of(accounts::Scope whose) {
        return run(reports.list(whose, {.limit = 100, .after = std::nullopt}));
    }

    ReportStore reports{*database, outbox, [](auto) { return std::chrono::days{7}; }, clock, ids};
    Health health{*database, clock};
};

TEST_P(ReportStoreTest, a_report_tells_of_the_week_and_of_who_needs_somebody) {
    const auto broken = connected_as("broken");
    const auto ending = connected_as("ending");
    execute("DELETE FROM jobs");
    execute("UPDATE connections SET refresh_token = NULL, token_expires_at = $2 WHERE id = $1",
            {ending, clock.now() + std::chrono::days{9}});
    perform();
    run(store.mark_needs_reauth(stored(broken), "190", "The password was changed."));
    clock.advance(std::chrono::days{8});
    platform->on_profile = [] { return refused(Next::rejected, "broken"); };
    perform();
    platform->on_profile = [] { return refused(Next::rate_limited); };
    perform();
    ASSERT_TRUE(begin()) << "one under way counts for nothing";
    clock.advance(1s);
    const auto job = made_now();
    clock.advance(1min);
    report(job);

    const auto all = reports_of(scope);
    ASSERT_EQ(all.size(), 1U);
    const auto found = run(reports.find(scope, all[0].id));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->period_to, job.created_at);
    EXPECT_EQ(found->period_from, job.created_at - std::chrono::days{7});
    EXPECT_EQ(found->created_at, clock.now());
    const auto& summary = found->summary;
    EXPECT_EQ(summary.accounts, 3);
    EXPECT_EQ(summary.syncs, 2) << "the first one was eight days ago";
    EXPECT_EQ(summary.succeeded, 0);
    EXPECT_EQ(summary.failed, 2);
    EXPECT_EQ(summary.rate_limited, 1);
    EXPECT_EQ(all[0].summary.failed, 2) << "the list has the figures too";
    ASSERT_EQ(found->accounts.needs_reauth.size(), 1U);
    EXPECT_EQ(found->accounts.needs_reauth[0].connection_id, broken);
    EXPECT_EQ(found->accounts.needs_reauth[0].reason, "The password was changed.");
    ASSERT_EQ(found->accounts.access_ending.size(), 1U);
    EXPECT_EQ(found->accounts.access_ending[0].connection_id, ending);
    EXPECT_EQ(found->accounts.not_synced.size(), 3U);
    ASSERT_EQ(found->accounts.failing.size(), 1U);
    EXPECT_EQ(found->accounts.failing[0].connection_id, connection);
    EXPECT_EQ(found->accounts.failing[0].failed_syncs, 1);
    EXPECT_EQ(found->accounts.failing[0].error_code, "platform_rate_limited") << "the newest error";

    const auto event = query("SELECT subject, data FROM events WHERE type = 'report.created'");
    ASSERT_EQ(event.size(), 1U);
    EXPECT_EQ(event.get<std::string>(0, "subject"), to_string(found->id));
    EXPECT_EQ(event.get<boost::json::value>(0, "data").at("summary").at("failed"), 2);
}

TEST_P(ReportStoreTest, every_workspace_has_its_own_and_none_but_its_own) {
    const auto other = new_scope();
    report(made_now());
    ASSERT_EQ(reports_of(scope).size(), 1U);
    ASSERT_EQ(reports_of(other).size(), 1U);
    EXPECT_EQ(reports_of(other)[0].summary.accounts, 0);
    const auto id = reports_of(scope)[0].id;
    EXPECT_EQ(run(reports.find(other, id)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(reports.find(scope, ReportId{ids.next()})).error().code, ErrorCode::not_found);
}

TEST_P(ReportStoreTest, a_job_that_is_done_twice_reports_once) {
    const auto job = made_now();
    report(job);
    const auto late = new_scope();
    clock.advance(1h);
    report(job);
    EXPECT_EQ(reports_of(scope).size(), 1U);
    EXPECT_EQ(reports_of(late).size(), 1U) << "what the first try did not come to";
    EXPECT_EQ(events("report.created"), 2);
    report(made_now());
    EXPECT_EQ(reports_of(scope).size(), 2U) << "by hand, at another time";
}

TEST_P(ReportStoreTest, reports_are_listed_newest_first_in_pages_and_deleted_when_they_are_old) {
    for (int i = 0; i < 5; ++i) {
        report(made_now());
        clock.advance(std::chrono::days{7});
    }
    const auto all = reports_of(scope);
    ASSERT_EQ(all.size(), 5U);
    PageRequest page{.limit = 2, .after = std::nullopt};
    std::vector<ReportId> seen;
    for (int i = 0; i < 3; ++i) {
        const auto rows = run(reports.list(scope, page));
        for (const auto& row : rows) seen.push_back(row.id);
        page.after = cursor_of(rows.back().created_at, rows.back().id.value);
    }
    ASSERT_EQ(seen.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(seen[i], all[i].id);
    EXPECT_GT(all[0].created_at, all[4].created_at);

    run(reports.clean(all[3].created_at));
    EXPECT_EQ(reports_of(scope).size(), 4U);
}

TEST_P(ReportStoreTest, many_workspaces_have_theirs) {
    std::vector<db::Params> rows;
    for (int i = 0; i < 450; ++i) rows.push_back({ids.next(), clock.now()});
    run(database->batch(statement("INSERT INTO workspaces (id, name, timezone, created_at)"
                                  " VALUES ($1, 'W', 'UTC', $2)"),
                        std::move(rows)));
    report(made_now());
    EXPECT_EQ(count("reports"), 451);
}

TEST_P(ReportStoreTest, health_is_how_the_last_day_went) {
    EXPECT_TRUE(run(health.of(new_scope())).healthy);
    EXPECT_TRUE(run(health.of(new_scope())).platforms.empty());
    platform->on_profile = [] { return refused(Next::rejected); };
    perform();
    clock.advance(24h);
    platform->on_profile = [this] { return testing::answered(profile); };
    perform();
    const Time succeeded = clock.now();
    auto now = run(health.of(scope));
    EXPECT_TRUE(now.healthy) << "the failure is a day ago";
    EXPECT_EQ(now.window, "24h");
    ASSERT_EQ(now.platforms.size(), 1U);
    EXPECT_EQ(now.platforms[0].platform, "fake");
    EXPECT_EQ(now.platforms[0].success, 1);
    EXPECT_EQ(now.platforms[0].failed, 0);

    platform->on_posts = [](const auto&, auto) { return refused(Next::rate_limited); };
    perform();
    platform->on_profile = [] { return refused(Next::rejected); };
    perform();
    ASSERT_TRUE(begin());
    now = run(health.of(scope));
    EXPECT_FALSE(now.healthy);
    EXPECT_EQ(now.platforms[0].success, 1);
    EXPECT_EQ(now.platforms[0].partial, 1);
    EXPECT_EQ(now.platforms[0].failed, 1);
    EXPECT_EQ(now.platforms[0].last_success_at, succeeded);

    clock.advance(48h);
    now = run(health.of(scope));
    ASSERT_EQ(now.platforms.size(), 1U) << "an account without syncs is shown as well";
    EXPECT_EQ(now.platforms[0].success, 0);
    EXPECT_EQ(now.platforms[0].last_success_at, succeeded);
}

ROSTRUM_ON_ALL_ENGINES(ReportStoreTest);

}  // namespace
}  // namespace rostrum::sync
