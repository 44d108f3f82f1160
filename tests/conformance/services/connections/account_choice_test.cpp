#include "connections/account_choice.hpp"

#include "conformance/services/connections/fixture.hpp"

#include <gtest/gtest.h>

#include <set>

namespace rostrum::connections {
namespace {

using namespace std::chrono_literals;
using platforms::Account;
using testing::answered;

/// A platform whose grant opens three pages, each with a token of its own but the last.
class AccountChoiceTest : public ConnectionsTest {
protected:
    AccountChoiceTest() {
        platform->on_accounts = [this](const auto&) { return answered(pages); };
    }

    static Account page(const std::string& id, const std::string& token) {
        Account made{.external_id = id,
                     .app_scoped_id = {},
                     .handle = "page-" + id,
                     .display_name = "Page " + id,
                     .avatar_url = "https://a/" + id,
                     .tokens = std::nullopt};
        if (!token.empty()) made.tokens = platforms::Tokens{.access = Secret(token)};
        return made;
    }

    FlowResult flow() {
        const auto begun = run(oauth.authorize(scope, "fake", {}, ""));
        return run(oauth.callback({.platform = "fake",
                                   .code = "code",
                                   .state = begun.value().state,
                                   .error = std::nullopt,
                                   .error_description = std::nullopt,
                                   .session_token = {},
                                   .request_id = {},
                                   .user = std::nullopt}));
    }
    AccountChoiceId offered() { return std::get<AccountChoiceId>(flow().end.value()); }
    Result<std::vector<ConnectionId>> choose(AccountChoiceId id,
                                             std::vector<std::string> accounts) {
        return run(choices.choose(scope, id, {std::move(accounts)}));
    }

    std::vector<Account> pages{page("1", "token-of-1"), page("2", "token-of-2"), page("3", "")};
};

TEST_P(AccountChoiceTest, several_accounts_are_offered_and_none_is_connected_yet) {
    const auto id = offered();
    EXPECT_EQ(count("connections"), 0);
    const auto choice = run(choices.find(scope, id)).value();
    EXPECT_EQ(choice.platform, "fake");
    EXPECT_EQ(choice.expires_at, clock.now() + choice_life);
    ASSERT_EQ(choice.accounts.size(), 3U);
    EXPECT_EQ(choice.accounts[0].external_id, "1");
    EXPECT_EQ(choice.accounts[0].handle, "page-1");
    EXPECT_EQ(choice.accounts[0].display_name, "Page 1");
    EXPECT_EQ(choice.accounts[0].avatar_url, "https://a/1");
    EXPECT_FALSE(choice.accounts[0].status) << "never connected";
}

TEST_P(AccountChoiceTest, the_chosen_are_connected_each_with_its_own_tokens) {
    const auto connected = choose(offered(), {"3", "1"}).value();
    ASSERT_EQ(connected.size(), 2U);
    EXPECT_EQ(find(connected[0]).external_id, "1") << "in the order of the grant";
    EXPECT_EQ(access_of(connected[0]), "token-of-1");
    EXPECT_FALSE(stored(connected[0]).refresh_token) << "the page has none, the grant's is not its";
    EXPECT_FALSE(find(connected[0]).token_expires_at) << "nor does the grant's end concern it";
    EXPECT_EQ(access_of(connected[1]), "access-of-code") << "without tokens of its own";
    EXPECT_EQ(refresh_of(connected[1]), "refresh-of-code");
    for (const auto id : connected) {
        EXPECT_EQ(find(id).scopes, (std::vector<std::string>{"read", "insights"}));
    }
    EXPECT_EQ(events("connection.connected"), 2);
    EXPECT_EQ(count("jobs WHERE kind = 'sync.first'"), 2);
}

TEST_P(AccountChoiceTest, an_account_may_be_granted_less_than_the_others) {
    pages[1].tokens->scopes = {"read"};
    const auto connected = choose(offered(), {"1", "2"}).value();
    EXPECT_EQ(find(connected[0]).scopes, (std::vector<std::string>{"read", "insights"}));
    EXPECT_EQ(find(connected[1]).scopes, std::vector<std::string>{"read"});
}

TEST_P(AccountChoiceTest, a_choice_works_once) {
    const auto id = offered();
    EXPECT_TRUE(choose(id, {"1"}));
    EXPECT_EQ(choose(id, {"2"}).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(choices.find(scope, id)).error().code, ErrorCode::not_found);
    EXPECT_EQ(count("connections"), 1);
}

TEST_P(AccountChoiceTest, of_many_at_once_one_is_made) {
    const auto id = offered();
    std::vector<std::future<Result<std::vector<ConnectionId>>>> all;
    for (int i = 0; i < 8; ++i)
        all.push_back(start(choices.choose(scope, id, {std::vector<std::string>{"1", "2"}}),
                            static_cast<std::size_t>(i % 2)));
    int made = 0;
    for (auto& one : all) made += one.get().has_value();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(count("connections"), 2);
}

TEST_P(AccountChoiceTest, an_account_that_was_not_offered_connects_none) {
    const auto id = offered();
    const auto chosen = choose(id, {"1", "4711"});
    EXPECT_EQ(chosen.error().code, ErrorCode::validation_failed);
    ASSERT_EQ(chosen.error().details.size(), 1U);
    EXPECT_EQ(chosen.error().details[0].field, "externalIds");
    EXPECT_EQ(count("connections"), 0);
    EXPECT_TRUE(choose(id, {"1"})) << "the choice is still there";
}

TEST_P(AccountChoiceTest, an_account_named_twice_is_connected_once) {
    EXPECT_EQ(choose(offered(), {"1", "1"}).value().size(), 1U);
    EXPECT_EQ(count("connections"), 1);
}

TEST_P(AccountChoiceTest, a_choice_lives_a_quarter_of_an_hour) {
    const auto id = offered();
    clock.advance(choice_life);
    EXPECT_EQ(run(choices.find(scope, id)).error().code, ErrorCode::not_found);
    EXPECT_EQ(choose(id, {"1"}).error().code, ErrorCode::not_found);
    EXPECT_EQ(count("account_choices"), 1);
    run(oauth.clean());
    EXPECT_EQ(count("account_choices"), 0);
}

TEST_P(AccountChoiceTest, a_choice_belongs_to_the_member_who_made_the_grant) {
    const auto id = offered();
    const auto foreign = new_scope();
    EXPECT_EQ(run(choices.find(foreign, id)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(choices.choose(foreign, id, {{"1"}})).error().code, ErrorCode::not_found);
    auto colleague = scope;
    colleague.user = foreign.user;
    EXPECT_EQ(run(choices.find(colleague, id)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(choices.choose(colleague, id, {{"1"}})).error().code, ErrorCode::not_found);
    EXPECT_TRUE(choose(id, {"1"}));
}

TEST_P(AccountChoiceTest, accounts_that_were_connected_before_are_told_and_keep_their_connection) {
    const auto before = choose(offered(), {"1", "2"}).value();
    run(store.mark_needs_reauth(stored(before[0]), "190/460", "Sign in again."));
    pages[0] = page("1", "newer-token-of-1");
    const auto id = offered();
    const auto choice = run(choices.find(scope, id)).value();
    EXPECT_EQ(choice.accounts[0].status, Status::needs_reauth);
    EXPECT_EQ(choice.accounts[1].status, Status::active);
    EXPECT_FALSE(choice.accounts[2].status);

    EXPECT_EQ(choose(id, {"1"}).value(), std::vector{before[0]});
    EXPECT_EQ(find(before[0]).status, Status::active);
    EXPECT_EQ(access_of(before[0]), "newer-token-of-1");
    EXPECT_EQ(access_of(before[1]), "token-of-2") << "what was not chosen stays as it is";
}

TEST_P(AccountChoiceTest, no_token_stands_in_the_table_as_it_is) {
    offered();
    const auto sealed =
        query("SELECT sealed_grant FROM account_choices").get<db::Bytes>(0, "sealed_grant");
    const std::string text(reinterpret_cast<const char*>(sealed.data()), sealed.size());
    EXPECT_FALSE(text.contains("token-of-1"));
    EXPECT_FALSE(text.contains("access-of-code"));
}

TEST_P(AccountChoiceTest, a_grant_that_was_moved_to_another_choice_does_not_open) {
    const auto first = offered();
    const auto second = offered();
    execute("UPDATE account_choices SET sealed_grant ="
            " (SELECT sealed_grant FROM account_choices WHERE id = $1) WHERE id = $2",
            {first, second});
    EXPECT_EQ(choose(second, {"1"}).error().code, ErrorCode::processing_failed);
    EXPECT_EQ(count("connections"), 0);
}

ROSTRUM_ON_ALL_ENGINES(AccountChoiceTest);

}  // namespace
}  // namespace rostrum::connections
