#pragma once

#include "accounts/authenticator.hpp"
#include "accounts/types.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "crypto/password.hpp"
#include "db/database.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::accounts {

inline constexpr std::size_t password_length_min = 10;

struct Registration {
    std::string email;
    std::string password;
    std::string name;
    std::optional<std::string> invite_token;

    static constexpr std::array rules{
        FieldRule{.field = "email", .max_length = 254, .format = "email"},
        FieldRule{.field = "password",
                  .min_length = password_length_min,
                  .max_length = 200,
                  .format = "password"},
        FieldRule{.field = "name", .min_length = 1, .max_length = 100},
        FieldRule{.field = "invite_token", .max_length = 100},
    };
};
BOOST_DESCRIBE_STRUCT(Registration, (), (email, password, name, invite_token))

struct Credentials {
    std::string email;
    std::string password;

    static constexpr std::array rules{
        FieldRule{.field = "email", .max_length = 254},
        FieldRule{.field = "password", .max_length = 200, .format = "password"},
    };
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (email, password))

struct ProfileChange {
    std::optional<std::string> name;
    std::optional<std::string> current_password;
    std::optional<std::string> new_password;

    static constexpr std::array rules{
        FieldRule{.field = "name", .min_length = 1, .max_length = 100},
        FieldRule{.field = "current_password", .max_length = 200, .format = "password"},
        FieldRule{.field = "new_password",
                  .min_length = password_length_min,
                  .max_length = 200,
                  .format = "password"},
    };
};
BOOST_DESCRIBE_STRUCT(ProfileChange, (), (name, current_password, new_password))

/// From where somebody signs in; shown in the list of sessions.
struct Device {
    std::string user_agent;
    std::string ip;
};

/// What a successful sign-in gives: an access token for `Authorization: Bearer`, and the token of
/// the session cookie.
struct SignedIn {
    User user;
    Workspace workspace;
    Role role = Role::owner;
    SessionId session;
    Secret access_token;
    Secret session_token;  ///< empty when the session already had one
};

/// A session as its user sees it.
struct SessionView {
    SessionId id;
    Time created_at;
    Time last_seen_at;
    Time expires_at;
    std::string user_agent;
    std::string ip;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (id, created_at, last_seen_at, expires_at, user_agent, ip))

struct Me {
    User user;
    Workspace workspace;
    Role role = Role::viewer;
    std::vector<WorkspaceOfMember> workspaces;
};

/// Registering, signing in and out, and the sessions of a user.
class SignIn {
public:
    SignIn(db::Database& database, crypto::PasswordHasher& hasher, const Clock& clock,
           Random& random, IdSource& ids, Secret signing_key)
        : database_(database),
          hasher_(hasher),
          clock_(clock),
          random_(random),
          ids_(ids),
          signing_key_(std::move(signing_key)) {}

    /// Makes a user with a workspace, or, with an invite token, a member of the workspace that
    /// invited. Errors: `conflict` when the address is registered, `not_found` for a used or
    /// expired invitation.
    Task<Result<SignedIn>> register_user(Registration registration, Device device);

    /// Errors: `unauthenticated`, the same for an unknown address and a wrong password.
    Task<Result<SignedIn>> login(Credentials credentials, Device device);

    /// A new access token for a living session, which is extended.
    Task<Result<SignedIn>> refresh(Scope scope, SessionId session);

    /// Moves the session to another workspace of the user. Errors: `not_found`.
    Task<Result<SignedIn>> switch_workspace(Scope scope, SessionId session, WorkspaceId workspace);

    /// Makes the signed-in user a member of the workspace that invited their address, and moves the
    /// session there. Errors: `not_found`; `conflict` when they are a member already.
    Task<Result<SignedIn>> accept_invitation(Scope scope, SessionId session, Secret token);

    Task<> logout(SessionId session);

    Task<Result<Me>> me(Scope scope);

    /// Errors: `validation_failed` when the current password is wrong or missing. A new password
    /// ends the user's other sessions.
    Task<Result<Me>> change_profile(Scope scope, std::optional<SessionId> session,
                                    ProfileChange change);

    Task<std::vector<SessionView>> sessions(Scope scope);
    /// Errors: `not_found`.
    Task<Result<>> revoke_session(Scope scope, SessionId session);

    /// Deletes sessions and invitations that have expired.
    Task<> clean();

private:
    Secret access_token(UserId user, SessionId session, WorkspaceId workspace, Role role) const;
    Task<Result<SignedIn>> answer(UserId user, SessionId session, Secret session_token);

    db::Database& database_;
    crypto::PasswordHasher& hasher_;
    const Clock& clock_;
    Random& random_;
    IdSource& ids_;
    Secret signing_key_;
};

}  // namespace rostrum::accounts
