#pragma once

#include "conformance/services/fixture.hpp"
#include "connections/connection_store.hpp"
#include "connections/disconnect.hpp"
#include "connections/oauth_flow.hpp"
#include "connections/refresher.hpp"
#include "core/metrics.hpp"
#include "events/outbox.hpp"
#include "jobs/job_store.hpp"
#include "support/fake_platform.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::connections {

/// The services of connections over the fake platform, whose tokens live 60 days.
class ConnectionsTest : public ServiceTest {
protected:
    static constexpr std::chrono::days token_life{60};
    static constexpr std::chrono::days a_day{1};

    ConnectionsTest() {
        auto made = std::make_unique<testing::FakePlatform>();
        platform = made.get();
        registry.add(std::move(made));
        platform->on_exchange = [this](const platforms::Grant& grant) {
            return testing::answered(tokens("access-of-" + std::string(grant.code.reveal()),
                                            "refresh-of-" + std::string(grant.code.reveal())));
        };
        platform->on_accounts = [](const platforms::Tokens&) {
            return testing::answered(std::vector{platforms::Account{.external_id = "4711",
                                                                    .app_scoped_id = "0815",
                                                                    .handle = "ada",
                                                                    .display_name = "Ada",
                                                                    .avatar_url = "https://a/1"}});
        };
        platform->on_refresh = [this](const platforms::Tokens& old) {
            return testing::answered(tokens(std::string(old.access.reveal()) + "+", ""));
        };
    }

    void SetUp() override {
        ServiceTest::SetUp();
        scope = new_scope();
    }

    platforms::Tokens tokens(std::string access, std::string refresh) const {
        return {.access = Secret(std::move(access)),
                .refresh = Secret(std::move(refresh)),
                .expires_at = clock.now() + token_life,
                .scopes = {"read", "insights"}};
    }

    /// Connects an account through the whole flow; the code names its tokens.
    ConnectionId connected(const std::string& code = "code") {
        const auto begun = run(oauth.authorize(scope, "fake", {}, ""));
        auto ended = run(oauth.callback({.platform = "fake",
                                         .code = code,
                                         .state = begun.value().state,
                                         .error = std::nullopt,
                                         .error_description = std::nullopt,
                                         .session_token = {},
                                         .user = std::nullopt}));
        if (!ended.end) throw std::runtime_error(ended.end.error().message);
        return std::get<ConnectionId>(*ended.end);
    }
    /// Another account.
    ConnectionId connected_as(const std::string& external_id) {
        const auto usual = platform->on_accounts;
        platform->on_accounts = [external_id](const platforms::Tokens&) {
            return testing::answered(std::vector{platforms::Account{.external_id = external_id,
                                                                    .app_scoped_id = {},
                                                                    .handle = "h" + external_id,
                                                                    .display_name = {},
                                                                    .avatar_url = {}}});
        };
        const auto id = connected("of-" + external_id);
        platform->on_accounts = usual;
        return id;
    }

    Connection find(ConnectionId id) { return run(store.find(scope, id)).value(); }
    StoredTokens stored(ConnectionId id) { return run(store.tokens(id)).value(); }
    /// The tokens that are kept, opened.
    std::string access_of(ConnectionId id) {
        return std::string(
            vault.open(*stored(id).access_token, id, Vault::Column::access_token).value().reveal());
    }
    std::string refresh_of(ConnectionId id) {
        return std::string(vault.open(*stored(id).refresh_token, id, Vault::Column::refresh_token)
                               .value()
                               .reveal());
    }
    std::int64_t events(const std::string& type) { return count("events WHERE type = $1", {type}); }

    const std::string old_key = "old:" + std::string(64, 'a');
    const std::string new_key = "new:" + std::string(64, 'b');

    testing::FakePlatform* platform = nullptr;
    platforms::Registry registry;
    Metrics metrics;
    events::Outbox outbox{clock, ids};
    jobs::JobStore jobs{*database, clock, ids};
    const crypto::Keyring keyring = crypto::Keyring::parse(old_key).value();
    Vault vault{keyring, random};
    ConnectionStore store{*database, outbox, clock};
    Connector connector{vault, outbox, jobs, clock, ids};
    AccountChoices choices{*database, connector, vault, clock, ids};
    OAuthFlow oauth{
        *database,
        registry,
        vault,
        connector,
        choices,
        clock,
        random,
        {.public_url = "https://rostrum.example", .allowed_origins = {"https://app.example"}}};
    Refresher refresher{*database, store, registry, vault, outbox, clock, metrics};
    Disconnect disconnect{*database, store, registry, vault, outbox, clock};
    accounts::Scope scope;
};

}  // namespace rostrum::connections
