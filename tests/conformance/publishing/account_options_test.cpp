#include "conformance/publishing/fixture.hpp"
#include "core/deadline.hpp"

namespace rostrum::publishing {
namespace {

using std::chrono::seconds;
using testing::answered;
using testing::refused;

/// A platform that never answers what an account may do.
class SilentPublisher final : public platforms::Publisher {
public:
    template <typename T>
    using Outcome = platforms::Outcome<T>;

    Task<Outcome<json::object>> account_options(platforms::Access) override {
        ++asked;
        co_await sleep_for(std::chrono::hours{1});
        co_return answered(json::object{});
    }
    platforms::PublishStep next_step(const platforms::PublishPlan&,
                                     const platforms::PublishState&) const override {
        return {};
    }
    Task<Outcome<platforms::Advanced>> advance(platforms::Access, platforms::PublishPlan,
                                               platforms::PublishState) override {
        co_return answered(platforms::Advanced{});
    }
    Task<Outcome<platforms::Reconciled>> reconcile(platforms::Access, platforms::PublishPlan,
                                                   platforms::PublishState, Time) override {
        co_return answered(platforms::Reconciled{});
    }
    Task<Outcome<bool>> remove(platforms::Access, std::string) override {
        co_return answered(true);
    }

    int asked = 0;
};

class AccountOptionsTest : public PublishingTest {
protected:
    /// What a check says of a post of this account, after asking for what the account may do.
    std::string first_issue(PostInput wanted) {
        const auto told = run(service.validate(scope, std::move(wanted))).value();
        const auto& issues = told.targets.at(0).issues;
        return issues.empty() ? "" : issues[0].message;
    }
    void refuse_from_now_on(std::string why = "not today") {
        publisher.options = [why] { return answered(json::object{{"wrong", why}}); };
    }
};

TEST_P(AccountOptionsTest, are_the_platforms_and_the_checks_for_a_while) {
    EXPECT_TRUE(account_options.known(connection).empty());
    refuse_from_now_on();
    const auto told = run(account_options.ask(scope, connection));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->at("wrong").as_string(), "not today");
    EXPECT_EQ(first_issue(input()), "not today");
    EXPECT_EQ(publisher.asked, 1) << "it is known already";
    clock.advance(AccountOptions::keep_for + seconds{1});
    EXPECT_TRUE(account_options.known(connection).empty());
    refuse_from_now_on("not any more");
    EXPECT_EQ(first_issue(input()), "not any more") << "it may be otherwise by now";
    EXPECT_EQ(publisher.asked, 2);
}

TEST_P(AccountOptionsTest, are_asked_before_a_check_when_they_are_not_known) {
    refuse_from_now_on();
    EXPECT_EQ(first_issue(input()), "not today") << "on a node that nobody has asked before";
    const auto refusal = run(service.create(scope, now()));
    ASSERT_FALSE(refusal);
    EXPECT_EQ(refusal.error().details.at(0).issue, "not today");
    EXPECT_EQ(publisher.asked, 1) << "once for both";
    AccountOptions elsewhere{store, refresher, registry, clock};
    run([](AccountOptions& node, accounts::Scope scope, ConnectionId id) -> Task<bool> {
        co_await node.learn(scope, {id});
        co_return true;
    }(elsewhere, scope, connection));
    EXPECT_EQ(elsewhere.known(connection), account_options.known(connection));
}

TEST_P(AccountOptionsTest, are_asked_once_for_each_account_of_a_bulk) {
    connected_as("another");
    BulkInput bulk;
    for (std::size_t i = 0; i < bulk_max; ++i) {
        BulkPost post;
        post.content = "hello " + std::to_string(i);
        post.platforms = std::vector<std::string>{"fake"};
        bulk.posts.push_back(std::move(post));
    }
    const auto made = run(service.schedule(scope, bulk));
    ASSERT_TRUE(made) << describe(made.error());
    EXPECT_EQ(made->size(), bulk_max);
    EXPECT_EQ(publisher.asked, 2);
}

TEST_P(AccountOptionsTest, that_are_not_told_keep_nothing_from_being_written) {
    publisher.options = []() -> platforms::Outcome<json::object> {
        return refused(platforms::Next::rate_limited);
    };
    EXPECT_EQ(first_issue(input()), "");
    EXPECT_EQ(first_issue(input()), "");
    EXPECT_EQ(publisher.asked, 1) << "it is left in peace for a while";
    clock.advance(AccountOptions::pause + seconds{1});
    refuse_from_now_on();
    EXPECT_EQ(first_issue(input()), "not today");
}

TEST_P(AccountOptionsTest, are_not_waited_for_longer_than_a_check_has_patience) {
    SilentPublisher silent;
    platform->fake_publisher = &silent;
    std::vector accounts{connection, connected_as("another"), connected_as("a third")};
    AccountOptions hasty{store, refresher, registry, clock, seconds{2}};
    Checker checks{store, registry, media, hasty};
    std::vector<TargetRow> targets;
    for (const auto id : accounts) {
        TargetRow target;
        target.connection_id = id;
        target.options = json::object{};
        targets.push_back(target);
    }
    PostRow post;
    post.content = "hello";
    const auto reports = run(checks.check(scope, post, targets));
    for (const auto& report : reports) EXPECT_TRUE(report.issues.empty());
    EXPECT_EQ(silent.asked, 3) << "all at once, for it is one patience for all";
    (void)run(checks.check(scope, post, targets));
    EXPECT_EQ(silent.asked, 3);
    platform->fake_publisher = &publisher;
}

TEST_P(AccountOptionsTest, of_others_do_not_exist) {
    auto elsewhere = scope;
    elsewhere.workspace = WorkspaceId{ids.next()};
    const auto told = run(account_options.ask(elsewhere, connection));
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, ErrorCode::not_found);
    (void)run(service.validate(elsewhere, input()));
    EXPECT_EQ(publisher.asked, 0);
    refuse_from_now_on();
    EXPECT_EQ(first_issue(input()), "not today") << "it is not taken for asked in vain";
}

TEST_P(AccountOptionsTest, that_are_refused_are_an_error_and_are_not_remembered) {
    publisher.options = []() -> platforms::Outcome<json::object> {
        return refused(platforms::Next::rate_limited);
    };
    const auto told = run(account_options.ask(scope, connection));
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, ErrorCode::platform_rate_limited);
    EXPECT_TRUE(account_options.known(connection).empty());
}

ROSTRUM_ON_ALL_ENGINES(AccountOptionsTest);

}  // namespace
}  // namespace rostrum::publishing
