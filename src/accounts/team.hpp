#pragma once

#include "accounts/types.hpp"
#include "core/cursor.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "db/database.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::accounts {

inline constexpr std::chrono::hours invitation_life{24 * 7};

enum class MemberStatus : std::uint8_t { active, invited };
BOOST_DESCRIBE_ENUM(MemberStatus, active, invited)

struct Member {
    MembershipId id;
    std::optional<UserId> user_id;
    std::string email;
    std::optional<std::string> name;
    Role role = Role::viewer;
    MemberStatus status = MemberStatus::active;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(Member, (), (id, user_id, email, name, role, status, created_at))

struct Invitation {
    std::string email;
    Role role = Role::viewer;

    static constexpr std::array rules{
        FieldRule{.field = "email", .max_length = 254, .format = "email"},
    };
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (email, role))

struct RoleChange {
    Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(RoleChange, (), (role))

struct NewWorkspace {
    std::string name;
    std::optional<std::string> timezone;

    static constexpr std::array rules{
        FieldRule{.field = "name", .min_length = 1, .max_length = 100},
        FieldRule{.field = "timezone", .min_length = 1, .max_length = 64},
    };
};
BOOST_DESCRIBE_STRUCT(NewWorkspace, (), (name, timezone))

struct WorkspaceChange {
    std::optional<std::string> name;
    std::optional<std::string> timezone;

    static constexpr std::array rules = NewWorkspace::rules;
};
BOOST_DESCRIBE_STRUCT(WorkspaceChange, (), (name, timezone))

/// An invited member, and the token of the link that they open; it is shown this once.
struct Invited {
    Member member;
    Secret token;
};

/// The members of a workspace, and workspaces themselves. There is always an owner: the last one
/// can neither leave nor be demoted (`conflict`). Only an owner makes or unmakes owners
/// (`forbidden`).
class Team {
public:
    Team(db::Database& database, const Clock& clock, Random& random, IdSource& ids)
        : database_(database), clock_(clock), random_(random), ids_(ids) {}

    Task<std::vector<Member>> members(Scope scope, PageRequest page);
    /// Errors: `conflict` when the address is a member or invited already.
    Task<Result<Invited>> invite(Scope scope, Invitation invitation);
    /// Errors: `not_found`.
    Task<Result<Member>> set_role(Scope scope, MembershipId id, Role role);
    /// Ends the member's sessions and API keys in this workspace. Errors: `not_found`.
    Task<Result<>> remove(Scope scope, MembershipId id);

    Task<std::vector<WorkspaceOfMember>> workspaces(Scope scope);
    /// Errors: `validation_failed` for an unknown time zone.
    Task<Result<WorkspaceOfMember>> create_workspace(Scope scope, NewWorkspace workspace);
    /// Errors: `not_found` for another workspace than the scope's.
    Task<Result<Workspace>> change_workspace(Scope scope, WorkspaceId id, WorkspaceChange change);

private:
    db::Database& database_;
    const Clock& clock_;
    Random& random_;
    IdSource& ids_;
};

}  // namespace rostrum::accounts
