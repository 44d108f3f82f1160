#include "sync/report.hpp"

#include "sync/health.hpp"

#include <gtest/gtest.h>

namespace rostrum::sync {
namespace {

using namespace std::chrono_literals;
using connections::Status;

const Time now = *parse_time("2026-01-12T06:00:00Z");

std::chrono::seconds alarms(std::string_view platform) {
    return platform == "careful" ? std::chrono::days{14} : std::chrono::days{3};
}

/// An account that is well.
ReportedConnection account(std::string handle) {
    return {.connection_id = {},
            .platform = "a",
            .handle = std::move(handle),
            .display_name = "Somebody",
            .status = Status::active,
            .access_ends_at = now + std::chrono::days{60},
            .last_success_at = now - 3h,
            .connected_at = now - std::chrono::days{30},
            .created_at = now - std::chrono::days{300}};
}

TEST(ReportAccountsTest, of_accounts_that_are_well_are_empty) {
    ReportSummary summary;
    const auto lists = report_accounts({account("ada"), account("bob")}, alarms, now, summary);
    EXPECT_EQ(summary.accounts, 2);
    EXPECT_EQ(summary.needs_reauth + summary.access_ending + summary.not_synced + summary.failing,
              0);
    EXPECT_TRUE(lists.needs_reauth.empty() && lists.access_ending.empty() &&
                lists.not_synced.empty() && lists.failing.empty());
}

TEST(ReportAccountsTest, hold_who_needs_a_new_sign_in_and_why) {
    auto told = account("told");
    told.status = Status::needs_reauth;
    told.error_code = "190/460";
    told.error_message = "The password was changed.";
    auto silent = account("silent");
    silent.status = Status::needs_reauth;
    silent.failed_syncs = 4;
    silent.access_ends_at = now - 1h;
    ReportSummary summary;
    const auto lists = report_accounts({told, silent}, alarms, now, summary);
    ASSERT_EQ(lists.needs_reauth.size(), 2U);
    EXPECT_EQ(lists.needs_reauth[0].error_code, "190/460");
    EXPECT_EQ(lists.needs_reauth[0].reason, "The password was changed.");
    EXPECT_NE(lists.needs_reauth[1].reason, "") << "there is a text in any case";
    EXPECT_TRUE(lists.failing.empty()) << "that is the same thing twice";
    EXPECT_TRUE(lists.access_ending.empty());
}

TEST(ReportAccountsTest, hold_whose_access_ends_within_the_alarm_time_of_its_platform) {
    auto soon = account("soon");
    soon.access_ends_at = now + std::chrono::days{3};
    auto later = account("later");
    later.access_ends_at = now + std::chrono::days{3} + 1us;
    auto careful = later;
    careful.platform = "careful";
    auto over = account("over");
    over.access_ends_at = now - 1h;
    auto endless = account("endless");
    endless.access_ends_at.reset();
    ReportSummary summary;
    const auto lists = report_accounts({soon, later, careful, over, endless}, alarms, now, summary);
    EXPECT_EQ(summary.access_ending, 3);
    ASSERT_EQ(lists.access_ending.size(), 3U);
    EXPECT_EQ(lists.access_ending[0].handle, "soon");
    EXPECT_EQ(lists.access_ending[1].platform, "careful");
    EXPECT_EQ(lists.access_ending[2].handle, "over");
}

TEST(ReportAccountsTest, hold_who_was_not_synced_for_a_week) {
    auto late = account("late");
    late.last_success_at = now - std::chrono::days{7};
    auto in_time = account("in time");
    in_time.last_success_at = now - std::chrono::days{7} + 1us;
    auto never = account("never");
    never.last_success_at.reset();
    auto fresh = account("fresh");
    fresh.last_success_at.reset();
    fresh.connected_at = now - std::chrono::days{6};
    auto back = account("back");
    back.last_success_at = now - std::chrono::days{100};
    back.connected_at = now - std::chrono::days{1};
    auto older = account("from before there was connected_at");
    older.last_success_at.reset();
    older.connected_at.reset();
    ReportSummary summary;
    const auto lists =
        report_accounts({late, in_time, never, fresh, back, older}, alarms, now, summary);
    ASSERT_EQ(lists.not_synced.size(), 3U);
    EXPECT_EQ(lists.not_synced[0].handle, "late");
    EXPECT_EQ(lists.not_synced[1].handle, "never");
    EXPECT_NE(lists.not_synced[0].reason, lists.not_synced[1].reason);
}

TEST(ReportAccountsTest, hold_who_fails_with_the_last_error_in_plain_words) {
    auto failing = account("failing");
    failing.failed_syncs = 2;
    failing.run_error_code = "platform_unavailable";
    failing.run_error_message = "Instagram does not answer.";
    auto silent = account("silent");
    silent.failed_syncs = 1;
    ReportSummary summary;
    const auto lists = report_accounts({failing, silent}, alarms, now, summary);
    ASSERT_EQ(lists.failing.size(), 2U);
    EXPECT_EQ(lists.failing[0].failed_syncs, 2);
    EXPECT_EQ(lists.failing[0].error_code, "platform_unavailable");
    EXPECT_EQ(lists.failing[0].reason, "Instagram does not answer.");
    EXPECT_EQ(lists.failing[1].reason, "The last sync failed.");
}

TEST(ReportAccountsTest, are_cut_where_they_are_long_and_the_figures_are_not) {
    auto failing = account("failing");
    failing.failed_syncs = 1;
    auto gone = account("gone");
    gone.status = Status::disconnected;
    std::vector<ReportedConnection> all(report_list_max + 7, failing);
    all.push_back(gone);
    ReportSummary summary;
    const auto lists = report_accounts(all, alarms, now, summary);
    EXPECT_EQ(lists.failing.size(), report_list_max);
    EXPECT_EQ(summary.failing, static_cast<std::int64_t>(report_list_max) + 7);
    EXPECT_EQ(summary.accounts, summary.failing) << "what is disconnected is no account";
}

TEST(SyncHealthTest, is_good_while_no_more_than_one_in_ten_failed) {
    const auto healthy = [](std::int64_t success, std::int64_t failed, std::int64_t partial) {
        return is_healthy({{.platform = "a",
                            .success = success,
                            .failed = failed,
                            .partial = partial,
                            .last_success_at = std::nullopt}});
    };
    EXPECT_TRUE(is_healthy({}));
    EXPECT_TRUE(healthy(0, 0, 0)) << "nothing was to do";
    EXPECT_TRUE(healthy(9, 1, 0));
    EXPECT_TRUE(healthy(0, 1, 9)) << "in part is not failed";
    EXPECT_FALSE(healthy(8, 1, 0));
    EXPECT_FALSE(healthy(0, 1, 0));
    EXPECT_TRUE(healthy(0, 0, 5));
}

}  // namespace
}  // namespace rostrum::sync
