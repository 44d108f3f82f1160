#include "accounts/sign_in.hpp"

#include "accounts/sql.hpp"
#include "crypto/jwt.hpp"
#include "crypto/token.hpp"

#include <algorithm>
#include <cctype>

namespace rostrum::accounts {
namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return text;
}

/// A device's text, cut to what the list of sessions can show.
std::string shown(std::string text) {
    constexpr std::size_t max = 300;
    if (text.size() <= max) return text;
    std::size_t end = max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text;
}

/// What is written when somebody registers.
struct NewUser {
    UserId user;
    WorkspaceId workspace;
    MembershipId membership;
    std::string email;
    std::string name;
    std::string password_hash;
    std::optional<db::Bytes> invite_hash;
    Time now;
};

struct NewSession {
    SessionId id;
    db::Bytes token_hash;
    Device device;
};

struct InvitationRow {
    MembershipId id;
    WorkspaceId workspace_id;
    std::string email;
};
BOOST_DESCRIBE_STRUCT(InvitationRow, (), (id, workspace_id, email))

struct PasswordRow {
    UserId id;
    std::string password_hash;
};
BOOST_DESCRIBE_STRUCT(PasswordRow, (), (id, password_hash))

/// Everything that an answer tells, in one row.
struct AnswerRow {
    UserId user_id;
    std::string email;
    std::string user_name;
    Time created_at;
    WorkspaceId workspace_id;
    std::string workspace_name;
    std::string timezone;
    Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(AnswerRow, (),
                      (user_id, email, user_name, created_at, workspace_id, workspace_name,
                       timezone, role))

Task<> insert_session(db::Transaction& tx, const NewSession& session, UserId user,
                      WorkspaceId workspace, Time now) {
    co_await tx.execute(sql::insert_session, {session.id, user, workspace, session.token_hash,
                                              shown(session.device.user_agent), session.device.ip,
                                              now, now + session_life});
}

/// A workspace of the user's own, with them as its owner.
Task<> insert_workspace(db::Transaction& tx, const NewUser& user) {
    co_await tx.execute(sql::insert_workspace,
                        {user.workspace, user.name + "'s workspace", "UTC", user.now});
    co_await tx.execute(sql::insert_membership, {user.membership, user.workspace, user.user,
                                                 user.email, Role::owner, user.now});
}

Task<Result<WorkspaceId>> join_by_invitation(db::Transaction& tx, const NewUser& user) {
    const auto rows = co_await tx.query(sql::find_invitation, {*user.invite_hash, user.now});
    const auto invitation = rows.one<InvitationRow>();
    if (!invitation || invitation->email != user.email) {
        co_return fail(ErrorCode::not_found, "no open invitation for this address",
                       "This invitation is for another address, was used, or has expired.");
    }
    co_await tx.execute(sql::accept_invitation, {invitation->id, user.user});
    co_return invitation->workspace_id;
}

Task<Result<>> register_in(db::Transaction& tx, const NewUser& user, const NewSession& session) {
    co_await tx.query(sql::lock_registration);
    const auto inserted = co_await tx.execute(
        sql::insert_user, {user.user, user.email, user.name, user.password_hash, user.now});
    if (inserted.affected() == 0) {
        co_return fail(ErrorCode::conflict, "the address is registered",
                       "There is an account with this e-mail address. Sign in instead.");
    }
    WorkspaceId workspace = user.workspace;
    if (user.invite_hash) {
        const auto joined = co_await join_by_invitation(tx, user);
        if (!joined) co_return std::unexpected(joined.error());
        workspace = *joined;
    } else {
        co_await insert_workspace(tx, user);
    }
    co_await insert_session(tx, session, user.user, workspace, user.now);
    co_return Result<>{};
}

/// The workspace of the last session, else any; one is made for a user who is left without.
Task<Result<>> login_in(db::Transaction& tx, const NewUser& user, const NewSession& session) {
    const auto rows = co_await tx.query(sql::find_home, {user.user});
    WorkspaceId workspace = user.workspace;
    if (rows.empty()) {
        co_await insert_workspace(tx, user);
    } else {
        workspace = rows.get<WorkspaceId>(0, "workspace_id");
    }
    co_await insert_session(tx, session, user.user, workspace, user.now);
    co_return Result<>{};
}

Task<Result<>> accept_in(db::Transaction& tx, UserId user, SessionId session,
                         const db::Bytes& invite_hash, Time now) {
    const auto rows = co_await tx.query(sql::find_invitation_of_user, {invite_hash, now, user});
    const auto invitation = rows.one<InvitationRow>();
    if (!invitation) {
        co_return fail(ErrorCode::not_found, "no open invitation for this user",
                       "This invitation is for another address, was used, or has expired.");
    }
    co_await tx.execute(sql::accept_invitation, {invitation->id, user});
    co_await tx.execute(sql::move_session, {session, invitation->workspace_id, now});
    co_await tx.notify(sessions_channel);
    co_return Result<>{};
}

Task<Result<>> move_in(db::Transaction& tx, UserId user, SessionId session, WorkspaceId workspace,
                       Time now) {
    const auto rows = co_await tx.query(sql::find_membership, {workspace, user});
    if (rows.empty()) co_return fail(ErrorCode::not_found, "not a member of this workspace");
    co_await tx.execute(sql::move_session, {session, workspace, now});
    co_await tx.notify(sessions_channel);
    co_return Result<>{};
}

Task<Result<>> end_session_in(db::Transaction& tx, UserId user, SessionId session) {
    const auto deleted = co_await tx.execute(sql::delete_session, {session, user});
    if (deleted.affected() == 0) co_return fail(ErrorCode::not_found, "no such session");
    co_await tx.notify(sessions_channel);
    co_return Result<>{};
}

Task<Result<>> logout_in(db::Transaction& tx, SessionId session) {
    co_await tx.execute(sql::delete_session_by_id, {session});
    co_await tx.notify(sessions_channel);
    co_return Result<>{};
}

Task<Result<>> change_in(db::Transaction& tx, UserId user, std::optional<SessionId> keep,
                         const ProfileChange& change, const std::string& new_hash, Time now) {
    if (change.name) co_await tx.execute(sql::rename_user, {user, *change.name, now});
    if (!new_hash.empty()) {
        co_await tx.execute(sql::set_password, {user, new_hash, now});
        co_await tx.execute(sql::delete_other_sessions, {user, keep});
        co_await tx.notify(sessions_channel);
    }
    co_return Result<>{};
}

}  // namespace

Secret SignIn::access_token(UserId user, SessionId session, WorkspaceId workspace,
                            Role role) const {
    const Time now = clock_.now();
    return crypto::sign_access_token({.user = user,
                                      .session = session,
                                      .workspace = workspace,
                                      .role = std::string(enum_name(role)),
                                      .issued_at = now,
                                      .expires_at = now + access_token_life},
                                     signing_key_);
}

Task<Result<SignedIn>> SignIn::answer(UserId user, SessionId session, Secret session_token) {
    const auto rows = co_await database_.query(sql::describe_session, {session, user});
    const auto row = rows.one<AnswerRow>();
    if (!row) co_return fail(ErrorCode::unauthenticated, "the session has ended");
    co_return SignedIn{
        .user = {row->user_id, row->email, row->user_name, row->created_at},
        .workspace = {row->workspace_id, row->workspace_name, row->timezone},
        .role = row->role,
        .session = session,
        .access_token = access_token(user, session, row->workspace_id, row->role),
        .session_token = std::move(session_token),
    };
}

Task<Result<SignedIn>> SignIn::register_user(Registration registration, Device device) {
    auto hash = co_await hasher_.hash(Secret(std::move(registration.password)));
    if (!hash) co_return std::unexpected(hash.error());
    NewUser user{.user = UserId{ids_.next()},
                 .workspace = WorkspaceId{ids_.next()},
                 .membership = MembershipId{ids_.next()},
                 .email = lower(std::move(registration.email)),
                 .name = std::move(registration.name),
                 .password_hash = std::move(*hash),
                 .invite_hash = std::nullopt,
                 .now = clock_.now()};
    if (registration.invite_token) {
        user.invite_hash = crypto::token_hash(*registration.invite_token);
    }
    Secret token = crypto::random_token(random_);
    const NewSession session{SessionId{ids_.next()}, crypto::token_hash(token), std::move(device)};
    const auto done = co_await database_.transaction(
        [&](db::Transaction& tx) { return register_in(tx, user, session); });
    if (!done) co_return std::unexpected(done.error());
    co_return co_await answer(user.user, session.id, std::move(token));
}

Task<Result<SignedIn>> SignIn::login(Credentials credentials, Device device) {
    const std::string email = lower(std::move(credentials.email));
    const auto rows = co_await database_.query(sql::find_password, {email});
    const auto found = rows.one<PasswordRow>();
    // An unknown address costs as much time as a known one.
    const auto matches = co_await hasher_.verify(Secret(std::move(credentials.password)),
                                                 found ? found->password_hash : hasher_.dummy());
    if (!matches) co_return std::unexpected(matches.error());
    if (!*matches || !found) {
        co_return fail(ErrorCode::unauthenticated, "wrong address or password",
                       "The e-mail address or the password is wrong.");
    }
    const auto name = email.substr(0, email.find('@'));
    const NewUser user{.user = found->id,
                       .workspace = WorkspaceId{ids_.next()},
                       .membership = MembershipId{ids_.next()},
                       .email = email,
                       .name = name,
                       .password_hash = {},
                       .invite_hash = std::nullopt,
                       .now = clock_.now()};
    Secret token = crypto::random_token(random_);
    const NewSession session{SessionId{ids_.next()}, crypto::token_hash(token), std::move(device)};
    const auto done = co_await database_.transaction(
        [&](db::Transaction& tx) { return login_in(tx, user, session); });
    if (!done) co_return std::unexpected(done.error());
    co_return co_await answer(user.user, session.id, std::move(token));
}

Task<Result<SignedIn>> SignIn::refresh(Scope scope, SessionId session) {
    const Time now = clock_.now();
    const auto extended =
        co_await database_.execute(sql::touch_session, {session, now, now + session_life});
    if (extended.affected() == 0)
        co_return fail(ErrorCode::unauthenticated, "the session has ended");
    co_return co_await answer(scope.user, session, Secret());
}

Task<Result<SignedIn>> SignIn::switch_workspace(Scope scope, SessionId session,
                                                WorkspaceId workspace) {
    const auto done = co_await database_.transaction([&](db::Transaction& tx) {
        return move_in(tx, scope.user, session, workspace, clock_.now());
    });
    if (!done) co_return std::unexpected(done.error());
    co_return co_await answer(scope.user, session, Secret());
}

Task<Result<SignedIn>> SignIn::accept_invitation(Scope scope, SessionId session, Secret token) {
    const auto hash = crypto::token_hash(token);
    try {
        const auto done = co_await database_.transaction([&](db::Transaction& tx) {
            return accept_in(tx, scope.user, session, hash, clock_.now());
        });
        if (!done) co_return std::unexpected(done.error());
    } catch (const db::DatabaseError& error) {
        if (error.failure() != db::Failure::unique_violation) throw;
        co_return fail(ErrorCode::conflict, "already a member",
                       "You are a member of this workspace already.");
    }
    co_return co_await answer(scope.user, session, Secret());
}

Task<> SignIn::logout(SessionId session) {
    co_await database_.transaction([&](db::Transaction& tx) { return logout_in(tx, session); });
}

Task<Result<Me>> SignIn::me(Scope scope) {
    const auto rows = co_await database_.query(sql::describe_member, {scope.workspace, scope.user});
    const auto row = rows.one<AnswerRow>();
    if (!row) co_return fail(ErrorCode::unauthenticated, "no longer a member");
    const auto workspaces = co_await database_.query(sql::list_workspaces, {scope.user});
    co_return Me{.user = {row->user_id, row->email, row->user_name, row->created_at},
                 .workspace = {row->workspace_id, row->workspace_name, row->timezone},
                 .role = scope.role,
                 .workspaces = workspaces.all<WorkspaceOfMember>()};
}

Task<Result<Me>> SignIn::change_profile(Scope scope, std::optional<SessionId> session,
                                        ProfileChange change) {
    std::string new_hash;
    if (change.new_password) {
        const auto rows = co_await database_.query(sql::find_password_of_user, {scope.user});
        const auto found = rows.one<PasswordRow>();
        if (!found) co_return fail(ErrorCode::not_found, "the user has gone");
        const auto matches = co_await hasher_.verify(Secret(change.current_password.value_or("")),
                                                     found->password_hash);
        if (!matches) co_return std::unexpected(matches.error());
        if (!*matches) co_return fail(invalid_field("currentPassword", "is wrong"));
        auto hash = co_await hasher_.hash(Secret(*change.new_password));
        if (!hash) co_return std::unexpected(hash.error());
        new_hash = std::move(*hash);
    }
    co_await database_.transaction([&](db::Transaction& tx) {
        return change_in(tx, scope.user, session, change, new_hash, clock_.now());
    });
    co_return co_await me(scope);
}

Task<std::vector<SessionView>> SignIn::sessions(Scope scope) {
    const auto rows = co_await database_.query(sql::list_sessions, {scope.user, clock_.now()});
    co_return rows.all<SessionView>();
}

Task<Result<>> SignIn::revoke_session(Scope scope, SessionId session) {
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return end_session_in(tx, scope.user, session); });
}

Task<> SignIn::clean() {
    const Time now = clock_.now();
    co_await database_.execute(sql::delete_expired_sessions, {now});
    co_await database_.execute(sql::delete_expired_invitations, {now});
}

}  // namespace rostrum::accounts
