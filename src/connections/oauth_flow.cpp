#include "connections/oauth_flow.hpp"

#include "connections/errors.hpp"
#include "connections/sql.hpp"
#include "core/deadline.hpp"
#include "core/log.hpp"
#include "crypto/pkce.hpp"
#include "crypto/token.hpp"

#include <algorithm>

namespace rostrum::connections {

/// A flow under way, as it was taken out of the table.
struct OAuthFlow::State {
    db::Bytes state_hash;
    WorkspaceId workspace_id;
    UserId user_id;
    std::string platform;
    std::optional<db::Bytes> browser_hash;
    std::optional<db::Bytes> code_verifier;
    std::vector<std::string> scopes;
    std::string redirect_uri;
    std::optional<std::string> return_to;
    Time expires_at;

    BOOST_DESCRIBE_CLASS(State, (),
                         (state_hash, workspace_id, user_id, platform, browser_hash, code_verifier,
                          scopes, redirect_uri, return_to, expires_at),
                         (), ())
};

namespace {

constexpr std::size_t state_length_max = 200;
/// For all calls of a flow: less than a request may take, so that whoever waits gets a page.
constexpr std::chrono::seconds exchange_limit{45};

boost::json::value to_array(const std::vector<std::string>& texts) {
    return boost::json::array(texts.begin(), texts.end());
}

/// The scopes to ask for: those wanted, all of them known, with the required ones always among
/// them.
Result<std::vector<std::string>> scopes_to_ask(
    const platforms::Descriptor& descriptor,
    const std::optional<std::vector<std::string>>& wanted) {
    std::vector<std::string> scopes;
    if (!wanted) {
        for (const auto& scope : descriptor.scopes) {
            if (scope.required || scope.by_default) scopes.emplace_back(scope.name);
        }
        return scopes;
    }
    for (const auto& name : *wanted) {
        const bool known = std::ranges::any_of(
            descriptor.scopes, [&](const auto& scope) { return scope.name == name; });
        if (!known) {
            return fail(ErrorCode::invalid_scope, "unknown scope",
                        "The platform has no permission named " + name + ".");
        }
    }
    for (const auto& scope : descriptor.scopes) {
        const bool asked = std::ranges::find(*wanted, scope.name) != wanted->end();
        if (scope.required || asked) scopes.emplace_back(scope.name);
    }
    // Where nothing is required, nothing may be left to ask for.
    if (scopes.empty()) return scopes_to_ask(descriptor, std::nullopt);
    return scopes;
}

/// The scopes that the platform granted; those that were asked for where it does not say.
Result<std::vector<std::string>> granted_scopes(const platforms::Descriptor& descriptor,
                                                const std::vector<std::string>& asked,
                                                const platforms::Tokens& tokens) {
    const auto& granted = tokens.scopes.empty() ? asked : tokens.scopes;
    for (const auto& scope : descriptor.scopes) {
        if (scope.required && std::ranges::find(granted, scope.name) == granted.end()) {
            return fail(ErrorCode::scope_not_authorized,
                        "a required scope was not granted: " + std::string(scope.name),
                        "The permission to " + std::string(scope.purpose) +
                            " is needed. Connect again and leave it allowed.");
        }
    }
    return granted;
}

Error exchange_error(const platforms::PlatformError& error) {
    Error out = to_error(error);
    if (error.next == platforms::Next::rejected || error.next == platforms::Next::reauthorize) {
        out = make_error(ErrorCode::invalid_code, out.message);
    }
    return out;
}

/// What the platform's `error` parameter means.
Error denial(const Callback& callback) {
    const std::string message =
        *callback.error + ": " + callback.error_description.value_or("no description");
    if (*callback.error == "access_denied" || callback.error->starts_with("user_cancelled_")) {
        return make_error(ErrorCode::access_denied, message);
    }
    if (*callback.error == "invalid_scope" || *callback.error == "unauthorized_scope_error") {
        return make_error(ErrorCode::invalid_scope, message);
    }
    if (*callback.error == "temporarily_unavailable" || *callback.error == "server_error") {
        return make_error(ErrorCode::platform_unavailable, message);
    }
    return make_error(ErrorCode::platform_rejected, message);
}

Task<Result<Granted>> ask(platforms::Platform& platform, const std::vector<std::string>& asked,
                          platforms::Grant grant) {
    auto exchanged = co_await platform.authorizer().exchange(std::move(grant));
    if (!exchanged) co_return std::unexpected(exchange_error(exchanged.error()));
    auto& tokens = exchanged->data;
    auto scopes = granted_scopes(platform.descriptor(), asked, tokens);
    if (!scopes) co_return std::unexpected(scopes.error());
    tokens.scopes = std::move(*scopes);

    // The account is read before anything is stored: what cannot be read is no connection.
    auto accounts = co_await platform.authorizer().accounts(tokens);
    if (!accounts) co_return std::unexpected(to_error(accounts.error()));
    if (accounts->data.empty()) {
        co_return fail(ErrorCode::platform_rejected, "the grant gives access to no account",
                       "There is no account that can be connected with this sign-in.");
    }
    co_return Granted{std::move(tokens), std::move(accounts->data)};
}

Task<Result<ConnectionId>> connect_in(db::Transaction& tx, Connector& connector, ConnectTo to,
                                      const Granted& granted) {
    co_return co_await connector.connect(tx, to, granted.tokens, granted.accounts.front());
}

}  // namespace

OAuthFlow::OAuthFlow(db::Database& database, const platforms::Registry& platforms, Vault& vault,
                     Connector& connector, AccountChoices& choices, const Clock& clock,
                     Random& random, FlowSettings settings)
    : database_(database),
      platforms_(platforms),
      vault_(vault),
      connector_(connector),
      choices_(choices),
      clock_(clock),
      random_(random),
      settings_(std::move(settings)) {}

bool OAuthFlow::may_return_to(std::string_view target) const {
    const bool printable = std::ranges::none_of(
        target, [](unsigned char c) { return c <= 0x20 || c == 0x7F || c == '\\'; });
    if (!printable) return false;
    // "//host" would name another site.
    if (target.starts_with('/')) return !target.starts_with("//");
    const auto matches = [&](std::string_view origin) {
        if (origin.empty() || !target.starts_with(origin)) return false;
        const auto rest = target.substr(origin.size());
        return rest.empty() || rest.starts_with('/') || rest.starts_with('?') ||
               rest.starts_with('#');
    };
    return matches(settings_.public_url) || std::ranges::any_of(settings_.allowed_origins, matches);
}

Task<Result<Authorization>> OAuthFlow::authorize(accounts::Scope scope, std::string platform,
                                                 AuthorizeOptions options,
                                                 std::string session_token) {
    auto* found = platforms_.find(platform);
    if (found == nullptr) {
        co_return fail(ErrorCode::not_found, "the platform is not set up: " + platform,
                       "This platform is not set up on this server.");
    }
    if (options.return_to && !may_return_to(*options.return_to)) {
        co_return fail(invalid_field(
            "returnTo", "must be a path of this server or an address of a configured origin"));
    }
    if (auto configured = found->configured_scopes(); !options.scopes && !configured.empty()) {
        options.scopes = std::move(configured);
    }
    auto scopes = scopes_to_ask(found->descriptor(), options.scopes);
    if (!scopes) co_return std::unexpected(scopes.error());

    const Secret state = crypto::random_token(random_);
    const auto state_hash = crypto::token_hash(state);
    const Time now = clock_.now();
    platforms::AuthorizeRequest request{
        .state = std::string(state.reveal()),
        .redirect_uri = settings_.public_url + "/api/v1/connections/" + platform + "/callback",
        .scopes = *scopes,
        .code_challenge = {}};
    if (auto configured = found->redirect_uri(); !configured.empty()) {
        request.redirect_uri = std::move(configured);
    }
    std::optional<db::Bytes> verifier;
    if (found->descriptor().pkce == platforms::Pkce::s256) {
        const Secret made = crypto::pkce_verifier(random_);
        request.code_challenge = crypto::pkce_challenge(made);
        verifier = vault_.seal_verifier(made, state_hash);
    }
    std::optional<db::Bytes> browser;
    if (!session_token.empty()) browser = crypto::token_hash(session_token);

    co_await database_.execute(
        sql::insert_state,
        {state_hash, scope.workspace, scope.user, platform, browser, verifier, to_array(*scopes),
         request.redirect_uri, options.return_to, now, now + state_life});
    co_return Authorization{.url = found->authorizer().authorize_url(request),
                            .state = request.state,
                            .expires_at = now + state_life};
}

/// Takes the state out of the table, so that it works once, and checks that it belongs here.
Task<Result<OAuthFlow::State>> OAuthFlow::take_state(const Callback& callback) {
    if (!callback.state || callback.state->empty() || callback.state->size() > state_length_max) {
        co_return fail(ErrorCode::invalid_state, "the callback has no state");
    }
    // Another browser's state stays: who holds only the link cannot end the flow of its owner.
    std::optional<db::Bytes> browser;
    if (!callback.session_token.empty()) browser = crypto::token_hash(callback.session_token);
    const auto rows = co_await database_.execute(
        sql::take_state,
        {crypto::token_hash(*callback.state), callback.platform, browser, callback.user});
    auto state = rows.one<State>();
    if (!state) {
        co_return fail(ErrorCode::invalid_state, "unknown, used or foreign state");
    }
    if (state->expires_at <= clock_.now()) {
        co_return fail(ErrorCode::invalid_state, "the state has expired",
                       "Connecting took too long. Start again.");
    }
    co_return std::move(*state);
}

Task<FlowResult> OAuthFlow::callback(Callback callback) {
    auto state = co_await take_state(callback);
    if (!state) {
        // A denial may come without its state: it is still a denial.
        if (callback.error && !callback.state) {
            co_return FlowResult{std::nullopt, std::unexpected(denial(callback))};
        }
        co_return FlowResult{std::nullopt, std::unexpected(state.error())};
    }
    FlowResult result{state->return_to, FlowEnd{}};
    auto* platform = platforms_.find(callback.platform);
    if (callback.error) {
        result.end = std::unexpected(denial(callback));
    } else if (!callback.code || callback.code->empty()) {
        result.end = fail(ErrorCode::invalid_code, "the callback has no code");
    } else if (platform == nullptr) {
        result.end = fail(ErrorCode::not_found, "the platform is not set up");
    } else {
        result.end = co_await finish(*platform, *state, Secret(*callback.code));
    }
    if (!result.end) {
        log::warn("an account was not connected", {{"request_id", callback.request_id},
                                                   {"platform", callback.platform},
                                                   {"why", describe(result.end.error())}});
    }
    co_return result;
}

/// Who began the flow may have been removed or demoted since.
Task<Result<>> OAuthFlow::check_member(const State& state) {
    const auto rows = co_await database_.query(sql::find_role, {state.workspace_id, state.user_id});
    const bool may = !rows.empty() && accounts::at_least(rows.get<accounts::Role>(0, "role"),
                                                         accounts::Role::editor);
    if (may) co_return Result<>{};
    co_return fail(ErrorCode::forbidden, "the member may no longer connect accounts");
}

Task<Result<FlowEnd>> OAuthFlow::finish(platforms::Platform& platform, const State& state,
                                        Secret code) {
    if (auto member = co_await check_member(state); !member) {
        co_return std::unexpected(member.error());
    }
    platforms::Grant grant{
        .code = std::move(code), .redirect_uri = state.redirect_uri, .code_verifier = Secret()};
    if (state.code_verifier) {
        auto verifier = vault_.open_verifier(*state.code_verifier, state.state_hash);
        if (!verifier) co_return std::unexpected(verifier.error());
        grant.code_verifier = std::move(*verifier);
    }
    const auto granted =
        co_await with_deadline(ask(platform, state.scopes, std::move(grant)), exchange_limit);
    if (!granted) {
        co_return fail(ErrorCode::platform_unavailable, "the platform took too long",
                       "The platform took too long to answer. Connect the account again.");
    }
    if (!*granted) co_return std::unexpected(granted->error());
    auto& found = **granted;
    if (found.accounts.size() == 1) co_return co_await connect(state, found);
    co_return co_await choices_.offer(
        {.workspace = state.workspace_id, .user = state.user_id, .role = accounts::Role::editor},
        state.platform, std::move(found));
}

Task<ConnectionId> OAuthFlow::connect(const State& state, const Granted& granted) {
    for (int attempt = 1;; ++attempt) {
        try {
            const auto connected = co_await database_.transaction([&](db::Transaction& tx) {
                return connect_in(tx, connector_, {state.workspace_id, state.platform}, granted);
            });
            co_return connected.value();
        } catch (const db::DatabaseError& error) {
            // Two flows for one new account at once: the second finds the first one's row.
            if (error.failure() != db::Failure::unique_violation || attempt > 1) throw;
        }
    }
}

Task<> OAuthFlow::clean() {
    co_await database_.execute(sql::delete_expired_states, {clock_.now()});
    co_await choices_.clean();
}

}  // namespace rostrum::connections
