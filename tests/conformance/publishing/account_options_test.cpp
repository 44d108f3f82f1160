#include "conformance/publishing/fixture.hpp"

namespace rostrum::publishing {
namespace {

using std::chrono::seconds;
using testing::answered;
using testing::refused;

class AccountOptionsTest : public PublishingTest {};

TEST_P(AccountOptionsTest, are_the_platforms_and_the_checks_for_a_while) {
    EXPECT_TRUE(account_options.known(connection).empty());
    publisher.options = [] { return answered(json::object{{"wrong", "not today"}}); };
    const auto told = run(account_options.ask(scope, connection));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->at("wrong").as_string(), "not today");
    const auto checked = run(service.validate(scope, input()));
    ASSERT_TRUE(checked);
    EXPECT_FALSE(checked->valid);
    EXPECT_EQ(checked->targets.at(0).issues.at(0).message, "not today");
    clock.advance(AccountOptions::keep_for + seconds{1});
    EXPECT_TRUE(account_options.known(connection).empty());
    EXPECT_TRUE(run(service.validate(scope, input()))->valid) << "it may be otherwise by now";
    EXPECT_EQ(publisher.asked, 1) << "a check makes no call";
}

TEST_P(AccountOptionsTest, of_others_do_not_exist) {
    auto elsewhere = scope;
    elsewhere.workspace = WorkspaceId{ids.next()};
    const auto told = run(account_options.ask(elsewhere, connection));
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, ErrorCode::not_found);
    EXPECT_EQ(publisher.asked, 0);
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
