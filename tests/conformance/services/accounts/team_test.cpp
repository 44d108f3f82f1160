#include "conformance/services/accounts/fixture.hpp"

#include <set>

namespace rostrum::accounts {
namespace {

using namespace std::chrono_literals;

class TeamTest : public AccountsTest {
protected:
    void SetUp() override {
        AccountsTest::SetUp();
        owner = scope_of(registered("owner@example.com"));
    }

    MembershipId membership(UserId user) { return member(owner, user).id; }
    Result<Member> set_role(const Scope& scope, UserId user, Role role) {
        return run(team.set_role(scope, membership(user), role));
    }

    Scope owner;
};

TEST_P(TeamTest, members_and_invitations_are_listed_newest_first) {
    clock.advance(1s);
    const auto ada = joined(owner, "ada@example.com", Role::editor);
    clock.advance(1s);
    invited(owner, "Bob@Example.com", Role::viewer);
    const auto members = run(team.members(owner, {.limit = 100, .after = std::nullopt}));
    ASSERT_EQ(members.size(), 3U);
    EXPECT_EQ(members[0].email, "bob@example.com");
    EXPECT_EQ(members[0].status, MemberStatus::invited);
    EXPECT_FALSE(members[0].user_id);
    EXPECT_EQ(members[1].user_id, ada.user.id);
    EXPECT_EQ(members[1].name, "ada");
    EXPECT_EQ(members[1].status, MemberStatus::active);
    EXPECT_EQ(members[2].role, Role::owner);
}

TEST_P(TeamTest, members_are_paged_without_gaps_or_doubles) {
    for (int i = 0; i < 11; ++i) invited(owner, std::to_string(i) + "@example.com", Role::viewer);
    std::set<MembershipId> seen;
    PageRequest page{.limit = 4, .after = std::nullopt};
    for (int pages = 0; pages < 10; ++pages) {
        const auto rows = run(team.members(owner, page));
        for (const auto& row : rows) EXPECT_TRUE(seen.insert(row.id).second);
        if (rows.size() < 4) break;
        page.after = cursor_of(rows.back().created_at, rows.back().id.value);
    }
    EXPECT_EQ(seen.size(), 12U);
}

TEST_P(TeamTest, an_address_is_invited_once) {
    invited(owner, "ada@example.com", Role::viewer);
    for (const std::string email : {"ada@example.com", "ADA@example.com", "owner@example.com"}) {
        EXPECT_EQ(run(team.invite(owner, {email, Role::viewer})).error().code, ErrorCode::conflict)
            << email;
    }
}

TEST_P(TeamTest, only_the_hash_of_an_invitation_is_kept) {
    const auto invitation = invited(owner, "ada@example.com", Role::viewer);
    EXPECT_GE(invitation.token.reveal().size(), 43U);
    const auto rows = query("SELECT invite_hash FROM memberships WHERE user_id IS NULL");
    EXPECT_EQ(rows.get<db::Bytes>(0, "invite_hash").size(), 32U);
}

TEST_P(TeamTest, only_an_owner_makes_and_unmakes_owners) {
    const auto admin = joined(owner, "admin@example.com", Role::admin);
    const Scope scope = scope_of(admin);
    const auto forbidden = ErrorCode::forbidden;
    EXPECT_EQ(run(team.invite(scope, {"new@example.com", Role::owner})).error().code, forbidden);
    EXPECT_EQ(set_role(scope, admin.user.id, Role::owner).error().code, forbidden);
    EXPECT_EQ(set_role(scope, owner.user, Role::viewer).error().code, forbidden);
    EXPECT_EQ(run(team.remove(scope, membership(owner.user))).error().code, forbidden);
    EXPECT_TRUE(run(team.invite(owner, {"new@example.com", Role::owner})));
    const auto made = set_role(owner, admin.user.id, Role::owner);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->role, Role::owner);
}

TEST_P(TeamTest, the_last_owner_stays) {
    invited(owner, "invited@example.com", Role::owner);  // is no owner yet
    joined(owner, "admin@example.com", Role::admin);
    EXPECT_EQ(set_role(owner, owner.user, Role::admin).error().code, ErrorCode::conflict);
    EXPECT_EQ(run(team.remove(owner, membership(owner.user))).error().code, ErrorCode::conflict);
    EXPECT_TRUE(set_role(owner, owner.user, Role::owner)) << "nothing changes";

    const auto second = joined(owner, "second@example.com", Role::owner);
    EXPECT_TRUE(set_role(owner, owner.user, Role::admin)) << "somebody else is there";
    EXPECT_EQ(set_role(scope_of(second), second.user.id, Role::viewer).error().code,
              ErrorCode::conflict);
}

TEST_P(TeamTest, two_owners_who_remove_each_other_at_once_do_not_both_succeed) {
    for (int round = 0; round < 5; ++round) {
        const auto name = "second" + std::to_string(round) + "@example.com";
        const auto second = scope_of(joined(owner, name, Role::owner));
        auto one = start(team.remove(owner, membership(second.user)), 0);
        auto other = start(team.remove(second, membership(owner.user)), 1);
        const auto first_done = one.get();
        const auto second_done = other.get();
        EXPECT_NE(first_done.has_value(), second_done.has_value());
        EXPECT_EQ(count("memberships WHERE role = 'owner'"), 1);
        if (second_done) owner = second;
    }
}

TEST_P(TeamTest, a_role_that_changed_counts_at_once) {
    const auto ada = joined(owner, "ada@example.com", Role::viewer);
    EXPECT_EQ(bearer(ada.access_token)->scope.role, Role::viewer);
    ASSERT_TRUE(set_role(owner, ada.user.id, Role::admin));
    EXPECT_TRUE(
        testing::eventually([&] { return bearer(ada.access_token)->scope.role == Role::admin; }));
}

TEST_P(TeamTest, who_is_removed_loses_their_sessions_and_keys_here_and_only_here) {
    const auto ada = joined(owner, "ada@example.com", Role::editor);
    const auto elsewhere = run(team.create_workspace(scope_of(ada), {"Own", std::nullopt}));
    const auto other = login("ada@example.com");
    ASSERT_TRUE(run(sign_in.switch_workspace(scope_of(*other), other->session, elsewhere->id)));
    const auto key = run(api_keys.create(scope_of(ada), {"key", Role::viewer}));
    const Scope own{elsewhere->id, ada.user.id, Role::owner};
    const auto own_key = run(api_keys.create(own, {"key", Role::viewer}));
    ASSERT_TRUE(bearer(key->text));

    ASSERT_TRUE(run(team.remove(owner, membership(ada.user.id))));
    EXPECT_TRUE(testing::eventually([&] { return !bearer(key->text); }));
    EXPECT_FALSE(bearer(ada.access_token));
    EXPECT_FALSE(cookie(ada.session_token));
    EXPECT_TRUE(bearer(own_key->text));
    EXPECT_TRUE(cookie(other->session_token));
}

TEST_P(TeamTest, anybody_may_leave_but_only_admins_remove_others) {
    const auto ada = joined(owner, "ada@example.com", Role::viewer);
    const auto bob = joined(owner, "bob@example.com", Role::viewer);
    EXPECT_EQ(run(team.remove(scope_of(ada), membership(bob.user.id))).error().code,
              ErrorCode::forbidden);
    EXPECT_TRUE(run(team.remove(scope_of(ada), membership(ada.user.id))));
    EXPECT_EQ(count("memberships"), 2);
}

TEST_P(TeamTest, an_invitation_can_be_taken_back) {
    const auto invitation = invited(owner, "ada@example.com", Role::viewer);
    EXPECT_TRUE(run(team.remove(owner, invitation.member.id)));
    EXPECT_EQ(try_register("ada@example.com", std::string(invitation.token.reveal())).error().code,
              ErrorCode::not_found);
}

TEST_P(TeamTest, members_of_other_workspaces_are_out_of_reach) {
    const auto other = scope_of(registered("other@example.com"));
    const auto foreign = membership(owner.user);
    EXPECT_EQ(run(team.set_role(other, foreign, Role::viewer)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(team.remove(other, foreign)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(team.members(other, {})).size(), 1U);
    EXPECT_EQ(
        run(team.change_workspace(other, owner.workspace, {"Mine", std::nullopt})).error().code,
        ErrorCode::not_found);
}

TEST_P(TeamTest, a_workspace_is_made_and_changed_with_a_zone_that_exists) {
    const auto wrong = run(team.create_workspace(owner, {"W", "Mars/Olympus"}));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().details.at(0).field, "timezone");
    const auto made = run(team.create_workspace(owner, {"W", "Asia/Kolkata"}));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->timezone, "Asia/Kolkata");
    EXPECT_EQ(made->role, Role::owner);
    EXPECT_EQ(run(team.create_workspace(owner, {"U", std::nullopt}))->timezone, "UTC");

    EXPECT_FALSE(run(team.change_workspace(owner, owner.workspace, {std::nullopt, "Mars"})));
    const auto zone =
        run(team.change_workspace(owner, owner.workspace, {std::nullopt, "Europe/Berlin"}));
    ASSERT_TRUE(zone);
    EXPECT_EQ(zone->name, "owner's workspace") << "stays";
    EXPECT_EQ(zone->timezone, "Europe/Berlin");
    EXPECT_EQ(run(team.change_workspace(owner, owner.workspace, {"Named", std::nullopt}))->timezone,
              "Europe/Berlin");
    EXPECT_EQ(run(team.workspaces(owner)).size(), 3U);
}

ROSTRUM_ON_ALL_ENGINES(TeamTest);

}  // namespace
}  // namespace rostrum::accounts
