#include "conformance/services/accounts/fixture.hpp"
#include "crypto/jwt.hpp"

#include <array>
#include <stdexcept>

namespace rostrum::accounts {
namespace {

using namespace std::chrono_literals;

/// A database on which nothing is heard: PostgreSQL's notifications are shared with the tests that
/// run beside this one, and each of them would make the authenticator forget.
class DeafDatabase final : public db::Database {
public:
    explicit DeafDatabase(db::Database& database) : database_(database) {}

    db::Engine engine() const override { return database_.engine(); }
    Task<db::Rows> query(const db::Statement& statement, db::Params params) override {
        return database_.query(statement, std::move(params));
    }
    Task<std::vector<db::Rows>> query_all(std::vector<db::Query> queries) override {
        return database_.query_all(std::move(queries));
    }
    Task<db::Rows> execute(const db::Statement& statement, db::Params params) override {
        return database_.execute(statement, std::move(params));
    }
    Task<std::int64_t> batch(const db::Statement& statement,
                             std::vector<db::Params> rows) override {
        return database_.batch(statement, std::move(rows));
    }
    void listen(std::string, Listener) override {}
    Task<bool> healthy() override { return database_.healthy(); }

protected:
    Task<> run(Body) override { throw std::logic_error("an authenticator needs no transaction"); }

private:
    db::Database& database_;
};

class AuthenticatorTest : public AccountsTest {
protected:
    void SetUp() override {
        AccountsTest::SetUp();
        ada = registered("ada@example.com");
    }

    SignedIn ada;
};

TEST_P(AuthenticatorTest, refuses_what_is_no_token_of_ours) {
    struct Row {
        std::string token;
        std::string_view reason;
    };
    const std::string access(ada.access_token.reveal());
    const Row rows[] = {
        {"", "nothing"},
        {"x", "no token"},
        {"rk_", "the beginning of a key"},
        {"rk_" + std::string(43, 'A'), "a key that nobody was given"},
        {access + "x", "a signature with more"},
        {access.substr(0, access.size() - 1), "a signature with less"},
        {"." + access, "another part"},
        {std::string(ada.session_token.reveal()), "a cookie is no bearer token"},
        {std::string(1'000'000, 'a'), "very long"},
        {std::string(3, '\0'), "NULs"},
    };
    for (const auto& row : rows) {
        const auto principal = run(authenticator.by_bearer(row.token));
        ASSERT_FALSE(principal) << row.reason;
        EXPECT_EQ(principal.error().code, ErrorCode::unauthenticated) << row.reason;
        const auto by_cookie = run(authenticator.by_cookie(row.token));
        EXPECT_EQ(by_cookie.has_value(), row.reason == "a cookie is no bearer token") << row.reason;
    }
}

TEST_P(AuthenticatorTest, a_token_signed_with_another_key_is_worth_nothing) {
    const crypto::AccessClaims claims{.user = ada.user.id,
                                      .session = ada.session,
                                      .workspace = ada.workspace.id,
                                      .role = "owner",
                                      .issued_at = clock.now(),
                                      .expires_at = clock.now() + 15min};
    EXPECT_TRUE(bearer(crypto::sign_access_token(claims, signing_key)));
    EXPECT_FALSE(bearer(crypto::sign_access_token(claims, Secret(std::string(32, 'x')))));
}

TEST_P(AuthenticatorTest, the_role_is_the_members_own_whatever_the_token_says) {
    const auto bob = joined(scope_of(ada), "bob@example.com", Role::viewer);
    const crypto::AccessClaims claims{.user = bob.user.id,
                                      .session = bob.session,
                                      .workspace = bob.workspace.id,
                                      .role = "owner",
                                      .issued_at = clock.now(),
                                      .expires_at = clock.now() + 15min};
    EXPECT_EQ(bearer(crypto::sign_access_token(claims, signing_key))->scope.role, Role::viewer);
}

TEST_P(AuthenticatorTest, an_access_token_expires_after_a_quarter_of_an_hour) {
    clock.advance(access_token_life - 1s);
    EXPECT_TRUE(bearer(ada.access_token));
    clock.advance(1s);
    EXPECT_FALSE(bearer(ada.access_token));
    EXPECT_TRUE(cookie(ada.session_token)) << "the session goes on";
}

TEST_P(AuthenticatorTest, remembers_for_a_few_seconds_whom_it_has_found) {
    const auto key = run(api_keys.create(scope_of(ada), {"key", Role::viewer}));
    DeafDatabase deaf(*database);
    Authenticator remembering(deaf, clock, signing_key);
    const auto admits = [&] {
        const std::array admitted{
            run(remembering.by_bearer(ada.access_token.reveal())).has_value(),
            run(remembering.by_cookie(ada.session_token.reveal())).has_value(),
            run(remembering.by_bearer(key->text.reveal())).has_value()};
        return admitted;
    };
    EXPECT_EQ(admits(), (std::array{true, true, true}));
    execute("DELETE FROM sessions");
    execute("DELETE FROM api_keys");
    clock.advance(9s);
    EXPECT_EQ(admits(), (std::array{true, true, true}));
    clock.advance(1s);
    EXPECT_EQ(admits(), (std::array{false, false, false}));
}

TEST_P(AuthenticatorTest, forgets_everybody_when_told_to) {
    ASSERT_TRUE(bearer(ada.access_token) && cookie(ada.session_token));
    execute("DELETE FROM sessions");
    authenticator.forget();
    EXPECT_FALSE(bearer(ada.access_token));
    EXPECT_FALSE(cookie(ada.session_token));
}

TEST_P(AuthenticatorTest, a_revocation_on_another_node_is_heard) {
    ASSERT_TRUE(bearer(ada.access_token));
    SignIn elsewhere{*database, hasher, clock, random, ids, signing_key};
    ASSERT_TRUE(run(elsewhere.revoke_session(scope_of(ada), ada.session)));
    // The clock stands still: it is not the memory that has run out.
    EXPECT_TRUE(testing::eventually([&] { return !bearer(ada.access_token); }));
}

TEST_P(AuthenticatorTest, a_session_that_is_not_used_expires) {
    clock.advance(session_life - 1us);
    EXPECT_TRUE(cookie(ada.session_token));
    const auto other = login("ada@example.com");
    clock.advance(session_life);
    authenticator.forget();
    EXPECT_FALSE(cookie(other->session_token));
}

TEST_P(AuthenticatorTest, a_session_that_is_used_goes_on) {
    for (int month = 0; month < 6; ++month) {
        clock.advance(session_life - 1h);
        ASSERT_TRUE(cookie(ada.session_token)) << month;
    }
    const auto sessions = run(sign_in.sessions(scope_of(ada)));
    ASSERT_EQ(sessions.size(), 1U);
    EXPECT_EQ(sessions[0].last_seen_at, clock.now());
    EXPECT_EQ(sessions[0].expires_at, clock.now() + session_life);
}

TEST_P(AuthenticatorTest, a_session_is_extended_once_an_hour_at_most) {
    const Time begun = clock.now();
    clock.advance(1h);
    ASSERT_TRUE(cookie(ada.session_token));
    EXPECT_EQ(run(sign_in.sessions(scope_of(ada))).at(0).last_seen_at, begun);
    clock.advance(1min);
    ASSERT_TRUE(cookie(ada.session_token));
    EXPECT_EQ(run(sign_in.sessions(scope_of(ada))).at(0).last_seen_at, clock.now());
}

TEST_P(AuthenticatorTest, an_api_key_acts_for_its_maker_with_its_own_role) {
    const auto key = run(api_keys.create(scope_of(ada), {"key", Role::editor}));
    clock.advance(1h);
    const auto principal = bearer(key->text);
    ASSERT_TRUE(principal);
    EXPECT_EQ(principal->scope.user, ada.user.id);
    EXPECT_EQ(principal->scope.workspace, ada.workspace.id);
    EXPECT_EQ(principal->scope.role, Role::editor);
    EXPECT_FALSE(principal->session);
    EXPECT_FALSE(principal->instance_admin) << "also when its maker is";
    EXPECT_EQ(principal->key, "key:" + to_string(key->api_key.id));
    EXPECT_EQ(run(api_keys.list(scope_of(ada), {})).at(0).last_used_at, clock.now());
}

TEST_P(AuthenticatorTest, an_api_key_does_no_more_than_its_maker_may_now) {
    const auto bob = joined(scope_of(ada), "bob@example.com", Role::admin);
    const auto key = run(api_keys.create(scope_of(bob), {"key", Role::editor}));
    EXPECT_EQ(bearer(key->text)->scope.role, Role::editor);
    const auto id = member(scope_of(ada), bob.user.id).id;
    ASSERT_TRUE(run(team.set_role(scope_of(ada), id, Role::viewer)));
    EXPECT_TRUE(testing::eventually([&] { return bearer(key->text)->scope.role == Role::viewer; }));
    ASSERT_TRUE(run(team.set_role(scope_of(ada), id, Role::owner)));
    EXPECT_TRUE(testing::eventually([&] { return bearer(key->text)->scope.role == Role::editor; }))
        << "nor more than it was made for";
}

TEST_P(AuthenticatorTest, who_was_let_in_can_be_asked_for_again) {
    const auto key = run(api_keys.create(scope_of(ada), {"key", Role::viewer}));
    const auto by_key = *bearer(key->text);
    const auto by_session = *cookie(ada.session_token);
    EXPECT_TRUE(run(authenticator.still_admits(by_key)));
    EXPECT_TRUE(run(authenticator.still_admits(by_session)));
    EXPECT_FALSE(run(authenticator.still_admits({})));
    ASSERT_TRUE(run(api_keys.remove(scope_of(ada), key->api_key.id)));
    ASSERT_TRUE(run(sign_in.revoke_session(scope_of(ada), ada.session)));
    EXPECT_TRUE(testing::eventually([&] { return !run(authenticator.still_admits(by_key)); }));
    EXPECT_TRUE(testing::eventually([&] { return !run(authenticator.still_admits(by_session)); }));
}

TEST_P(AuthenticatorTest, many_at_once_from_all_loops_are_all_answered) {
    std::vector<std::future<Result<Principal>>> all;
    for (std::size_t i = 0; i < 200; ++i) {
        if (i % 50 == 0) authenticator.forget();
        all.push_back(i % 2 == 0
                          ? start(authenticator.by_bearer(ada.access_token.reveal()), i % 2)
                          : start(authenticator.by_cookie(ada.session_token.reveal()), i % 2));
    }
    for (auto& one : all) EXPECT_TRUE(one.get());
}

ROSTRUM_ON_ALL_ENGINES(AuthenticatorTest);

}  // namespace
}  // namespace rostrum::accounts
