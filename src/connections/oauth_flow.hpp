#pragma once

#include "accounts/types.hpp"
#include "connections/account_choice.hpp"
#include "connections/connector.hpp"
#include "connections/vault.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "platforms/registry.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rostrum::connections {

inline constexpr std::chrono::minutes state_life{10};

struct AuthorizeOptions {
    std::optional<std::vector<std::string>> scopes;
    std::optional<std::string> return_to;

    static constexpr std::array rules{
        FieldRule{.field = "scopes", .maximum = 50},
        FieldRule{.field = "return_to", .min_length = 1, .max_length = 2000},
    };
};
BOOST_DESCRIBE_STRUCT(AuthorizeOptions, (), (scopes, return_to))

/// Where to send the browser.
struct Authorization {
    std::string url;
    std::string state;
    Time expires_at;
};
BOOST_DESCRIBE_STRUCT(Authorization, (), (url, state, expires_at))

/// What the platform sent the browser back with.
struct Callback {
    std::string platform;
    std::optional<std::string> code;
    std::optional<std::string> state;
    std::optional<std::string> error;
    std::optional<std::string> error_description;
    std::string session_token;   ///< of the browser's cookie; empty without one
    std::string request_id;      ///< for the log
    std::optional<UserId> user;  ///< who is signed in there, if anybody
};

/// What a flow ended in: an account, or a choice among several.
using FlowEnd = std::variant<ConnectionId, AccountChoiceId>;

/// How a flow ended, and where the browser goes.
struct FlowResult {
    std::optional<std::string> return_to;
    Result<FlowEnd> end;
};

struct FlowSettings {
    std::string public_url;                    ///< our origin: "https://social.example.com"
    std::vector<std::string> allowed_origins;  ///< beside ours, for `returnTo`
};

/// The OAuth flow: a state that is used once, lives ten minutes, and belongs to the member, and to
/// the browser, that began it. A grant that opens one account ends
/// in its connection, one that opens several in a choice.
class OAuthFlow {
public:
    OAuthFlow(db::Database& database, const platforms::Registry& platforms, Vault& vault,
              Connector& connector, AccountChoices& choices, const Clock& clock, Random& random,
              FlowSettings settings);

    /// `session_token`: of the browser's cookie, when the member is signed in by it; the flow can
    /// then end only in that browser. Errors: `not_found` for a platform that is not set up,
    /// `validation_failed` for `returnTo` or a scope, `invalid_scope`.
    Task<Result<Authorization>> authorize(accounts::Scope scope, std::string platform,
                                          AuthorizeOptions options, std::string session_token);

    /// Ends the flow. Errors in the result: `invalid_state`, `access_denied`, `invalid_code`,
    /// `invalid_scope`, `scope_not_authorized`, `platform_unavailable`, `platform_rejected`.
    Task<FlowResult> callback(Callback callback);

    /// Whether a browser may be sent there: a path of ours, or an address of an allowed origin.
    bool may_return_to(std::string_view target) const;

    /// Deletes states that have expired.
    Task<> clean();

private:
    struct State;

    Task<Result<State>> take_state(const Callback& callback);
    Task<Result<>> check_member(const State& state);
    Task<Result<FlowEnd>> finish(platforms::Platform& platform, const State& state, Secret code);
    Task<ConnectionId> connect(const State& state, const Granted& granted);

    db::Database& database_;
    const platforms::Registry& platforms_;
    Vault& vault_;
    Connector& connector_;
    AccountChoices& choices_;
    const Clock& clock_;
    Random& random_;
    FlowSettings settings_;
};

}  // namespace rostrum::connections
