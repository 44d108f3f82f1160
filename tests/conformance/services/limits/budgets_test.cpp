#include "limits/budgets.hpp"

#include "conformance/services/fixture.hpp"

#include <gtest/gtest.h>

#include <array>

namespace rostrum::limits {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 1> list_only{"list"};
constexpr std::array<std::string_view, 1> units_of{"video"};
constexpr std::array video_costs{UnitCost{"video", 3}};

/// A platform with a quota of each kind.
constexpr std::array quotas{
    Quota{.name = "lists",
          .scope = QuotaScope::account,
          .limit = 10,
          .window = 15min,
          .endpoints = list_only},
    Quota{.name = "lists_of_app",
          .scope = QuotaScope::app,
          .limit = 25,
          .window = 15min,
          .endpoints = list_only},
    Quota{.name = "units",
          .scope = QuotaScope::app,
          .limit = 100,
          .window = 24h,
          .day_in_zone = "America/Los_Angeles",
          .endpoints = units_of,
          .costs = video_costs,
          .serves_publishing = true},
};

class BudgetsTest : public ServiceTest {
protected:
    BudgetsTest() { budgets.add_platform("fake", quotas); }

    static BudgetCall call(std::string_view endpoint, std::string account = "ada",
                           Purpose purpose = Purpose::publish) {
        return {.platform = "fake",
                .endpoint = endpoint,
                .account = std::move(account),
                .purpose = purpose};
    }
    Admission admit(const BudgetCall& call) { return run(budgets.admit(call)); }
    bool admitted(const BudgetCall& call) { return !admit(call).refused_until; }
    /// How many calls pass until one does not; at most 200.
    int passing(const BudgetCall& call) {
        int passed = 0;
        while (passed < 200 && admitted(call)) ++passed;
        return passed;
    }
    /// Another process over the same database.
    Budgets& other_node() {
        if (!other_) {
            other_ = std::make_unique<Budgets>(ledger, clock, BudgetSettings{});
            other_->add_platform("fake", quotas);
        }
        return *other_;
    }

    BudgetLedger ledger{*database};
    Budgets budgets{ledger, clock, {}};

private:
    std::unique_ptr<Budgets> other_;
};

TEST_P(BudgetsTest, what_is_attributed_later_counts_for_the_account_only_and_whatever_is_left) {
    for (int i = 0; i < 12; ++i) EXPECT_TRUE(admitted(call("list", "")));
    EXPECT_TRUE(admitted(call("list"))) << "nobody knows whose they were";
    run(budgets.attribute(call("list"), 12));
    EXPECT_EQ(passing(call("list")), 0);
    EXPECT_EQ(passing(call("list", "eve")), 10);
    EXPECT_EQ(passing(call("list", "")), 2) << "of the app they were taken once";
}

TEST_P(BudgetsTest, calls_pass_until_the_quota_is_used_up) {
    EXPECT_EQ(passing(call("list")), 10);
    const auto refused = admit(call("list"));
    EXPECT_EQ(refused.refused_by, "lists");
    EXPECT_GT(*refused.refused_until, clock.now() + 15min);
    EXPECT_LT(*refused.refused_until, clock.now() + 17min);
    EXPECT_TRUE(admitted(call("other"))) << "no quota counts it";
}

TEST_P(BudgetsTest, units_come_back_when_it_said) {
    passing(call("list"));
    const auto until = *admit(call("list")).refused_until;
    clock.set(until - 1us);
    EXPECT_FALSE(admitted(call("list")));
    clock.set(until);
    EXPECT_EQ(passing(call("list")), 10);
}

TEST_P(BudgetsTest, each_account_has_its_own_and_the_app_one_for_all) {
    EXPECT_EQ(passing(call("list", "ada")), 10);
    EXPECT_EQ(passing(call("list", "bob")), 10);
    EXPECT_EQ(passing(call("list", "cid")), 5) << "25 for the app";
    EXPECT_EQ(admit(call("list", "cid")).refused_by, "lists_of_app");
    EXPECT_EQ(count("budgets WHERE quota = 'lists' AND account = 'cid' AND used = 5"), 1)
        << "what one budget refuses costs none";
}

TEST_P(BudgetsTest, without_an_account_only_the_app_s_are_taken) {
    EXPECT_EQ(passing(call("list", "")), 25);
}

TEST_P(BudgetsTest, endpoints_cost_what_the_descriptor_says) {
    EXPECT_EQ(passing(call("video")), 33) << "three units each, of a hundred";
}

TEST_P(BudgetsTest, a_share_is_left_to_who_is_more_urgent) {
    EXPECT_EQ(passing(call("video", "ada", Purpose::scheduled)), 23) << "70 units";
    EXPECT_EQ(passing(call("video", "ada", Purpose::user)), 3) << "80 units";
    EXPECT_EQ(passing(call("video", "ada", Purpose::publish)), 7) << "all of them";
}

TEST_P(BudgetsTest, a_day_s_quota_is_back_after_midnight) {
    passing(call("video"));
    const auto until = *admit(call("video")).refused_until;
    EXPECT_EQ(to_rfc3339(until), "2026-01-01T08:00:00Z") << "midnight in Los Angeles";
    clock.set(until + 2min);
    EXPECT_EQ(passing(call("video")), 33);
}

TEST_P(BudgetsTest, near_midnight_a_call_takes_of_both_days) {
    clock.set(parse_time("2026-01-01T07:59:30Z").value());
    EXPECT_EQ(passing(call("video")), 33);
    clock.advance(1min);
    EXPECT_FALSE(admitted(call("video"))) << "the platform may have counted them today";
    EXPECT_GE(*admit(call("video")).refused_until, clock.now() + 1min) << "not at once again";
    clock.advance(24h + 2min);
    EXPECT_TRUE(admitted(call("video")));
}

TEST_P(BudgetsTest, all_nodes_take_of_the_same) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(admitted(call("list")));
        EXPECT_FALSE(run(other_node().admit(call("list"))).refused_until);
    }
    EXPECT_FALSE(admitted(call("list")));
    EXPECT_TRUE(run(other_node().admit(call("list"))).refused_until);
}

TEST_P(BudgetsTest, many_at_once_never_overdraw) {
    std::vector<std::future<Admission>> all;
    for (std::size_t i = 0; i < 40; ++i) {
        auto& node = i % 2 == 0 ? budgets : other_node();
        all.push_back(start(node.admit(call("list", i % 4 < 2 ? "ada" : "bob")), i % 2));
    }
    int passed = 0;
    for (auto& one : all) passed += !one.get().refused_until;
    EXPECT_EQ(passed, 20);
}

TEST_P(BudgetsTest, a_crowd_draws_over_few_connections_and_each_gets_its_own_answer) {
    // Far more than the database has connections: they wait in line here, not there.
    std::vector<BudgetCall> of_users;  // they outlive the coroutines that look at them
    for (int i = 0; i < 5; ++i) of_users.push_back(call("list", "user" + std::to_string(i)));
    const auto video = call("video", "ada", Purpose::user);
    std::vector<std::future<Admission>> lists;
    std::vector<std::future<Admission>> videos;
    for (std::size_t i = 0; i < 150; ++i) {
        lists.push_back(start(budgets.admit(of_users[i % 5]), i % 2));
        videos.push_back(start(budgets.admit(video), i % 2));
    }
    int passed = 0;
    for (auto& one : lists) {
        const auto admission = one.get();
        passed += !admission.refused_until;
        EXPECT_EQ(admission.used.empty(), admission.refused_until.has_value());
    }
    EXPECT_EQ(passed, 25) << "of the app";
    int seen = 0;
    for (auto& one : videos) seen += !one.get().refused_until;
    EXPECT_EQ(seen, 26) << "three units each of the eighty that are not kept for publishing";
}

TEST_P(BudgetsTest, what_was_used_is_still_used_after_a_restart) {
    passing(call("list"));
    Budgets restarted(ledger, clock, {});
    restarted.add_platform("fake", quotas);
    EXPECT_TRUE(run(restarted.admit(call("list"))).refused_until);
}

TEST_P(BudgetsTest, an_operator_s_limit_wins) {
    Budgets generous(ledger, clock, {.limits = {{"fake.lists", 12}, {"fake.lists_of_app", 0}}});
    generous.add_platform("fake", quotas);
    int passed = 0;
    while (!run(generous.admit(call("list"))).refused_until) ++passed;
    EXPECT_EQ(passed, 12);
}

TEST_P(BudgetsTest, what_the_platform_counted_more_is_taken_over) {
    const auto admission = admit(call("list"));
    const Time resets_at = clock.now() + 10min;
    run(budgets.told(call("list"), {.limit = 10, .remaining = 3, .resets_at = resets_at},
                     admission));
    EXPECT_EQ(passing(call("list")), 3);
    clock.set(resets_at + 1min);
    EXPECT_GT(passing(call("list")), 0) << "what the platform told of is over at its reset";
}

TEST_P(BudgetsTest, what_the_platform_counted_less_is_not_believed) {
    Admission admission;
    for (int i = 0; i < 6; ++i) admission = admit(call("list"));
    // Calls under way are not counted there yet.
    run(budgets.told(call("list"), {.limit = 10, .remaining = 9, .resets_at = clock.now() + 10min},
                     admission));
    EXPECT_EQ(passing(call("list")), 4);
}

TEST_P(BudgetsTest, when_the_platform_says_that_nothing_is_left_all_wait_for_its_reset) {
    const auto admission = admit(call("list"));
    const Time resets_at = clock.now() + 7min;
    run(budgets.told(call("list"), {.limit = 10, .remaining = 0, .resets_at = resets_at},
                     admission));
    EXPECT_EQ(admit(call("list")).refused_until, resets_at);
    EXPECT_EQ(run(other_node().admit(call("list"))).refused_until, resets_at);
    EXPECT_TRUE(admitted(call("list", "bob"))) << "another account's is not concerned";
    clock.set(resets_at);
    EXPECT_TRUE(admitted(call("list")));
}

TEST_P(BudgetsTest, nonsense_that_the_platform_tells_changes_nothing) {
    const auto admission = admit(call("list"));
    for (const LimitTold told :
         {LimitTold{0, 0, clock.now() + 1h}, LimitTold{-5, -5, clock.now() + 1h},
          LimitTold{10, 0, clock.now()}, LimitTold{10, 0, clock.now() - 1h}}) {
        run(budgets.told(call("list"), told, admission));
    }
    EXPECT_EQ(passing(call("list")), 9);
}

TEST_P(BudgetsTest, a_closed_budget_lets_the_more_urgent_pass) {
    run(budgets.close(call("list"), Purpose::scheduled, clock.now() + 5min));
    EXPECT_FALSE(admitted(call("list", "ada", Purpose::scheduled)));
    EXPECT_TRUE(admitted(call("list", "ada", Purpose::user)));
    run(budgets.close(call("list"), Purpose::publish, clock.now() + 2min));
    EXPECT_FALSE(admitted(call("list", "ada", Purpose::user)));
    clock.advance(2min);
    EXPECT_TRUE(admitted(call("list", "ada", Purpose::user)));
}

TEST_P(BudgetsTest, what_has_no_number_can_be_closed_as_well) {
    run(budgets.close(call("other"), Purpose::publish, clock.now() + 5min));
    EXPECT_EQ(admit(call("other")).refused_until, clock.now() + 5min);
    EXPECT_FALSE(admitted(call("another"))) << "the platform did not say what it meant";
    EXPECT_TRUE(admitted(call("other", "bob")));
    EXPECT_TRUE(admitted(call("list"))) << "what has a number of its own is not meant";
    clock.advance(5min);
    EXPECT_TRUE(admitted(call("other")));
}

TEST_P(BudgetsTest, what_is_refused_to_a_stranger_closes_nothing_for_the_others) {
    run(budgets.close(call("other", ""), Purpose::publish, clock.now() + 5min));
    EXPECT_TRUE(admitted(call("other")));
    EXPECT_TRUE(admitted(call("other", "")));
    EXPECT_EQ(count("budgets"), 0);
}

TEST_P(BudgetsTest, what_concerns_the_whole_app_closes_it_for_everybody) {
    run(budgets.close_app("fake", clock.now() + 5min));
    EXPECT_FALSE(admitted(call("other")));
    EXPECT_FALSE(admitted(call("list", "bob")));
    EXPECT_FALSE(admitted(call("video", "")));
    EXPECT_FALSE(run(other_node().admit(call("list"))).refused_until == std::nullopt);
    clock.advance(5min);
    EXPECT_TRUE(admitted(call("list", "bob")));
}

TEST_P(BudgetsTest, nothing_stays_closed_for_ever) {
    run(budgets.close(call("other"), Purpose::publish, clock.now() + 24h * 365));
    const auto admission = admit(call("list"));
    run(budgets.told(call("list"),
                     {.limit = 10, .remaining = 0, .resets_at = clock.now() + 24h * 365},
                     admission));
    clock.advance(20min);
    EXPECT_TRUE(admitted(call("list"))) << "its window is a quarter of an hour";
    clock.advance(25h);
    EXPECT_TRUE(admitted(call("other")));
}

TEST_P(BudgetsTest, a_platform_without_quotas_is_only_ever_closed) {
    const BudgetCall stranger{.platform = "stranger", .endpoint = "list", .account = "ada"};
    for (int i = 0; i < 50; ++i) EXPECT_FALSE(run(budgets.admit(stranger)).refused_until);
    EXPECT_EQ(count("budgets"), 0) << "and nothing is written down for it";
    run(budgets.close(stranger, Purpose::publish, clock.now() + 5min));
    EXPECT_TRUE(run(budgets.admit(stranger)).refused_until);
}

TEST_P(BudgetsTest, a_call_that_took_long_counts_again) {
    admit(call("list"));
    clock.advance(20s);
    run(budgets.came_late(call("list")));
    EXPECT_EQ(passing(call("list")), 8);
}

TEST_P(BudgetsTest, operators_see_the_fullest_first) {
    for (int i = 0; i < 4; ++i) admit(call("list", "ada"));
    for (int i = 0; i < 8; ++i) admit(call("list", "bob"));
    run(budgets.close(call("other", "cid"), Purpose::scheduled, clock.now() + 5min));
    const auto views = run(budgets.list(10));
    ASSERT_EQ(views.size(), 4U);
    EXPECT_EQ(views[0].account, "bob");
    EXPECT_EQ(views[0].used, 8);
    EXPECT_EQ(views[0].limit, 10);
    EXPECT_EQ(views[0].window_seconds, 900);
    EXPECT_TRUE(views[0].units_return_at);
    EXPECT_EQ(views[1].quota, "lists_of_app");
    EXPECT_EQ(views[1].used, 12);
    EXPECT_FALSE(views[1].account);
    EXPECT_EQ(views[2].account, "ada");
    EXPECT_EQ(views[3].account, "cid");
    EXPECT_EQ(views[3].closed_until, clock.now() + 5min);
    EXPECT_EQ(run(budgets.list(1)).size(), 1U);
}

TEST_P(BudgetsTest, what_no_longer_counts_is_forgotten) {
    admit(call("list"));
    run(budgets.clean());
    EXPECT_EQ(count("budgets"), 2);
    clock.advance(2h);
    run(budgets.clean());
    EXPECT_EQ(count("budgets"), 0);
    EXPECT_EQ(passing(call("list")), 10);
}

ROSTRUM_ON_ALL_ENGINES(BudgetsTest);

}  // namespace
}  // namespace rostrum::limits
