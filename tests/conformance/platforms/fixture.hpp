#pragma once

#include "conformance/platforms/simulated_client.hpp"
#include "crypto/pkce.hpp"
#include "platforms/registry.hpp"
#include "sandbox/sandbox.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms {

/// What the suite has to know of a platform's simulator.
struct Simulated {
    std::string_view id;
    std::string_view account;        ///< one that allows everything and has posts
    std::string_view empty_account;  ///< has never posted
    std::string_view large_account;  ///< more posts than fit on ten pages
    std::string_view leaving_account;
    std::chrono::minutes leaves_after;  ///< it takes the access back by itself
    std::chrono::seconds code_life;
    std::string_view token_endpoint;  ///< the logical names, for faults
    std::string_view profile_endpoint;
    std::string_view posts_endpoint;
    bool refreshes = true;  ///< its account can be refreshed
    bool revokes = true;    ///< there is a call to end a grant
    /// What the id of the account begins with that the suite reads, where a login gives access to
    /// several; the first one where none does.
    std::string_view id_prefix = {};
    std::string_view denial = "access_denied";  ///< what a refusal comes back as
    std::string_view simulator = {};            ///< its id, where that is not the platform's
};

inline void PrintTo(const Simulated& simulated, std::ostream* out) { *out << simulated.id; }

/// Every platform of the registry, one line each: a platform that is missing here fails the suite.
std::vector<Simulated> all_simulated();

/// A platform and its simulator. Time stands still unless it is moved; waits take none.
class PlatformConformance : public ::testing::TestWithParam<Simulated> {
protected:
    static constexpr std::string_view redirect_uri = "http://127.0.0.1:8080/callback";

    PlatformConformance() {
        const auto app = sandbox::built_in_credentials(GetParam().id);
        platform = create_platform(GetParam().id,
                                   {.client_id = std::string(app.client_id),
                                    .client_secret = Secret(std::string(app.client_secret)),
                                    .redirect_uri = {},
                                    .base_url = std::string(SimulatedClient::base_url),
                                    .api_version = {}},
                                   {client, clock, random, metrics,
                                    [](std::chrono::nanoseconds) -> Task<> { co_return; }});
    }

    template <typename T>
    T run(Task<T> task) {
        return loops.run(std::move(task));
    }

    std::vector<std::string> all_scopes() const {
        std::vector<std::string> scopes;
        for (const auto& scope : platform->descriptor().scopes) scopes.emplace_back(scope.name);
        return scopes;
    }
    std::vector<std::string> required_scopes() const {
        std::vector<std::string> scopes;
        for (const auto& scope : platform->descriptor().scopes) {
            if (scope.required) scopes.emplace_back(scope.name);
        }
        return scopes;
    }

    /// The query with which the browser comes back from the consent page; `answer` is what the user
    /// does there.
    http::Query come_back(const std::string& answer) {
        AuthorizeRequest request{.state = "the state",
                                 .redirect_uri = std::string(redirect_uri),
                                 .scopes = all_scopes(),
                                 .code_challenge = {}};
        if (platform->descriptor().pkce == Pkce::s256) {
            request.code_challenge = crypto::pkce_challenge(verifier);
        }
        http::ClientRequest get{.method = http::Method::get,
                                .url = platform->authorizer().authorize_url(request) + answer,
                                .headers = {},
                                .body = {}};
        const auto response = run(client.send(std::move(get)));
        if (!response || response->status != 302) {
            ADD_FAILURE() << "no redirect: " << (response ? response->body : "no answer");
            return {};
        }
        std::string location(response->headers.get("Location"));
        EXPECT_TRUE(location.starts_with(redirect_uri)) << location;
        location = location.substr(0, location.find('#'));
        return http::parse_query(location.substr(location.find('?') + 1)).value();
    }

    Grant grant_of(const http::Query& query) const {
        const bool pkce = platform->descriptor().pkce == Pkce::s256;
        return {.code = Secret(std::string(query.get("code").value_or(""))),
                .redirect_uri = std::string(redirect_uri),
                .code_verifier = pkce ? verifier : Secret()};
    }
    Grant allowed(std::string_view account, const std::string& more = {}) {
        return grant_of(come_back("&auto=allow&account=" + std::string(account) + more));
    }

    Outcome<Tokens> exchange(Grant grant) {
        return run(platform->authorizer().exchange(std::move(grant)));
    }
    Tokens connect(std::string_view account, const std::string& more = {}) {
        auto tokens = exchange(allowed(account, more));
        EXPECT_TRUE(tokens) << (tokens ? "" : tokens.error().message);
        return tokens ? tokens->data : Tokens{};
    }
    Account account_of(const Tokens& tokens) {
        auto accounts = run(platform->authorizer().accounts(tokens));
        EXPECT_TRUE(accounts) << (accounts ? "" : accounts.error().message);
        if (!accounts || accounts->data.empty()) return {};
        const auto found = std::ranges::find_if(accounts->data, [](const Account& account) {
            return account.external_id.starts_with(GetParam().id_prefix);
        });
        return found == accounts->data.end() ? accounts->data.front() : *found;
    }
    Access access_of(const Tokens& tokens) {
        const auto account = account_of(tokens);
        return {.token = account.tokens ? account.tokens->access : tokens.access,
                .external_id = account.external_id,
                .scopes = tokens.scopes.empty() ? all_scopes() : tokens.scopes};
    }
    Outcome<Profile> profile(const Access& access) {
        return run(platform->reader()->profile(access));
    }
    Outcome<PostPage> posts(const Access& access, std::string cursor = {}, std::size_t limit = 25) {
        return run(platform->reader()->posts(access, std::move(cursor), limit));
    }

    std::string_view simulator() const {
        return GetParam().simulator.empty() ? GetParam().id : GetParam().simulator;
    }
    void set_fault(sandbox::FaultKind kind, std::string_view endpoint,
                   std::optional<std::int64_t> value = {}) {
        sandbox::Fault fault;
        fault.platform = simulator();
        fault.endpoint = endpoint;
        fault.endpoint_is_name = true;
        fault.kind = kind;
        fault.value = value;
        client.simulation().faults().add(std::move(fault));
    }
    void clear_faults() { client.simulation().faults().clear(); }
    /// Waits, as long as a token must have lived before it may be refreshed.
    void wait_until_refreshable() { clock.advance(platform->descriptor().refresh.not_before); }

    testing::TestLoops loops;
    ManualClock clock{Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}}};
    SeededRandom random{11};
    Metrics metrics;
    SimulatedClient client{clock, random};
    std::unique_ptr<Platform> platform;
    const Secret verifier{crypto::pkce_verifier(random)};
};

}  // namespace rostrum::platforms
