#pragma once

#include "accounts/api_keys.hpp"
#include "accounts/sign_in.hpp"
#include "accounts/team.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::api {

/// The answer to every kind of sign-in; the session's cookie comes along in the header.
struct AuthAnswer {
    accounts::User user;
    accounts::Workspace workspace;
    accounts::Role role = accounts::Role::viewer;
    std::string access_token;
    std::int64_t expires_in = 0;  ///< seconds
};
BOOST_DESCRIBE_STRUCT(AuthAnswer, (), (user, workspace, role, access_token, expires_in))

struct MeAnswer {
    accounts::User user;
    accounts::Workspace workspace;
    accounts::Role role = accounts::Role::viewer;
    bool instance_admin = false;
    std::vector<accounts::WorkspaceOfMember> workspaces;
    bool sandbox = false;
};
BOOST_DESCRIBE_STRUCT(MeAnswer, (), (user, workspace, role, instance_admin, workspaces, sandbox))

struct SignInConfig {
    bool sandbox = false;
    std::int64_t password_min_length = 0;
    std::string version;
};
BOOST_DESCRIBE_STRUCT(SignInConfig, (), (sandbox, password_min_length, version))

struct SwitchWorkspace {
    WorkspaceId workspace_id;
};
BOOST_DESCRIBE_STRUCT(SwitchWorkspace, (), (workspace_id))

struct AcceptInvitation {
    std::string token;

    static constexpr std::array rules{
        FieldRule{.field = "token", .min_length = 1, .max_length = 100},
    };
};
BOOST_DESCRIBE_STRUCT(AcceptInvitation, (), (token))

struct SessionAnswer {
    SessionId id;
    Time created_at;
    Time last_seen_at;
    Time expires_at;
    std::string user_agent;
    std::string ip;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionAnswer, (),
                      (id, created_at, last_seen_at, expires_at, user_agent, ip, current))

struct MemberAnswer {
    MembershipId id;
    std::optional<UserId> user_id;
    std::string email;
    std::optional<std::string> name;
    accounts::Role role = accounts::Role::viewer;
    accounts::MemberStatus status = accounts::MemberStatus::active;
    Time created_at;
    std::optional<std::string> invite_url;  ///< only in the answer to the invitation
};
BOOST_DESCRIBE_STRUCT(MemberAnswer, (),
                      (id, user_id, email, name, role, status, created_at, invite_url))

/// An API key in the answer to its making: the only one that has its text.
struct MadeApiKeyAnswer {
    ApiKeyId id;
    std::string name;
    accounts::Role role = accounts::Role::viewer;
    std::string prefix;
    Time created_at;
    std::optional<Time> last_used_at;
    std::string key;
};
BOOST_DESCRIBE_STRUCT(MadeApiKeyAnswer, (), (id, name, role, prefix, created_at, last_used_at, key))

}  // namespace rostrum::api
