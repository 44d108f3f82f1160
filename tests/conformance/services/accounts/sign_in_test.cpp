#include "conformance/services/accounts/fixture.hpp"

namespace rostrum::accounts {
namespace {

using namespace std::chrono_literals;

class SignInTest : public AccountsTest {};

TEST_P(SignInTest, who_registers_owns_a_workspace_and_is_signed_in) {
    const auto ada = try_register("Ada@Example.com");
    ASSERT_TRUE(ada) << ada.error().message;
    EXPECT_EQ(ada->user.email, "ada@example.com");
    EXPECT_EQ(ada->user.name, "Ada");
    EXPECT_EQ(ada->user.created_at, clock.now());
    EXPECT_EQ(ada->workspace.name, "Ada's workspace");
    EXPECT_EQ(ada->workspace.timezone, "UTC");
    EXPECT_EQ(ada->role, Role::owner);
    for (const auto& principal : {bearer(ada->access_token), cookie(ada->session_token)}) {
        ASSERT_TRUE(principal) << principal.error().message;
        EXPECT_EQ(principal->scope.user, ada->user.id);
        EXPECT_EQ(principal->scope.workspace, ada->workspace.id);
        EXPECT_EQ(principal->scope.role, Role::owner);
        EXPECT_EQ(principal->session, ada->session);
        EXPECT_EQ(principal->key, "user:" + to_string(ada->user.id));
    }
}

TEST_P(SignInTest, an_address_registers_once_however_it_is_written) {
    registered("ada@example.com");
    const auto again = try_register("ADA@example.com");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_EQ(count("users"), 1);
    EXPECT_EQ(count("workspaces"), 1);
    EXPECT_EQ(count("sessions"), 1);
}

TEST_P(SignInTest, an_address_registers_once_also_when_many_try_at_once) {
    std::vector<std::future<Result<SignedIn>>> all;
    for (std::size_t i = 0; i < 8; ++i) {
        all.push_back(start(sign_in.register_user({.email = "ada@example.com",
                                                   .password = password,
                                                   .name = "Ada",
                                                   .invite_token = std::nullopt},
                                                  {}),
                            i % 2));
    }
    int registrations = 0;
    for (auto& one : all) {
        const auto answer = one.get();
        registrations += answer.has_value();
        if (!answer) {
            EXPECT_EQ(answer.error().code, ErrorCode::conflict);
        }
    }
    EXPECT_EQ(registrations, 1);
    EXPECT_EQ(count("workspaces"), 1);
}

TEST_P(SignInTest, who_registers_first_looks_after_the_instance) {
    const auto first = registered("first@example.com");
    const auto second = registered("second@example.com");
    EXPECT_TRUE(bearer(first.access_token)->instance_admin);
    EXPECT_FALSE(bearer(second.access_token)->instance_admin);
}

TEST_P(SignInTest, only_one_is_the_first_also_when_many_register_at_once) {
    std::vector<std::future<Result<SignedIn>>> all;
    for (std::size_t i = 0; i < 8; ++i) {
        all.push_back(
            start(sign_in.register_user({.email = "user" + std::to_string(i) + "@example.com",
                                         .password = password,
                                         .name = "Somebody",
                                         .invite_token = std::nullopt},
                                        {}),
                  i % 2));
    }
    for (auto& one : all) EXPECT_TRUE(one.get());
    EXPECT_EQ(count("users"), 8);
    EXPECT_EQ(count("users WHERE instance_admin"), 1);
}

TEST_P(SignInTest, the_right_password_signs_in) {
    const auto ada = registered("ada@example.com");
    const auto again = login("ADA@example.com");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->user.id, ada.user.id);
    EXPECT_EQ(again->workspace.id, ada.workspace.id);
    EXPECT_NE(again->session, ada.session);
    EXPECT_TRUE(cookie(again->session_token));
    EXPECT_TRUE(cookie(ada.session_token)) << "the other session goes on";
}

TEST_P(SignInTest, an_unknown_address_and_a_wrong_password_are_not_told_apart) {
    registered("ada@example.com");
    const auto wrong = login("ada@example.com", "not the password");
    const auto unknown = login("eve@example.com", "not the password");
    const auto lucky = login("eve@example.com", "dummy");
    for (const auto* answer : {&wrong, &unknown, &lucky}) {
        ASSERT_FALSE(*answer);
        EXPECT_EQ(answer->error().code, ErrorCode::unauthenticated);
        EXPECT_EQ(answer->error().message, wrong.error().message);
        EXPECT_EQ(answer->error().user_message, wrong.error().user_message);
    }
    EXPECT_EQ(hasher.verified, 3) << "each costs one verification";
    EXPECT_EQ(hasher.verified_against_dummy, 2);
    EXPECT_EQ(count("sessions"), 1);
}

TEST_P(SignInTest, signing_in_leads_to_the_workspace_of_the_last_session) {
    const auto ada = registered("ada@example.com");
    const auto made = run(team.create_workspace(scope_of(ada), {"Second", "Europe/Berlin"}));
    ASSERT_TRUE(made);
    clock.advance(1h);
    ASSERT_TRUE(run(sign_in.switch_workspace(scope_of(ada), ada.session, made->id)));
    const auto again = login("ada@example.com");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->workspace.id, made->id);
    EXPECT_EQ(again->workspace.timezone, "Europe/Berlin");
}

TEST_P(SignInTest, who_is_left_without_a_workspace_gets_one) {
    const auto ada = registered("ada@example.com");
    execute("DELETE FROM workspaces");
    const auto again = login("ada@example.com");
    ASSERT_TRUE(again);
    EXPECT_NE(again->workspace.id, ada.workspace.id);
    EXPECT_EQ(again->role, Role::owner);
}

TEST_P(SignInTest, refreshing_gives_a_new_token_and_extends_the_session) {
    const auto ada = registered("ada@example.com");
    clock.advance(24h * 20);
    const auto fresh = run(sign_in.refresh(scope_of(ada), ada.session));
    ASSERT_TRUE(fresh);
    EXPECT_TRUE(fresh->session_token.empty()) << "the browser has one";
    EXPECT_FALSE(bearer(ada.access_token)) << "the old one has expired";
    EXPECT_TRUE(bearer(fresh->access_token));
    clock.advance(24h * 20);
    EXPECT_TRUE(cookie(ada.session_token)) << "40 days after the sign-in, 20 after the refresh";
}

TEST_P(SignInTest, a_session_that_has_ended_is_not_refreshed) {
    const auto ada = registered("ada@example.com");
    run(sign_in.logout(ada.session));
    EXPECT_EQ(run(sign_in.refresh(scope_of(ada), ada.session)).error().code,
              ErrorCode::unauthenticated);
}

TEST_P(SignInTest, a_session_that_has_expired_is_not_brought_back_by_a_refresh) {
    const auto ada = registered("ada@example.com");
    clock.advance(session_life);
    ASSERT_FALSE(cookie(ada.session_token));
    EXPECT_FALSE(run(sign_in.refresh(scope_of(ada), ada.session)));
    EXPECT_FALSE(cookie(ada.session_token));
}

TEST_P(SignInTest, a_session_is_refreshed_by_its_own_user_only) {
    const auto ada = registered("ada@example.com");
    const auto eve = registered("eve@example.com");
    EXPECT_FALSE(run(sign_in.refresh(scope_of(eve), ada.session)));
}

TEST_P(SignInTest, switching_moves_the_session_to_another_workspace_of_the_user) {
    const auto ada = registered("ada@example.com");
    const auto grace = registered("grace@example.com");
    const auto invitation = invited(scope_of(grace), "ada@example.com", Role::editor);
    const auto accepted = run(sign_in.accept_invitation(
        scope_of(ada), ada.session, Secret(std::string(invitation.token.reveal()))));
    ASSERT_TRUE(accepted) << accepted.error().message;
    EXPECT_EQ(accepted->workspace.id, grace.workspace.id);
    EXPECT_EQ(accepted->role, Role::editor);

    const auto back =
        run(sign_in.switch_workspace(scope_of(*accepted), ada.session, ada.workspace.id));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->role, Role::owner);
    EXPECT_TRUE(bearer(back->access_token));
    EXPECT_TRUE(testing::eventually([&] { return !bearer(accepted->access_token); }))
        << "a token of the workspace that was left";
}

TEST_P(SignInTest, nobody_switches_to_a_workspace_of_others) {
    const auto ada = registered("ada@example.com");
    const auto grace = registered("grace@example.com");
    EXPECT_EQ(
        run(sign_in.switch_workspace(scope_of(ada), ada.session, grace.workspace.id)).error().code,
        ErrorCode::not_found);
    EXPECT_EQ(bearer(ada.access_token)->scope.workspace, ada.workspace.id);
}

TEST_P(SignInTest, an_invitation_makes_a_member_of_who_registers_with_it) {
    const auto grace = registered("grace@example.com");
    const auto ada = joined(scope_of(grace), "ada@example.com", Role::admin);
    EXPECT_EQ(ada.workspace.id, grace.workspace.id);
    EXPECT_EQ(ada.role, Role::admin);
    EXPECT_EQ(count("workspaces"), 1) << "none of their own is made";
    EXPECT_EQ(member(scope_of(grace), ada.user.id).status, MemberStatus::active);
}

TEST_P(SignInTest, an_invitation_is_for_its_address_and_works_once) {
    const auto grace = registered("grace@example.com");
    const auto invitation = invited(scope_of(grace), "Ada@Example.com", Role::admin);
    const std::string token(invitation.token.reveal());
    EXPECT_EQ(try_register("eve@example.com", token).error().code, ErrorCode::not_found);
    EXPECT_FALSE(login("eve@example.com")) << "nobody was registered";
    EXPECT_EQ(try_register("ada@example.com", "not the token").error().code, ErrorCode::not_found);
    EXPECT_TRUE(try_register("ada@example.com", token));
    const auto eve = registered("eve@example.com");
    EXPECT_EQ(run(sign_in.accept_invitation(scope_of(eve), eve.session, Secret(std::string(token))))
                  .error()
                  .code,
              ErrorCode::not_found);
}

TEST_P(SignInTest, an_invitation_expires) {
    const auto grace = registered("grace@example.com");
    const auto ada = registered("ada@example.com");
    const auto invitation = invited(scope_of(grace), "ada@example.com", Role::viewer);
    const auto other = invited(scope_of(grace), "new@example.com", Role::viewer);
    clock.advance(invitation_life);
    const auto late = run(sign_in.accept_invitation(
        scope_of(ada), ada.session, Secret(std::string(invitation.token.reveal()))));
    EXPECT_EQ(late.error().code, ErrorCode::not_found);
    EXPECT_EQ(try_register("new@example.com", std::string(other.token.reveal())).error().code,
              ErrorCode::not_found);
}

TEST_P(SignInTest, a_member_cannot_accept_once_more) {
    const auto grace = registered("grace@example.com");
    const auto ada = joined(scope_of(grace), "ada@example.com", Role::viewer);
    // The same person is invited under the address that they have had since.
    execute("UPDATE memberships SET email = 'old@example.com' WHERE user_id = $1", {ada.user.id});
    const auto again = invited(scope_of(grace), "ada@example.com", Role::admin);
    const auto accepted = run(sign_in.accept_invitation(scope_of(ada), ada.session,
                                                        Secret(std::string(again.token.reveal()))));
    ASSERT_FALSE(accepted);
    EXPECT_EQ(accepted.error().code, ErrorCode::conflict);
    EXPECT_EQ(member(scope_of(grace), ada.user.id).role, Role::viewer);
}

TEST_P(SignInTest, signing_out_ends_the_session_everywhere) {
    const auto ada = registered("ada@example.com");
    const auto other = login("ada@example.com");
    ASSERT_TRUE(cookie(ada.session_token));
    run(sign_in.logout(ada.session));
    EXPECT_TRUE(testing::eventually([&] { return !cookie(ada.session_token); }));
    EXPECT_FALSE(bearer(ada.access_token));
    EXPECT_TRUE(cookie(other->session_token));
}

TEST_P(SignInTest, the_sessions_of_a_user_are_listed_the_last_used_first) {
    const auto ada = registered("ada@example.com");
    registered("eve@example.com");
    clock.advance(1h);
    const auto second = login("ada@example.com");
    const auto sessions = run(sign_in.sessions(scope_of(ada)));
    ASSERT_EQ(sessions.size(), 2U);
    EXPECT_EQ(sessions[0].id, second->session);
    EXPECT_EQ(sessions[0].user_agent, "another agent");
    EXPECT_EQ(sessions[0].ip, "192.0.2.2");
    EXPECT_EQ(sessions[1].id, ada.session);
    EXPECT_EQ(sessions[1].expires_at, sessions[1].created_at + session_life);
    clock.advance(session_life - 1h);
    EXPECT_EQ(run(sign_in.sessions(scope_of(ada))).size(), 1U) << "expired ones are not shown";
}

TEST_P(SignInTest, a_long_user_agent_is_cut_and_what_is_no_text_does_no_harm) {
    const auto registration = [&](const std::string& email, std::string agent) {
        return run(sign_in.register_user(
            {.email = email, .password = password, .name = "N", .invite_token = std::nullopt},
            {std::move(agent), "192.0.2.1"}));
    };
    const auto longer = registration("long@example.com", std::string(10'000, 'x'));
    ASSERT_TRUE(longer);
    EXPECT_EQ(run(sign_in.sessions(scope_of(*longer))).at(0).user_agent.size(), 300U);
    // 299 bytes, then a character of two bytes that would be cut in the middle.
    const auto cut = registration("cut@example.com", std::string(299, 'x') + "é and more");
    ASSERT_TRUE(cut);
    EXPECT_TRUE(run(sign_in.sessions(scope_of(*cut))).at(0).user_agent.starts_with("xxx"));
    EXPECT_TRUE(registration("latin@example.com", "caf\xE9"));
}

TEST_P(SignInTest, a_session_is_revoked_by_its_user_only) {
    const auto ada = registered("ada@example.com");
    const auto eve = registered("eve@example.com");
    EXPECT_EQ(run(sign_in.revoke_session(scope_of(eve), ada.session)).error().code,
              ErrorCode::not_found);
    EXPECT_TRUE(cookie(ada.session_token));
    EXPECT_TRUE(run(sign_in.revoke_session(scope_of(ada), ada.session)));
    EXPECT_TRUE(testing::eventually([&] { return !cookie(ada.session_token); }));
    EXPECT_EQ(run(sign_in.revoke_session(scope_of(ada), ada.session)).error().code,
              ErrorCode::not_found);
}

TEST_P(SignInTest, a_new_password_needs_the_old_one_and_ends_the_other_sessions) {
    const auto ada = registered("ada@example.com");
    const auto other = login("ada@example.com");
    for (const std::optional<std::string>& wrong :
         {std::optional<std::string>("a guess"), std::optional<std::string>()}) {
        const auto refused = run(sign_in.change_profile(
            scope_of(ada), ada.session,
            {.name = "Changed", .current_password = wrong, .new_password = "another password"}));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::validation_failed);
        EXPECT_EQ(refused.error().details.at(0).field, "currentPassword");
    }
    EXPECT_EQ(run(sign_in.me(scope_of(ada)))->user.name, "ada") << "all or nothing";
    EXPECT_TRUE(cookie(other->session_token));

    const auto changed = run(sign_in.change_profile(
        scope_of(ada), ada.session,
        {.name = "Ada L.", .current_password = password, .new_password = "another password"}));
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->user.name, "Ada L.");
    EXPECT_TRUE(testing::eventually([&] { return !cookie(other->session_token); }));
    EXPECT_TRUE(cookie(ada.session_token));
    EXPECT_FALSE(login("ada@example.com"));
    EXPECT_TRUE(login("ada@example.com", "another password"));
}

TEST_P(SignInTest, me_tells_of_every_workspace) {
    const auto ada = registered("ada@example.com");
    run(team.create_workspace(scope_of(ada), {"A second one", std::nullopt}));
    const auto me = run(sign_in.me(scope_of(ada)));
    ASSERT_TRUE(me);
    EXPECT_EQ(me->workspace.id, ada.workspace.id);
    ASSERT_EQ(me->workspaces.size(), 2U);
    EXPECT_EQ(me->workspaces[0].name, "A second one");
    EXPECT_EQ(me->workspaces[1].name, "ada's workspace");
}

TEST_P(SignInTest, cleaning_drops_what_has_expired) {
    const auto ada = registered("ada@example.com");
    invited(scope_of(ada), "old@example.com", Role::viewer);
    clock.advance(invitation_life);
    invited(scope_of(ada), "new@example.com", Role::viewer);
    run(sign_in.clean());
    EXPECT_EQ(count("memberships"), 2);
    EXPECT_EQ(count("sessions"), 1);
    clock.advance(session_life);
    login("ada@example.com");
    run(sign_in.clean());
    EXPECT_EQ(count("memberships"), 1);
    EXPECT_EQ(count("sessions"), 1);
}

ROSTRUM_ON_ALL_ENGINES(SignInTest);

}  // namespace
}  // namespace rostrum::accounts
