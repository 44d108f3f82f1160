#include "conformance/services/fixture.hpp"
#include "core/metrics.hpp"
#include "limits/budgets.hpp"
#include "platforms/call.hpp"
#include "platforms/x/x.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <gtest/gtest.h>

#include <array>

namespace rostrum::platforms {
namespace {

using namespace std::chrono_literals;
using limits::Purpose;

constexpr std::array<std::string_view, 1> list_only{"list"};
constexpr std::array quotas{limits::Quota{.name = "lists",
                                          .scope = limits::QuotaScope::account,
                                          .limit = 3,
                                          .window = 15min,
                                          .endpoints = list_only}};

/// "percent: 93" tells how much of a quota is used.
LimitsSeen read_percent(const http::Headers& headers, Time) {
    LimitsSeen seen;
    if (const auto text = headers.get("percent"); !text.empty()) {
        seen.used_percent = std::stoi(std::string(text));
    }
    return seen;
}

constexpr Dialect dialect{
    .platform = "fake",
    .name = "Fake",
    .read_error = [](const json::value&, int) -> std::optional<PlatformError> {
        return std::nullopt;
    },
    .read_limits = read_percent};

class CallBudgetTest : public ServiceTest {
protected:
    CallBudgetTest() {
        budgets.add_platform("fake", quotas);
        parts.sleep = [](std::chrono::nanoseconds) -> Task<> { co_return; };
        parts.budgets = &budgets;
    }

    Outcome<json::value> send(std::string_view endpoint, Purpose purpose = Purpose::user,
                              std::string account = "ada") {
        CallRequest request{.endpoint = endpoint, .url = "https://fake.example/x"};
        request.owner = CallOwner{std::move(account), purpose};
        const PlatformCall call(dialect, {}, parts);
        return run(call.send(std::move(request)));
    }
    /// Sends with a good answer.
    Outcome<json::value> succeed(std::string_view endpoint, Purpose purpose = Purpose::user) {
        client.answer("{}");
        return send(endpoint, purpose);
    }
    bool refused(std::string_view endpoint, Purpose purpose = Purpose::user,
                 std::string account = "ada") {
        const auto sent = client.requests.size();
        const auto answer = send(endpoint, purpose, std::move(account));
        return !answer && answer.error().next == Next::rate_limited &&
               client.requests.size() == sent;
    }

    limits::BudgetLedger ledger{*database};
    limits::Budgets budgets{ledger, clock, {}};
    Metrics metrics;
    ScriptedClient client;
    PlatformParts parts{client, clock, random, metrics};
};

TEST_P(CallBudgetTest, a_call_without_budget_is_not_made) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(succeed("list"));
    const auto answer = send("list");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().next, Next::rate_limited);
    EXPECT_EQ(answer.error().code, "budget/lists");
    EXPECT_TRUE(answer.error().user_message.contains("Fake"));
    EXPECT_GT(*answer.error().retry_after, 15min);
    EXPECT_EQ(client.requests.size(), 3U);
    EXPECT_TRUE(succeed("other"));
}

TEST_P(CallBudgetTest, every_try_takes_of_the_budget) {
    client.answer("", 503);
    client.answer("", 503);
    EXPECT_TRUE(succeed("list"));
    EXPECT_TRUE(refused("list")) << "three requests were made";
}

TEST_P(CallBudgetTest, a_call_that_nobody_owns_takes_none) {
    const PlatformCall call(dialect, {}, parts);
    for (int i = 0; i < 5; ++i) {
        client.answer("{}");
        EXPECT_TRUE(run(call.send({.endpoint = "list", .url = "https://fake.example/token"})));
    }
    EXPECT_EQ(count("budgets"), 0);
}

TEST_P(CallBudgetTest, calls_of_a_connect_count_for_the_account_that_they_find) {
    const auto platform = x::create({.client_id = "app",
                                     .client_secret = Secret("secret"),
                                     .redirect_uri = {},
                                     .base_url = {},
                                     .api_version = {}},
                                    parts);
    budgets.add_platform("x", platform->descriptor().quotas);
    const auto user = R"({"data":{"id":"7","username":"ada","name":"Ada"}})";
    constexpr int users_me_max = 75;
    for (int i = 0; i < users_me_max; ++i) {
        client.answer(user);
        EXPECT_TRUE(run(platform->authorizer().accounts({.access = Secret("token")})));
    }
    const auto profile = [&](std::string id) {
        client.answer(user);
        return run(platform->reader()->profile(
            {.token = Secret("token"), .external_id = std::move(id), .scopes = {}}));
    };
    EXPECT_TRUE(profile("8")) << "somebody else's";
    const auto refused = profile("7");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "budget/users_me");
}

TEST_P(CallBudgetTest, a_rate_limit_closes_the_budget_until_its_reset) {
    http::Headers headers;
    headers.add("Retry-After", "120");
    client.answer("{}", 429, headers);
    EXPECT_FALSE(send("list"));
    EXPECT_TRUE(refused("list", Purpose::publish));
    clock.advance(119s);
    EXPECT_TRUE(refused("list"));
    clock.advance(1s);
    EXPECT_TRUE(succeed("list"));
}

TEST_P(CallBudgetTest, a_rate_limit_without_a_reset_is_waited_out) {
    client.answer("{}", 429);
    EXPECT_FALSE(send("list"));
    clock.advance(4min);
    EXPECT_TRUE(refused("list"));
    clock.advance(1min);
    EXPECT_TRUE(succeed("list"));
}

TEST_P(CallBudgetTest, scheduled_work_waits_where_the_platform_counts_much) {
    http::Headers headers;
    headers.add("percent", "90");
    client.answer("{}", 200, headers);
    EXPECT_TRUE(send("other"));
    EXPECT_TRUE(refused("other", Purpose::scheduled));
    EXPECT_TRUE(succeed("other", Purpose::user));
    clock.advance(10min);
    EXPECT_TRUE(succeed("other", Purpose::scheduled));
}

TEST_P(CallBudgetTest, below_that_nothing_is_slowed_down) {
    http::Headers headers;
    headers.add("percent", "89");
    client.answer("{}", 200, headers);
    EXPECT_TRUE(send("other"));
    EXPECT_TRUE(succeed("other", Purpose::scheduled));
}

ROSTRUM_ON_ALL_ENGINES(CallBudgetTest);

}  // namespace
}  // namespace rostrum::platforms
