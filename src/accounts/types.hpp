#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rostrum::accounts {

/// What a member may do; each role may do what the ones before it may.
enum class Role : std::uint8_t { viewer, editor, admin, owner };
BOOST_DESCRIBE_ENUM(Role, viewer, editor, admin, owner)

constexpr bool at_least(Role role, Role needed) { return role >= needed; }

/// In whose name something is done. Every service of a tenant's data takes one, and every query of
/// it carries `workspace`.
struct Scope {
    WorkspaceId workspace;
    UserId user;
    Role role = Role::viewer;
};

struct User {
    UserId id;
    std::string email;
    std::string name;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(User, (), (id, email, name, created_at))

struct Workspace {
    WorkspaceId id;
    std::string name;
    std::string timezone;
};
BOOST_DESCRIBE_STRUCT(Workspace, (), (id, name, timezone))

/// A workspace as one of its members sees it.
struct WorkspaceOfMember {
    WorkspaceId id;
    std::string name;
    Role role = Role::viewer;
    std::string timezone;
};
BOOST_DESCRIBE_STRUCT(WorkspaceOfMember, (), (id, name, role, timezone))

}  // namespace rostrum::accounts
