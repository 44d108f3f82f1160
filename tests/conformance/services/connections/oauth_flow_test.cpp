#include "conformance/services/connections/fixture.hpp"
#include "core/json.hpp"
#include "crypto/pkce.hpp"

#include <set>

namespace rostrum::connections {
namespace {

using namespace std::chrono_literals;
using testing::answered;
using testing::refused;

class OAuthFlowTest : public ConnectionsTest {
protected:
    Authorization begun(AuthorizeOptions options = {}, const std::string& browser = "") {
        return run(oauth.authorize(scope, "fake", std::move(options), browser)).value();
    }
    static Callback callback_of(const Authorization& begun) {
        return {.platform = "fake",
                .code = "code",
                .state = begun.state,
                .error = std::nullopt,
                .error_description = std::nullopt,
                .session_token = {},
                .user = std::nullopt};
    }
    FlowResult end(Callback callback) { return run(oauth.callback(std::move(callback))); }
    ErrorCode failure(Callback callback) {
        const auto result = end(std::move(callback));
        EXPECT_FALSE(result.end);
        return result.end ? ErrorCode::server_error : result.end.error().code;
    }
};

TEST_P(OAuthFlowTest, ends_in_a_connection_with_sealed_tokens_an_event_and_a_first_sync) {
    const auto result = end(callback_of(begun()));
    ASSERT_TRUE(result.end) << result.end.error().message;
    EXPECT_FALSE(result.return_to);
    const auto id = std::get<ConnectionId>(*result.end);
    const auto connection = find(id);
    EXPECT_EQ(connection.platform, "fake");
    EXPECT_EQ(connection.external_id, "4711");
    EXPECT_EQ(connection.handle, "ada");
    EXPECT_EQ(connection.display_name, "Ada");
    EXPECT_EQ(connection.avatar_url, "https://a/1");
    EXPECT_EQ(connection.status, Status::active);
    EXPECT_EQ(connection.scopes, (std::vector<std::string>{"read", "insights"}));
    EXPECT_EQ(connection.token_expires_at, clock.now() + token_life);
    EXPECT_EQ(connection.next_sync_at, clock.now() + 10min)
        << "should the first sync come to nothing";
    EXPECT_EQ(access_of(id), "access-of-code");
    EXPECT_EQ(refresh_of(id), "refresh-of-code");
    EXPECT_EQ(events("connection.connected"), 1);

    const auto claimed = run(jobs.claim(jobs::Queue::user_sync, 10, ids.next(), 30s));
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].kind, first_sync_job);
    FirstSync payload;
    JsonIssues issues;
    read_json(claimed[0].payload, payload, issues);
    EXPECT_TRUE(issues.empty());
    EXPECT_EQ(payload.workspace_id, scope.workspace);
    EXPECT_EQ(payload.connection_id, id);
}

TEST_P(OAuthFlowTest, no_token_and_no_state_stands_in_the_tables_as_it_is) {
    const auto waiting = begun();
    connected();
    for (const std::string_view text : {"access-of-code", "refresh-of-code"}) {
        const auto rows = query("SELECT access_token, refresh_token FROM connections");
        for (const std::size_t column : {0U, 1U}) {
            const auto sealed = rows.get<db::Bytes>(0, column);
            const std::string_view bytes(reinterpret_cast<const char*>(sealed.data()),
                                         sealed.size());
            EXPECT_FALSE(bytes.contains(text));
        }
    }
    const auto hash = query("SELECT state_hash FROM oauth_states").get<db::Bytes>(0, "state_hash");
    EXPECT_EQ(hash.size(), 32U);
    EXPECT_GE(waiting.state.size(), 43U);
}

TEST_P(OAuthFlowTest, the_code_is_exchanged_with_what_the_flow_began_with) {
    std::string challenge;
    std::optional<platforms::Grant> grant;
    platform->on_exchange = [&](const platforms::Grant& given) {
        grant = given;
        return answered(tokens("a", "r"));
    };
    const auto flow = begun();
    EXPECT_TRUE(flow.url.contains("state=" + flow.state));
    EXPECT_TRUE(
        flow.url.contains("redirect_uri=https://rostrum.example/api/v1/connections/fake/callback"));
    EXPECT_EQ(flow.expires_at, clock.now() + state_life);
    ASSERT_TRUE(end(callback_of(flow)).end);
    ASSERT_TRUE(grant);
    EXPECT_EQ(grant->code.reveal(), "code");
    EXPECT_EQ(grant->redirect_uri, "https://rostrum.example/api/v1/connections/fake/callback");
    EXPECT_TRUE(
        flow.url.contains("code_challenge=" + crypto::pkce_challenge(grant->code_verifier)));
}

TEST_P(OAuthFlowTest, the_redirect_uri_is_the_registered_one_where_there_is_one) {
    platform->configured_redirect_uri = "https://registered.example/callback";
    std::string used;
    platform->on_exchange = [&](const platforms::Grant& grant) {
        used = grant.redirect_uri;
        return answered(tokens("a", "r"));
    };
    const auto flow = begun();
    EXPECT_TRUE(flow.url.contains("redirect_uri=https://registered.example/callback"));
    platform->configured_redirect_uri = "https://changed.example/meanwhile";
    ASSERT_TRUE(end(callback_of(flow)).end);
    EXPECT_EQ(used, "https://registered.example/callback") << "the same as at the beginning";
}

TEST_P(OAuthFlowTest, a_state_works_once) {
    const auto flow = begun();
    EXPECT_TRUE(end(callback_of(flow)).end);
    EXPECT_EQ(failure(callback_of(flow)), ErrorCode::invalid_state);
    EXPECT_EQ(platform->exchanges, 1);
}

TEST_P(OAuthFlowTest, of_many_callbacks_at_once_one_goes_through) {
    const auto flow = begun();
    std::vector<std::future<FlowResult>> all;
    for (std::size_t i = 0; i < 8; ++i)
        all.push_back(start(oauth.callback(callback_of(flow)), i % 2));
    int connections = 0;
    for (auto& one : all) connections += one.get().end.has_value();
    EXPECT_EQ(connections, 1);
    EXPECT_EQ(platform->exchanges, 1);
}

TEST_P(OAuthFlowTest, a_state_lives_ten_minutes) {
    const auto late = begun();
    const auto in_time = begun();
    clock.advance(state_life - 1us);
    EXPECT_TRUE(end(callback_of(in_time)).end);
    clock.advance(1us);
    EXPECT_EQ(failure(callback_of(late)), ErrorCode::invalid_state);
    EXPECT_EQ(platform->exchanges, 1);
}

TEST_P(OAuthFlowTest, a_state_belongs_to_the_platform_the_browser_and_the_user) {
    const auto flow = begun({}, "the browser's cookie");
    auto other_platform = callback_of(flow);
    other_platform.session_token = "the browser's cookie";
    other_platform.platform = "other";
    EXPECT_EQ(failure(other_platform), ErrorCode::invalid_state);

    EXPECT_EQ(failure(callback_of(flow)), ErrorCode::invalid_state) << "no cookie";

    auto other_browser = callback_of(flow);
    other_browser.session_token = "another browser's cookie";
    EXPECT_EQ(failure(other_browser), ErrorCode::invalid_state);

    auto other_user = callback_of(flow);
    other_user.session_token = "the browser's cookie";
    other_user.user = UserId{ids.next()};
    EXPECT_EQ(failure(other_user), ErrorCode::invalid_state);

    auto own = callback_of(flow);
    own.session_token = "the browser's cookie";
    own.user = scope.user;
    EXPECT_TRUE(end(own).end) << "none of the others has used it up";
}

TEST_P(OAuthFlowTest, refuses_states_that_it_never_gave_out) {
    struct Row {
        std::optional<std::string> state;
        std::string_view reason;
    };
    const Row rows[] = {
        {std::nullopt, "none"},
        {"", "empty"},
        {"guess", "a guess"},
        {std::string(43, 'A'), "a guess of the right length"},
        {std::string(100'000, 'A'), "very long"},
        {std::string("a\0b", 3), "a NUL"},
        {"\xFF\xFE", "no text"},
    };
    begun();
    for (const auto& row : rows) {
        auto callback = callback_of({});
        callback.state = row.state;
        EXPECT_EQ(failure(callback), ErrorCode::invalid_state) << row.reason;
    }
    EXPECT_EQ(platform->exchanges, 0);
    EXPECT_EQ(count("oauth_states"), 1);
}

TEST_P(OAuthFlowTest, a_denial_is_told_in_our_words) {
    struct Row {
        std::string error;
        ErrorCode code;
    };
    const Row rows[] = {
        {"access_denied", ErrorCode::access_denied},
        {"user_cancelled_login", ErrorCode::access_denied},
        {"user_cancelled_authorize", ErrorCode::access_denied},
        {"invalid_scope", ErrorCode::invalid_scope},
        {"unauthorized_scope_error", ErrorCode::invalid_scope},
        {"temporarily_unavailable", ErrorCode::platform_unavailable},
        {"server_error", ErrorCode::platform_unavailable},
        {"unheard_of", ErrorCode::platform_rejected},
        {"", ErrorCode::platform_rejected},
    };
    for (const auto& row : rows) {
        const auto flow = begun({.scopes = std::nullopt, .return_to = "/connect?x=1"});
        auto callback = callback_of(flow);
        callback.code.reset();
        callback.error = row.error;
        const auto result = end(callback);
        ASSERT_FALSE(result.end);
        EXPECT_EQ(result.end.error().code, row.code) << row.error;
        EXPECT_EQ(result.return_to, "/connect?x=1") << "the browser goes back all the same";
        EXPECT_EQ(failure(callback_of(flow)), ErrorCode::invalid_state) << "the state is used up";
    }
    Callback stateless{.platform = "fake", .code = {}, .state = {}, .error = "access_denied"};
    EXPECT_EQ(failure(stateless), ErrorCode::access_denied) << "without a state";
    EXPECT_EQ(count("connections"), 0);
}

TEST_P(OAuthFlowTest, a_callback_without_a_code_is_refused) {
    for (const std::optional<std::string>& code :
         {std::optional<std::string>(), std::optional<std::string>("")}) {
        auto callback = callback_of(begun());
        callback.code = code;
        EXPECT_EQ(failure(callback), ErrorCode::invalid_code);
    }
    EXPECT_EQ(platform->exchanges, 0);
}

TEST_P(OAuthFlowTest, what_the_platform_refuses_becomes_no_connection) {
    struct Row {
        platforms::Next next;
        ErrorCode code;
    };
    constexpr Row rows[] = {
        {platforms::Next::rejected, ErrorCode::invalid_code},
        {platforms::Next::reauthorize, ErrorCode::invalid_code},
        {platforms::Next::retry_later, ErrorCode::platform_unavailable},
        {platforms::Next::ambiguous, ErrorCode::platform_unavailable},
        {platforms::Next::rate_limited, ErrorCode::platform_rate_limited},
        {platforms::Next::misconfigured, ErrorCode::platform_rejected},
    };
    for (const auto& row : rows) {
        platform->on_exchange = [&](const auto&) { return refused(row.next); };
        EXPECT_EQ(failure(callback_of(begun())), row.code);
    }
    platform->on_exchange = [&](const auto&) { return answered(tokens("a", "r")); };
    platform->on_accounts = [](const auto&) { return refused(platforms::Next::retry_later); };
    EXPECT_EQ(failure(callback_of(begun())), ErrorCode::platform_unavailable);
    platform->on_accounts = [](const auto&) { return answered(std::vector<platforms::Account>{}); };
    EXPECT_EQ(failure(callback_of(begun())), ErrorCode::platform_rejected) << "no account";
    EXPECT_EQ(count("connections"), 0);
    EXPECT_EQ(count("events"), 0);
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(OAuthFlowTest, asks_for_every_scope_or_for_those_wanted_with_the_required_ones) {
    EXPECT_TRUE(begun().url.contains("scope=read insights "));
    EXPECT_TRUE(
        begun({.scopes = {{"insights"}}, .return_to = {}}).url.contains("scope=read insights "));
    EXPECT_FALSE(begun({.scopes = std::nullopt, .return_to = {}}).url.contains("rare"))
        << "that one only by name";
    EXPECT_TRUE(begun({.scopes = {{"rare"}}, .return_to = {}}).url.contains("scope=read rare "));
    EXPECT_TRUE(begun({.scopes = {std::vector<std::string>{}}, .return_to = {}})
                    .url.ends_with("scope=read "));
    const auto unknown = run(
        oauth.authorize(scope, "fake", {.scopes = {{"read", "everything"}}, .return_to = {}}, ""));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::invalid_scope);
}

TEST_P(OAuthFlowTest, asks_for_what_the_operator_s_app_may_have_unless_told_otherwise) {
    platform->configured = {"read"};
    const auto usual = run(oauth.authorize(scope, "fake", {}, "")).value();
    EXPECT_TRUE(usual.url.ends_with("scope=read ")) << usual.url;
    const auto wanted =
        run(oauth.authorize(scope, "fake", {.scopes = std::vector<std::string>{"insights"}}, ""))
            .value();
    EXPECT_TRUE(wanted.url.contains("insights")) << wanted.url;
    platform->configured = {"nonsense"};
    EXPECT_EQ(run(oauth.authorize(scope, "fake", {}, "")).error().code, ErrorCode::invalid_scope);
}

TEST_P(OAuthFlowTest, a_required_scope_has_to_be_granted) {
    platform->on_exchange = [&](const auto&) {
        auto some = tokens("a", "r");
        some.scopes = {"insights"};
        return answered(std::move(some));
    };
    EXPECT_EQ(failure(callback_of(begun())), ErrorCode::scope_not_authorized);
    platform->on_exchange = [&](const auto&) {
        auto some = tokens("a", "r");
        some.scopes = {"read"};
        return answered(std::move(some));
    };
    const auto fewer = end(callback_of(begun()));
    ASSERT_TRUE(fewer.end);
    EXPECT_EQ(find(std::get<ConnectionId>(*fewer.end)).scopes, std::vector<std::string>{"read"});
    platform->on_exchange = [&](const auto&) {
        auto silent = tokens("a", "r");
        silent.scopes.clear();
        return answered(std::move(silent));
    };
    const auto unsaid = end(callback_of(begun()));
    ASSERT_TRUE(unsaid.end);
    EXPECT_EQ(find(std::get<ConnectionId>(*unsaid.end)).scopes,
              (std::vector<std::string>{"read", "insights"}))
        << "what was asked for, when the platform does not say";
}

TEST_P(OAuthFlowTest, a_platform_that_is_not_set_up_cannot_be_connected) {
    const auto unknown = run(oauth.authorize(scope, "other", {}, ""));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
}

TEST_P(OAuthFlowTest, the_browser_returns_to_paths_of_ours_and_to_configured_origins_only) {
    struct Row {
        std::string_view target;
        bool good;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"/", true, "a path"},
        {"/connections?new=1#top", true, "a path with everything"},
        {"https://rostrum.example", true, "our own origin"},
        {"https://rostrum.example/x", true, "below our origin"},
        {"https://app.example?x", true, "a configured origin"},
        {"", false, "nothing"},
        {"connections", false, "a relative path"},
        {"//evil.example", false, "another host without a scheme"},
        {"/\\evil.example", false, "browsers read a backslash as a slash"},
        {"/\t/evil.example", false, "browsers drop a tab"},
        {"/\n/evil.example", false, "browsers drop a line break"},
        {" /x", false, "browsers drop a space"},
        {"https://rostrum.example.evil.example/", false, "another host that begins like ours"},
        {"https://rostrum.example@evil.example/", false, "our host as a user's name"},
        {"https://rostrum.example:8080/", false, "another port"},
        {"http://rostrum.example/", false, "another scheme"},
        {"HTTPS://rostrum.example/", false, "not written as configured"},
        {"https://evil.example/", false, "another host"},
        {"javascript:alert(1)", false, "a script"},
        {"data:text/html,x", false, "a page in itself"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(oauth.may_return_to(row.target), row.good) << row.target << ": " << row.reason;
        const auto flow = run(oauth.authorize(
            scope, "fake", {.scopes = {}, .return_to = std::string(row.target)}, ""));
        EXPECT_EQ(flow.has_value(), row.good) << row.target;
        if (!flow) {
            EXPECT_EQ(flow.error().details.at(0).field, "returnTo");
        }
    }
}

TEST_P(OAuthFlowTest, connecting_again_keeps_the_connection) {
    const auto id = connected("first");
    run(store.mark_needs_reauth(stored(id), "190", "It was revoked."));
    ASSERT_EQ(find(id).status, Status::needs_reauth);
    const auto version = stored(id).token_version;
    EXPECT_EQ(connected("second"), id);
    EXPECT_EQ(count("connections"), 1);
    EXPECT_EQ(find(id).status, Status::active);
    EXPECT_FALSE(find(id).error_code);
    EXPECT_EQ(access_of(id), "access-of-second");
    EXPECT_GT(stored(id).token_version, version);
    EXPECT_EQ(events("connection.connected"), 2);
    EXPECT_EQ(count("jobs"), 1) << "the first sync waits already";
}

TEST_P(OAuthFlowTest, an_empty_refresh_token_does_not_erase_the_one_that_is_there) {
    const auto id = connected("first");
    platform->on_exchange = [&](const auto&) { return answered(tokens("second", "")); };
    ASSERT_TRUE(end(callback_of(begun())).end);
    EXPECT_EQ(access_of(id), "second");
    EXPECT_EQ(refresh_of(id), "refresh-of-first");
}

TEST_P(OAuthFlowTest, workspaces_connect_the_same_account_each_for_themselves) {
    const auto id = connected();
    scope = new_scope();
    EXPECT_NE(connected(), id);
    EXPECT_EQ(count("connections"), 2);
}

TEST_P(OAuthFlowTest, two_flows_for_one_new_account_at_once_make_one_connection) {
    std::vector<std::future<FlowResult>> all;
    for (std::size_t i = 0; i < 6; ++i) {
        all.push_back(start(oauth.callback(callback_of(begun())), i % 2));
    }
    std::set<ConnectionId> seen;
    for (auto& one : all) {
        const auto result = one.get();
        ASSERT_TRUE(result.end) << result.end.error().message;
        seen.insert(std::get<ConnectionId>(*result.end));
    }
    EXPECT_EQ(seen.size(), 1U);
    EXPECT_TRUE(access_of(*seen.begin()).starts_with("access-of-"));
}

TEST_P(OAuthFlowTest, who_may_no_longer_connect_accounts_cannot_end_the_flow) {
    const auto demoted = begun();
    execute("UPDATE memberships SET role = 'viewer' WHERE user_id = $1", {scope.user});
    EXPECT_EQ(failure(callback_of(demoted)), ErrorCode::forbidden);
    const auto removed = begun();
    execute("DELETE FROM memberships WHERE user_id = $1", {scope.user});
    EXPECT_EQ(failure(callback_of(removed)), ErrorCode::forbidden);
    EXPECT_EQ(platform->exchanges, 0) << "the code is not used";
}

TEST_P(OAuthFlowTest, cleaning_drops_states_that_have_expired) {
    begun();
    clock.advance(5min);
    begun();
    clock.advance(5min);
    run(oauth.clean());
    EXPECT_EQ(count("oauth_states"), 1);
}

ROSTRUM_ON_ALL_ENGINES(OAuthFlowTest);

}  // namespace
}  // namespace rostrum::connections
