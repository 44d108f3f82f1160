#include "accounts/team.hpp"

#include "accounts/authenticator.hpp"
#include "accounts/sql.hpp"
#include "core/timezone.hpp"
#include "crypto/token.hpp"

#include <algorithm>
#include <cctype>

namespace rostrum::accounts {
namespace {

Error unknown_timezone() {
    return invalid_field("timezone", "must be a zone such as Europe/Berlin");
}

std::unexpected<Error> owners_only() {
    return fail(ErrorCode::forbidden, "only an owner may do this to an owner",
                "Only an owner can change owners.");
}

std::unexpected<Error> last_owner() {
    return fail(ErrorCode::conflict, "the last owner stays",
                "A workspace needs an owner. Make somebody else an owner first.");
}

/// The member, with the workspace locked so that two owners cannot remove each other at once.
Task<Result<Member>> lock_member(db::Transaction& tx, WorkspaceId workspace, MembershipId id) {
    co_await tx.query(sql::lock_workspace, {workspace});
    const auto rows = co_await tx.query(sql::find_member, {workspace, id});
    auto member = rows.one<Member>();
    if (!member) co_return fail(ErrorCode::not_found, "no such member");
    co_return std::move(*member);
}

Task<bool> is_last_owner(db::Transaction& tx, WorkspaceId workspace, const Member& member) {
    if (member.role != Role::owner || !member.user_id) co_return false;
    const auto rows = co_await tx.query(sql::count_owners, {workspace});
    co_return rows.get<int>(0, "owners") <= 1;
}

Task<Result<Member>> set_role_in(db::Transaction& tx, Scope scope, MembershipId id, Role role) {
    auto member = co_await lock_member(tx, scope.workspace, id);
    if (!member) co_return member;
    if (scope.role != Role::owner && (member->role == Role::owner || role == Role::owner)) {
        co_return owners_only();
    }
    if (role != Role::owner && co_await is_last_owner(tx, scope.workspace, *member)) {
        co_return last_owner();
    }
    co_await tx.execute(sql::set_role, {scope.workspace, id, role});
    co_await tx.notify(sessions_channel);
    member->role = role;
    co_return member;
}

Task<Result<>> remove_in(db::Transaction& tx, Scope scope, MembershipId id) {
    const auto member = co_await lock_member(tx, scope.workspace, id);
    if (!member) co_return std::unexpected(member.error());
    const bool self = member->user_id == scope.user;
    if (!self && !at_least(scope.role, Role::admin)) {
        co_return fail(ErrorCode::forbidden, "removing others needs the role admin");
    }
    if (scope.role != Role::owner && member->role == Role::owner) co_return owners_only();
    if (co_await is_last_owner(tx, scope.workspace, *member)) co_return last_owner();
    if (member->user_id) {
        co_await tx.execute(sql::delete_sessions_of_member, {scope.workspace, *member->user_id});
        co_await tx.execute(sql::delete_api_keys_of_member, {scope.workspace, *member->user_id});
    }
    co_await tx.execute(sql::delete_member, {scope.workspace, id});
    co_await tx.notify(sessions_channel);
    co_return Result<>{};
}

Task<Result<>> create_in(db::Transaction& tx, const WorkspaceOfMember& workspace, UserId user,
                         MembershipId membership, Time now) {
    const auto rows = co_await tx.query(sql::find_email, {user});
    if (rows.empty()) co_return fail(ErrorCode::not_found, "the user has gone");
    co_await tx.execute(sql::insert_workspace,
                        {workspace.id, workspace.name, workspace.timezone, now});
    co_await tx.execute(
        sql::insert_membership,
        {membership, workspace.id, user, rows.get<std::string>(0, "email"), Role::owner, now});
    co_return Result<>{};
}

}  // namespace

Task<std::vector<Member>> Team::members(Scope scope, PageRequest page) {
    const auto from = page_start(page);
    const auto rows = co_await database_.query(sql::list_members,
                                               {scope.workspace, from.before, from.id, page.limit});
    co_return rows.all<Member>();
}

Task<Result<Invited>> Team::invite(Scope scope, Invitation invitation) {
    if (invitation.role == Role::owner && scope.role != Role::owner) co_return owners_only();
    std::ranges::transform(invitation.email, invitation.email.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    Invited invited{.member = {.id = MembershipId{ids_.next()},
                               .user_id = std::nullopt,
                               .email = invitation.email,
                               .name = std::nullopt,
                               .role = invitation.role,
                               .status = MemberStatus::invited,
                               .created_at = clock_.now()},
                    .token = crypto::random_token(random_)};
    const auto& member = invited.member;
    const auto rows = co_await database_.execute(
        sql::insert_invitation,
        {member.id, scope.workspace, member.email, member.role, crypto::token_hash(invited.token),
         member.created_at + invitation_life, member.created_at});
    if (rows.affected() == 0) {
        co_return fail(ErrorCode::conflict, "the address is a member or invited",
                       "This person is a member or invited already.");
    }
    co_return invited;
}

Task<Result<Member>> Team::set_role(Scope scope, MembershipId id, Role role) {
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return set_role_in(tx, scope, id, role); });
}

Task<Result<>> Team::remove(Scope scope, MembershipId id) {
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return remove_in(tx, scope, id); });
}

Task<std::vector<WorkspaceOfMember>> Team::workspaces(Scope scope) {
    const auto rows = co_await database_.query(sql::list_workspaces, {scope.user});
    co_return rows.all<WorkspaceOfMember>();
}

Task<Result<WorkspaceOfMember>> Team::create_workspace(Scope scope, NewWorkspace workspace) {
    const std::string timezone = workspace.timezone.value_or("UTC");
    if (!is_timezone(timezone)) co_return fail(unknown_timezone());
    const WorkspaceOfMember made{WorkspaceId{ids_.next()}, std::move(workspace.name), Role::owner,
                                 timezone};
    const MembershipId membership{ids_.next()};
    const auto done = co_await database_.transaction([&](db::Transaction& tx) {
        return create_in(tx, made, scope.user, membership, clock_.now());
    });
    if (!done) co_return std::unexpected(done.error());
    co_return made;
}

Task<Result<Workspace>> Team::change_workspace(Scope scope, WorkspaceId id,
                                               WorkspaceChange change) {
    if (id != scope.workspace) co_return fail(ErrorCode::not_found, "not the workspace in use");
    if (change.timezone && !is_timezone(*change.timezone)) co_return fail(unknown_timezone());
    const auto rows =
        co_await database_.execute(sql::rename_workspace, {id, change.name, change.timezone});
    auto workspace = rows.one<Workspace>();
    if (!workspace) co_return fail(ErrorCode::not_found, "no such workspace");
    co_return std::move(*workspace);
}

}  // namespace rostrum::accounts
